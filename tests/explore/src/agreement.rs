//! What a person agreed to, read off the screen that they saw.

use kazasu_core::screen::{ActionId, Block, FieldId, Screen};
use kazasu_core::words::{self, text};
use serde_json::Value;

use crate::person::Act;
use crate::server::terms;

/// The language of terms with these items.
fn terms_of(items: &[String]) -> Option<&'static str> {
    let shown = |lang: &&str| {
        terms(lang).is_some_and(|terms| terms.items.iter().map(|item| item.text).eq(items.iter().map(String::as_str)))
    };
    ["ja", "ja-easy", "en"].into_iter().find(shown)
}

/// Whether the terms on a screen are in another language than the screen.
pub(crate) fn is_mixed(screen: &Screen) -> bool {
    screen.id == "terms" && Agreement::seen(screen).is_some_and(|seen| seen.lang != screen.language.tag())
}

/// What was on the screen when the person agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Agreement {
    lang: &'static str,
    flag: bool,
    items: Vec<String>,
    link: String,
}

impl Agreement {
    /// Reads it off the screen of the terms.
    pub(crate) fn seen(screen: &Screen) -> Option<Self> {
        let items: Vec<String> = screen.blocks.iter().find_map(|block| match block {
            Block::List { items } => Some(items.iter().map(words::Line::written).collect()),
            _ => None,
        })?;
        let flag = screen.blocks.iter().any(|block| matches!(block, Block::Checkbox { on: true, .. }));
        let link = screen.actions.iter().find(|action| action.id == ActionId::ReadTerms)?.label.written();
        let lang = terms_of(&items)?;
        Some(Self { lang, flag, items, link })
    }

    /// In what way a statement says something else.
    pub(crate) fn differs_from(&self, statement: &Value) -> Option<String> {
        let text = |name: &str| statement.get(name).and_then(Value::as_str).unwrap_or_default();
        let flag = statement.get("portal_user_registration").and_then(Value::as_bool);
        if flag != Some(self.flag) {
            return Some(format!("the flag is {flag:?}, and {} was shown", self.flag));
        }
        if text("terms_lang") != self.lang {
            return Some(format!("terms in {}, and {} was shown", text("terms_lang"), self.lang));
        }
        let Some(terms) = terms(self.lang) else { return Some("terms that were never in force".to_owned()) };
        let (version, digest) = (text("terms_version"), text("terms_digest"));
        if version != terms.version || digest != terms.digest || !self.link.contains(version) {
            return Some(format!("terms {version} with digest {digest}, and `{}` was shown", self.link));
        }
        let listed = statement.get("consents").and_then(Value::as_array).map_or(0, Vec::len);
        let shown = terms.items.iter().map(|item| item.text).eq(self.items.iter().map(String::as_str));
        (!shown || listed != self.items.len()).then(|| format!("other consents than were shown: {:?}", self.items))
    }

    /// Whether a screen before the PIN repeats the choice, if it shows it at all (requirements, note 1).
    pub(crate) fn is_repeated_on(&self, screen: &Screen) -> bool {
        let said = if self.flag { text::COMMON_YES } else { text::COMMON_NO };
        let said = words::plain(screen.language, said, &[]);
        screen.blocks.iter().all(|block| match block {
            Block::Facts { facts } => facts.iter().all(|(_, value)| value.written() == said),
            _ => true,
        })
    }
}

/// What the person asked for beside registering, in this run of the app.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    insurance: bool,
    sign_in: bool,
    /// The box was ticked, as it was shown, when the release was asked for.
    release: bool,
}

impl Wanted {
    /// Nothing yet; a sign-in would be for the insurance, or for the status.
    pub(crate) fn nothing(insurance: bool) -> Self {
        Self { insurance, ..Self::default() }
    }

    /// The person does something on a screen that they see.
    pub(crate) fn act(&mut self, screen: &Screen, act: Act) {
        let ticked =
            |block: &Block| matches!(block, Block::Checkbox { field: FieldId::ReleaseUnderstood, on: true, .. });
        match act {
            Act::Press(ActionId::SignIn) => self.sign_in = true,
            Act::Press(ActionId::RequestRelease) => self.release = screen.blocks.iter().any(ticked),
            _ => {}
        }
    }

    /// Whether a session may be opened for any of it.
    pub(crate) fn a_session(&self) -> bool {
        self.sign_in || self.release
    }

    /// In what way a statement says something else.
    pub(crate) fn differs_from(&self, statement: &Value) -> Option<&'static str> {
        let scope = if self.insurance { "insurance" } else { "status" };
        match statement.get("type").and_then(Value::as_str).unwrap_or_default() {
            "hrp.authenticate.v1" if !self.sign_in => Some("a sign-in that nobody asked for"),
            "hrp.authenticate.v1" if statement.pointer("/scope/0") != Some(&scope.into()) => {
                Some("a sign-in for something else")
            }
            "hrp.authenticate.v1" => None,
            "hrp.deregister.v1" if self.release => None,
            "hrp.deregister.v1" => Some("a release that nobody agreed to"),
            _ => Some("a statement of another kind"),
        }
    }
}
