//! Reading the members of an object one by one; what is left over is unknown.

use super::Node;

/// What is wrong with a body, and where (RFC 6901 pointer).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) pointer: String,
    pub(crate) detail: &'static str,
}

impl Fault {
    pub(crate) fn at(pointer: impl Into<String>, detail: &'static str) -> Self {
        Self { pointer: pointer.into(), detail }
    }
}

/// An object that is being read.
#[derive(Debug)]
pub(crate) struct Fields {
    pointer: String,
    members: Vec<(String, Node)>,
}

impl Fields {
    pub(crate) fn of(node: Node, pointer: impl Into<String>) -> Result<Self, Fault> {
        let pointer = pointer.into();
        match node {
            Node::Object(members) => Ok(Self { pointer, members }),
            _ => Err(Fault::at(pointer, "must be an object")),
        }
    }

    pub(crate) fn optional(&mut self, name: &str) -> Option<Node> {
        let place = self.members.iter().position(|(member, _)| member == name)?;
        Some(self.members.swap_remove(place).1)
    }

    pub(crate) fn required(&mut self, name: &str) -> Result<Node, Fault> {
        self.optional(name).ok_or_else(|| self.fault(name, "is missing"))
    }

    pub(crate) fn text(&mut self, name: &str) -> Result<String, Fault> {
        match self.required(name)? {
            Node::Text(text) => Ok(text),
            _ => Err(self.fault(name, "must be a string")),
        }
    }

    pub(crate) fn optional_text(&mut self, name: &str) -> Result<Option<String>, Fault> {
        match self.optional(name) {
            None => Ok(None),
            Some(Node::Text(text)) => Ok(Some(text)),
            Some(_) => Err(self.fault(name, "must be a string")),
        }
    }

    pub(crate) fn flag(&mut self, name: &str) -> Result<bool, Fault> {
        match self.required(name)? {
            Node::Bool(flag) => Ok(flag),
            _ => Err(self.fault(name, "must be true or false")),
        }
    }

    #[cfg(feature = "sandbox")]
    pub(crate) fn optional_integer(&mut self, name: &str) -> Result<Option<i64>, Fault> {
        match self.optional(name) {
            None => Ok(None),
            Some(Node::Number(number)) => {
                number.as_i64().map(Some).ok_or_else(|| self.fault(name, "must be a whole number"))
            }
            Some(_) => Err(self.fault(name, "must be a whole number")),
        }
    }

    pub(crate) fn list(&mut self, name: &str) -> Result<Vec<Node>, Fault> {
        match self.required(name)? {
            Node::List(items) => Ok(items),
            _ => Err(self.fault(name, "must be a list")),
        }
    }

    pub(crate) fn texts(&mut self, name: &str) -> Result<Vec<String>, Fault> {
        let items = self.list(name)?;
        let text = |node| match node {
            Node::Text(text) => Ok(text),
            _ => Err(self.fault(name, "must hold strings only")),
        };
        items.into_iter().map(text).collect()
    }

    pub(crate) fn object(&mut self, name: &str) -> Result<Fields, Fault> {
        let node = self.required(name)?;
        Fields::of(node, self.pointer_to(name))
    }

    /// A string that must be one word of a list.
    pub(crate) fn word<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, Fault> {
        let text = self.text(name)?;
        parse(&text).ok_or_else(|| self.fault(name, "is not an allowed value"))
    }

    /// Every member has been read; a further one is unknown.
    pub(crate) fn end(self) -> Result<(), Fault> {
        match self.members.is_empty() {
            true => Ok(()),
            false => Err(Fault::at(self.pointer, "has an unknown key")),
        }
    }

    pub(crate) fn fault(&self, name: &str, detail: &'static str) -> Fault {
        Fault::at(self.pointer_to(name), detail)
    }

    fn pointer_to(&self, name: &str) -> String {
        format!("{}/{name}", self.pointer)
    }
}
