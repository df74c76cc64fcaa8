//! What other languages see, written down: `api.txt`. A change of it is a change for every shell.
//!
//! `UPDATE_API=1 cargo test -p kazasu-ffi --test api` writes it anew.

#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use std::fmt::Write as _;
use std::path::Path;

use uniffi_bindgen::macro_metadata::extract_from_library;
use uniffi_meta::{EnumShape, FieldMetadata, FnParamMetadata, Metadata, Type};

#[test]
fn the_api_is_the_one_that_is_written_down() {
    let found = listing(&metadata());
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("api.txt");
    if std::env::var_os("UPDATE_API").is_some() {
        std::fs::write(&file, &found).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    let new: Vec<_> = found.lines().filter(|line| !written.lines().any(|other| other == *line)).collect();
    let gone: Vec<_> = written.lines().filter(|line| !found.lines().any(|other| other == *line)).collect();
    assert!(written == found, "api.txt is of another day (UPDATE_API=1 writes it): new {new:#?}, gone {gone:#?}");
}

/// What cannot be said in Kotlin or Swift, or does not say what it seems to.
#[test]
fn names_read_well_in_kotlin_and_swift() {
    for item in metadata() {
        let Metadata::Enum(item) = item else { continue };
        let used: Vec<String> =
            item.variants.iter().flat_map(|variant| &variant.fields).map(|field| name(&field.ty)).collect();
        for variant in &item.variants {
            assert!(!used.contains(&variant.name), "{}.{} shadows a type that it holds", item.name, variant.name);
            for field in &variant.fields {
                let taken = ["cause", "message", "description", "hash", "self", "default", "in", "is", "object"];
                assert!(!taken.contains(&field.name.as_str()), "{}.{}.{}", item.name, variant.name, field.name);
            }
        }
    }
}

/// A panic behind a function that cannot throw ends an app in Swift.
#[test]
fn every_export_can_fail() {
    let cannot_fail = ["PinEntry.new", ".build_id"]; // they copy a few bytes
    for item in metadata() {
        let (of, name, throws) = match item {
            Metadata::Func(item) => (String::new(), item.name, item.throws),
            Metadata::Constructor(item) => (item.self_name, item.name, item.throws),
            Metadata::Method(item) => (item.self_name, item.name, item.throws),
            _ => continue,
        };
        let name = format!("{of}.{name}");
        assert!(throws.is_some() || cannot_fail.contains(&name.as_str()), "{name} cannot fail");
    }
}

/// REQ-125: a PIN comes in digit by digit.
#[test]
fn req_125_no_text_or_bytes_for_a_pin() {
    let takes = listing(&metadata());
    let about_pins: Vec<&str> =
        takes.lines().filter(|line| line.contains("Pin") && (line.contains('(') && line.contains("fn "))).collect();
    assert!(about_pins.iter().any(|line| line.contains("push(digit: u8)")), "{about_pins:#?}");
    for line in about_pins {
        assert!(!line.contains("string") && !line.contains("bytes"), "{line}");
    }
}

fn metadata() -> Vec<Metadata> {
    extract_from_library(support::library().as_path().try_into().unwrap()).unwrap()
}

/// One line for each thing that a shell can name, in alphabetical order.
fn listing(items: &[Metadata]) -> String {
    let mut lines = Vec::new();
    for item in items {
        match item {
            Metadata::Record(item) => lines.push(format!("record {}{}", item.name, fields(&item.fields))),
            Metadata::Enum(item) => {
                let kind = if matches!(item.shape, EnumShape::Error { .. }) { "error" } else { "enum" };
                lines.push(format!("{kind} {}", item.name));
                let case = |(at, variant): (usize, &uniffi_meta::VariantMetadata)| {
                    format!("{kind} {} {at:02} {}{}", item.name, variant.name, fields(&variant.fields))
                };
                lines.extend(item.variants.iter().enumerate().map(case));
            }
            Metadata::Object(item) => lines.push(format!("object {}", item.name)),
            Metadata::Func(item) => {
                let called = ("", item.name.as_str());
                let given = item.return_type.as_ref();
                lines.push(function("fn", called, &item.inputs, item.is_async, given, item.throws.as_ref()));
            }
            Metadata::Constructor(item) => {
                let made = (item.self_name.as_str(), item.name.as_str());
                lines.push(function("static fn", made, &item.inputs, item.is_async, None, item.throws.as_ref()));
            }
            Metadata::Method(item) => {
                let called = (item.self_name.as_str(), item.name.as_str());
                let given = item.return_type.as_ref();
                lines.push(function("fn", called, &item.inputs, item.is_async, given, item.throws.as_ref()));
            }
            Metadata::Namespace(_) => {}
            other => lines.push(format!("{other:?}")),
        }
    }
    lines.sort();
    lines.join("\n") + "\n"
}

fn function(
    kind: &str,
    (of, name): (&str, &str),
    inputs: &[FnParamMetadata],
    is_async: bool,
    given: Option<&Type>,
    throws: Option<&Type>,
) -> String {
    let inputs: Vec<String> = inputs.iter().map(|input| format!("{}: {}", input.name, self::name(&input.ty))).collect();
    let of = if of.is_empty() { String::new() } else { format!("object {of} ") };
    let mut line = format!("{of}{}{kind} {name}({})", if is_async { "async " } else { "" }, inputs.join(", "));
    if let Some(given) = given {
        let _ = write!(line, " -> {}", self::name(given));
    }
    if let Some(throws) = throws {
        let _ = write!(line, " throws {}", self::name(throws));
    }
    line
}

fn fields(fields: &[FieldMetadata]) -> String {
    let field = |field: &FieldMetadata| {
        format!("{}: {}{}", field.name, name(&field.ty), if field.default.is_some() { " = default" } else { "" })
    };
    let fields: Vec<String> = fields.iter().map(field).collect();
    if fields.is_empty() { String::new() } else { format!(" {{ {} }}", fields.join(", ")) }
}

fn name(ty: &Type) -> String {
    match ty {
        Type::Object { name, .. } | Type::Record { name, .. } | Type::Enum { name, .. } => name.clone(),
        Type::Optional { inner_type } => format!("{}?", name(inner_type)),
        Type::Sequence { inner_type } => format!("[{}]", name(inner_type)),
        Type::Map { key_type, value_type } => format!("[{}: {}]", name(key_type), name(value_type)),
        Type::UInt8 => "u8".to_owned(),
        Type::UInt16 => "u16".to_owned(),
        Type::UInt32 => "u32".to_owned(),
        Type::UInt64 => "u64".to_owned(),
        Type::Int64 => "i64".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    }
}
