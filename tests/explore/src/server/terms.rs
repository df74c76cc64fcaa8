//! The terms of use, in the languages of the app.

use std::sync::LazyLock;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use sha2::{Digest as _, Sha256};

/// The terms of use in one language.
#[derive(Debug)]
pub struct Terms {
    /// The version.
    pub version: &'static str,
    /// The language's tag.
    pub lang: &'static str,
    /// The title.
    pub title: &'static str,
    /// The text.
    pub body: &'static str,
    /// What registering does.
    pub items: Vec<Item>,
    /// SHA-256 over the hashes of all of that (HRP/1 §3.4).
    pub digest: String,
}

/// One thing that registering does.
#[derive(Debug)]
pub struct Item {
    /// Its id.
    pub id: &'static str,
    /// Its text.
    pub text: &'static str,
}

static TERMS: LazyLock<[Terms; 3]> = LazyLock::new(|| {
    [
        made("ja", "利用規約", "本文です。", ["証明書の番号を照会に使います。", "被保険者番号と結び付けます。"]),
        made("ja-easy", "きまり", "きまりの文です。", ["カードの番号を使います。", "保険の番号とつなぎます。"]),
        made(
            "en",
            "Terms of use",
            "The text.",
            ["The certificate is looked up.", "It is linked to the insured number."],
        ),
    ]
});

/// The terms in force in that language.
#[must_use]
pub fn terms(lang: &str) -> Option<&'static Terms> {
    TERMS.iter().find(|terms| terms.lang == lang)
}

fn made(lang: &'static str, title: &'static str, body: &'static str, texts: [&'static str; 2]) -> Terms {
    const VERSION: &str = "2026-11-01";
    let ids = ["hrp.consent.cert-serial-to-eligibility", "hrp.consent.link-insured-number"];
    let items: Vec<Item> = ids.into_iter().zip(texts).map(|(id, text)| Item { id, text }).collect();
    let mut whole = Sha256::new();
    for text in [VERSION, lang, body].into_iter().chain(items.iter().flat_map(|item| [item.id, item.text])) {
        whole.update(Sha256::digest(text));
    }
    let digest = Base64UrlUnpadded::encode_string(&whole.finalize());
    Terms { version: VERSION, lang, title, body, items, digest }
}
