//! Terms of use: which words a person agreed to.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use serde_json::{Value, json};

use crate::clock::Moment;
use crate::codec::{b64u, sha256, sha256_of};
use crate::words::Lang;

/// One thing that a person agrees to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentItem {
    /// Its id, 1 to 64 of `a-z 0-9 . -`.
    pub id: String,
    /// The words shown, in the language of the text around it.
    pub text: String,
    /// Whether nothing can be registered without it.
    pub required: bool,
}

/// The terms in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsText {
    /// Title.
    pub title: String,
    /// Body, Markdown.
    pub body: String,
    /// What is agreed to, in the order shown.
    pub items: Vec<ConsentItem>,
}

/// One version of the terms in all its languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Version, 1 to 32 of `0-9 A-Z a-z . -`.
    pub version: String,
    /// When it came into force.
    pub effective_from: Moment,
    /// The texts. Every language has the same items.
    pub texts: BTreeMap<Lang, TermsText>,
    /// How the portal checkbox stands at first.
    pub portal_default: bool,
}

impl Terms {
    /// Checks what the API description demands of a version. The error says what to correct.
    pub fn check(&self) -> Result<(), String> {
        if !is_version(&self.version) {
            return Err(format!("the version \"{}\" must be 1 to 32 letters, digits, dots or hyphens", self.version));
        }
        let shape = |text: &TermsText| -> Vec<(String, bool)> {
            text.items.iter().map(|item| (item.id.clone(), item.required)).collect()
        };
        let Some(first) = self.texts.values().next() else {
            return Err("there is no text in any language".to_owned());
        };
        for (lang, text) in &self.texts {
            if shape(text) != shape(first) {
                return Err(format!(
                    "the consent items of \"{}\" differ from those of the other languages",
                    lang.as_str()
                ));
            }
        }
        for (place, item) in first.items.iter().enumerate() {
            if !is_consent_id(&item.id) {
                return Err(format!("the consent id \"{}\" must be 1 to 64 of a-z, 0-9, dot and hyphen", item.id));
            }
            if first.items[..place].iter().any(|other| other.id == item.id) {
                return Err(format!("the consent id \"{}\" is there twice", item.id));
            }
        }
        Ok(())
    }

    pub(crate) fn digest(&self, lang: Lang) -> Option<String> {
        self.texts.get(&lang).map(|text| b64u(&text_digest(&self.version, lang, text)))
    }

    pub(crate) fn items(&self) -> &[ConsentItem] {
        self.texts.values().next().map_or(&[], |text| &text.items)
    }

    pub(crate) fn to_json(&self, lang: Lang) -> Option<Value> {
        let text = self.texts.get(&lang)?;
        let item = |item: &ConsentItem| json!({"id": item.id, "text": item.text, "required": item.required});
        Some(json!({
            "version": self.version,
            "digest": self.digest(lang)?,
            "lang": lang.as_str(),
            "effective_from": self.effective_from.to_string(),
            "title": text.title,
            "body": text.body,
            "body_media_type": "text/markdown",
            "consent_items": text.items.iter().map(item).collect::<Vec<_>>(),
            "portal_user_registration_default": self.portal_default,
        }))
    }
}

/// HRP/1 §3.4: SHA-256( H(version) ‖ H(lang) ‖ H(body) ‖ H(id) ‖ H(text) of each item ).
fn text_digest(version: &str, lang: Lang, text: &TermsText) -> [u8; 32] {
    let mut fields = vec![version, lang.as_str(), &text.body];
    fields.extend(text.items.iter().flat_map(|item| [item.id.as_str(), item.text.as_str()]));
    let hashes: Vec<[u8; 32]> = fields.iter().map(|field| sha256(field.as_bytes())).collect();
    sha256_of(&hashes.iter().map(<[u8; 32]>::as_slice).collect::<Vec<_>>())
}

pub(crate) fn is_version(text: &str) -> bool {
    (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
}

fn is_consent_id(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-';
    (1..=64).contains(&text.len()) && text.bytes().all(fits)
}

/// Every version that was ever served; the last one put in force is in force.
pub(crate) struct TermsBook {
    inner: RwLock<Book>,
}

struct Book {
    versions: Vec<Arc<Terms>>,
    current: Arc<Terms>,
    /// Digests by version and language: the words are long, and every post names one.
    digests: BTreeMap<(String, Lang), String>,
}

impl Book {
    fn know(&mut self, terms: &Terms) {
        for lang in terms.texts.keys() {
            if let Some(digest) = terms.digest(*lang) {
                self.digests.insert((terms.version.clone(), *lang), digest);
            }
        }
    }
}

impl TermsBook {
    /// The last of the versions is in force; `None` when there are none.
    pub(crate) fn new(versions: &[Terms]) -> Option<Self> {
        let versions: Vec<Arc<Terms>> = versions.iter().cloned().map(Arc::new).collect();
        let current = versions.last()?.clone();
        let mut book = Book { versions: versions.clone(), current, digests: BTreeMap::new() };
        versions.iter().for_each(|terms| book.know(terms));
        Some(Self { inner: RwLock::new(book) })
    }

    pub(crate) fn current(&self) -> Arc<Terms> {
        self.read().current.clone()
    }

    pub(crate) fn version(&self, version: &str) -> Option<Arc<Terms>> {
        self.read().versions.iter().find(|terms| terms.version == version).cloned()
    }

    /// The digest under which a version is served in a language.
    pub(crate) fn has_digest(&self, version: &str, lang: Lang, digest: &str) -> bool {
        self.read().digests.get(&(version.to_owned(), lang)).is_some_and(|known| known == digest)
    }

    #[cfg(feature = "sandbox")]
    pub(crate) fn put_in_force(&self, terms: Terms) {
        let terms = Arc::new(terms);
        let mut book = self.inner.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        book.versions.retain(|other| other.version != terms.version);
        book.versions.push(terms.clone());
        book.know(&terms);
        book.current = terms;
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Book> {
        self.inner.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn item(id: &str, text: &str) -> ConsentItem {
        ConsentItem { id: id.to_owned(), text: text.to_owned(), required: true }
    }

    fn terms() -> Terms {
        let items = vec![item("hrp.consent.a", "甲"), item("hrp.consent.b", "乙")];
        let text = TermsText { title: "題".to_owned(), body: "本文".to_owned(), items };
        Terms {
            version: "2026-11-01".to_owned(),
            effective_from: Moment(0),
            texts: BTreeMap::from([(Lang::Ja, text)]),
            portal_default: true,
        }
    }

    #[test]
    fn t24_terms_digest_vector() {
        assert_eq!(terms().digest(Lang::Ja).unwrap(), "Z7rwyxJcD8DSJt959-NTd1R7Mxbzczrh4mgHHmnUy8s");
    }

    #[test]
    fn terms_with_mistakes_are_refused() {
        assert_eq!(terms().check(), Ok(()));
        let mut bad = terms();
        bad.version = "1/2".to_owned();
        assert!(bad.check().unwrap_err().contains("1/2"));
        let mut bad = terms();
        bad.texts.get_mut(&Lang::Ja).unwrap().items.push(item("hrp.consent.a", "丙"));
        assert!(bad.check().unwrap_err().contains("twice"));
        let mut bad = terms();
        let mut other = bad.texts[&Lang::Ja].clone();
        other.items.pop();
        bad.texts.insert(Lang::En, other);
        assert!(bad.check().unwrap_err().contains("differ"));
    }
}
