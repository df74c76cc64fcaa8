//! A build without the sandbox: the product.
#![cfg(not(feature = "sandbox"))]
#![allow(clippy::unwrap_used)]

use std::process::{Command, Output};

fn kazasu(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kazasu")).args(arguments).output().unwrap()
}

#[test]
fn there_is_no_way_to_name_another_server_or_a_card_that_is_none() {
    for wrong in [
        &["register", "--server", "https://other.example"][..],
        &["register", "--card", "tcp:127.0.0.1:1"],
        &["register", "--card", "virtual"],
        &["sandbox"],
    ] {
        assert_eq!(kazasu(wrong).status.code(), Some(2), "{wrong:?}");
    }
    let help = kazasu(&["register", "--help"]);
    let help = String::from_utf8(help.stdout).unwrap();
    assert!(help.contains("--card") && !help.contains("--server"), "{help}");
}

#[test]
fn nothing_of_it_is_in_the_program() {
    let program = std::fs::read(env!("CARGO_BIN_EXE_kazasu")).unwrap();
    let has = |text: &str| program.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has("Where the card is"), "the search finds texts");
    for text in ["Address of a practice server", "X-Kazasu-Sandbox", "kazasu_server", "kazasu_virtual_card"] {
        assert!(!has(text), "{text}");
    }
}
