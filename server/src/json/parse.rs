//! Octets to a tree that still shows duplicate keys.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A JSON value. The members of an object keep their order and have different names.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// Parses UTF-8 JSON; the error says what is wrong without repeating what was sent.
pub(crate) fn parse(octets: &[u8]) -> Result<Node, &'static str> {
    let text = std::str::from_utf8(octets).map_err(|_| "is not UTF-8")?;
    serde_json::from_str(text).map_err(
        |error| {
            if error.to_string().starts_with(DUPLICATE) { DUPLICATE } else { "is not JSON" }
        },
    )
}

const DUPLICATE: &str = "has a duplicate key";

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        serde_json::Number::from_f64(value).map(Node::Number).ok_or_else(|| E::custom("not a number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut seen = HashSet::new();
        let mut members = Vec::new();
        while let Some((name, value)) = entries.next_entry::<String, Node>()? {
            if !seen.insert(name.clone()) {
                return Err(A::Error::custom(DUPLICATE));
            }
            members.push((name, value));
        }
        Ok(Node::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duplicates_are_seen_at_any_depth() {
        for text in [r#"{"a":1,"a":1}"#, r#"{"b":[{"a":1,"\u0061":2}]}"#] {
            assert_eq!(parse(text.as_bytes()), Err(DUPLICATE), "{text}");
        }
    }

    #[test]
    fn only_whole_utf8_json_is_taken() {
        for octets in
            [&b""[..], b"{", b"{} {}", b"\xef\xbb\xbf{}", b"{\"a\":\"\xff\"}", b"{'a':1}", br#""\ud800""#, b"NaN"]
        {
            assert!(parse(octets).is_err(), "{octets:?}");
        }
        assert_eq!(parse(b" [null,true,-1,\"x\"] ").map(|n| matches!(n, Node::List(l) if l.len() == 4)), Ok(true));
    }
}
