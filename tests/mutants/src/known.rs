//! The changes that are known to go unseen, each with a reason.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    survivor: Vec<Survivor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Survivor {
    /// The names, without line and column.
    changes: Vec<String>,
    reason: String,
}

/// How often each name may go unseen: two changes of one function can have one name.
pub(crate) fn parse(text: &str) -> Result<BTreeMap<String, usize>, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut known = BTreeMap::new();
    for survivor in file.survivor {
        if survivor.reason.trim().is_empty() {
            return Err(format!("no reason for {:?}", survivor.changes));
        }
        survivor.changes.into_iter().for_each(|name| *known.entry(name).or_default() += 1);
    }
    Ok(known)
}
