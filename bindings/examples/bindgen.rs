//! Generates the Kotlin or Swift sources of a library, by the very version of UniFFI that it is built with. `generate` beside
//! this crate runs it.

use std::error::Error;

use camino::Utf8PathBuf;
use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate_with_bindgen_paths};
use uniffi_bindgen::{BindgenPaths, BindgenPathsLayer};

/// Where the settings of the bindings are: `uniffi.toml` beside this crate's manifest.
struct Here;

impl BindgenPathsLayer for Here {
    fn get_crate_root(&self, name: &str) -> Option<Utf8PathBuf> {
        (name == "kazasu_ffi").then(|| env!("CARGO_MANIFEST_DIR").into())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (language, source, out) = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["kotlin", source, out] => (TargetLanguage::Kotlin, source, out),
        ["swift", source, out] => (TargetLanguage::Swift, source, out),
        _ => return Err("usage: bindgen kotlin|swift LIBRARY OUT".into()),
    };
    let mut paths = BindgenPaths::default();
    paths.add_layer(Here);
    let options =
        GenerateOptions { languages: vec![language], source: source.into(), out_dir: out.into(), ..Default::default() };
    Ok(generate_with_bindgen_paths(options, paths)?)
}
