//! The terms of use, and their digest (HRP/1 §3.4).

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::words::Language;

/// The terms of use in one language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Terms {
    /// The version, at most 32 characters.
    pub version: String,
    /// What the platform says that the digest is; the client recomputes it.
    pub digest: String,
    /// The language, as a tag.
    pub lang: String,
    /// The title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// What registering does, item by item (REQ-117).
    pub consent_items: Vec<ConsentItem>,
    /// Whether the box "also register as a portal user" starts ticked (REQ-33).
    #[serde(default)]
    pub portal_user_registration_default: bool,
}

/// One thing that registering does.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ConsentItem {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Whether there is no registration without it.
    pub required: bool,
}

impl Terms {
    /// Whether these words are the ones that the digest stands for, so that the signature says which were shown.
    pub(crate) fn is_true_to_its_digest(&self) -> bool {
        let items: Vec<(&str, &str)> = self.consent_items.iter().map(|item| (&*item.id, &*item.text)).collect();
        terms_digest(&self.version, &self.lang, &self.body, &items) == self.digest
    }

    /// Whether this is what was asked for, in a shape that can be shown.
    pub(crate) fn is_in(&self, language: Language) -> bool {
        let plain = |text: &str, longest| {
            !text.is_empty()
                && text.len() <= longest
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
        };
        self.lang == language.tag()
            && plain(&self.version, 32)
            && self.consent_items.iter().all(|item| plain(&item.id, 64))
    }
}

/// SHA-256 over the hashes of version, language, body and, in order, each consent item's id and text; base64url.
pub fn terms_digest(version: &str, language: &str, body: &str, items: &[(&str, &str)]) -> String {
    let mut whole = Sha256::new();
    let texts = [version, language, body].into_iter().chain(items.iter().flat_map(|(id, text)| [*id, *text]));
    for text in texts {
        whole.update(Sha256::digest(text.as_bytes()));
    }
    Base64UrlUnpadded::encode_string(&whole.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vector printed in HRP/1 §3.3.
    #[test]
    fn t24_terms_digest_vector() {
        let items = [("hrp.consent.a", "甲"), ("hrp.consent.b", "乙")];
        assert_eq!(terms_digest("2026-11-01", "ja", "本文", &items), "Z7rwyxJcD8DSJt959-NTd1R7Mxbzczrh4mgHHmnUy8s");
    }

    fn some_terms() -> Terms {
        Terms {
            version: "1".into(),
            digest: terms_digest("1", "ja", "b", &[("a", "t")]),
            lang: "ja".into(),
            title: String::new(),
            body: "b".into(),
            consent_items: vec![ConsentItem { id: "a".into(), text: "t".into(), required: true }],
            portal_user_registration_default: true,
        }
    }

    #[test]
    fn versions_and_ids_of_another_shape_are_not_shown() {
        let with = |version: &str, id: &str| {
            let mut terms = some_terms();
            version.clone_into(&mut terms.version);
            id.clone_into(&mut terms.consent_items[0].id);
            terms.is_in(Language::Japanese)
        };
        assert!(with("2026-11-01", "hrp.consent.a") && with(&"1".repeat(32), &"a".repeat(64)));
        for (version, id) in
            [("", "a"), ("1", ""), ("1 ", "a"), ("1", "a/b"), (&"1".repeat(33), "a"), ("1", &"a".repeat(65))]
        {
            assert!(!with(version, id), "{version} {id}");
        }
    }

    #[test]
    fn req_38_any_changed_word_changes_the_digest() {
        let terms = some_terms();
        assert!(terms.is_true_to_its_digest() && terms.is_in(Language::Japanese) && !terms.is_in(Language::English));
        let changes: [fn(&mut Terms); 6] = [
            |terms| terms.version.push('x'),
            |terms| terms.lang.push('x'),
            |terms| terms.body.push('x'),
            |terms| terms.consent_items.iter_mut().for_each(|item| item.text.push('x')),
            |terms| terms.consent_items.iter_mut().for_each(|item| item.id.push('x')),
            |terms| terms.consent_items.clear(),
        ];
        for change in changes {
            let mut changed = terms.clone();
            change(&mut changed);
            assert!(!changed.is_true_to_its_digest());
        }
    }
}
