//! Words of the settings file that stand for something.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::ConfigError;
use crate::version::Version;
use crate::words::{Algorithm, ClientPlatform, Operation, SenderConstrained};

pub(super) fn algorithms(words: Option<Vec<String>>) -> Result<Vec<Algorithm>, ConfigError> {
    let known = names(Algorithm::ALL, Algorithm::as_str);
    let parse = |word: String| Algorithm::parse(&word).ok_or_else(|| unknown("algorithms", word, &known));
    match words {
        None => Ok(Algorithm::ALL.to_vec()),
        Some(words) => words.into_iter().map(parse).collect(),
    }
}

pub(super) fn sender_constrained(word: Option<String>) -> Result<SenderConstrained, ConfigError> {
    let Some(word) = word else { return Ok(SenderConstrained::Optional) };
    let known = names(SenderConstrained::ALL, SenderConstrained::as_str);
    SenderConstrained::parse(&word).ok_or_else(|| unknown("sender_constrained", word, &known))
}

pub(super) fn trusted_proxies(words: Vec<String>) -> Result<Vec<IpAddr>, ConfigError> {
    let parse = |word: String| word.parse().map_err(|_| unknown("trusted_proxies", word, "addresses such as 10.0.0.5"));
    words.into_iter().map(parse).collect()
}

pub(super) fn operations(words: Option<Vec<String>>) -> Result<Vec<Operation>, ConfigError> {
    let known = names(Operation::ALL, Operation::as_str);
    let parse = |word: String| Operation::parse(&word).ok_or_else(|| unknown("operations", word, &known));
    match words {
        None => Ok(Operation::ALL.to_vec()),
        Some(words) => words.into_iter().map(parse).collect(),
    }
}

pub(super) fn min_client(words: BTreeMap<String, String>) -> Result<BTreeMap<ClientPlatform, Version>, ConfigError> {
    let platforms = names(ClientPlatform::ALL, ClientPlatform::as_str);
    let texts = keyed("min_client", words, ClientPlatform::parse, &platforms)?;
    let parse = |(platform, text): (ClientPlatform, String)| match Version::parse(&text) {
        Some(version) => Ok((platform, version)),
        None => Err(unknown("min_client", text, "a version such as 1.2.3")),
    };
    texts.into_iter().map(parse).collect()
}

pub(super) fn keyed<K: Ord>(
    table: &str,
    words: BTreeMap<String, String>,
    parse: impl Fn(&str) -> Option<K>,
    known: &str,
) -> Result<BTreeMap<K, String>, ConfigError> {
    let one = |(word, value): (String, String)| match parse(&word) {
        Some(key) => Ok((key, value)),
        None => Err(unknown(table, word, known)),
    };
    words.into_iter().map(one).collect()
}

fn unknown(key: &str, value: String, known: &str) -> ConfigError {
    ConfigError::Unknown { key: key.to_owned(), value, known: known.to_owned() }
}

pub(super) fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|value| name(*value)).collect::<Vec<_>>().join(", ")
}
