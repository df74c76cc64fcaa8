//! The commands that need neither server nor card: `doctor`, completions, the manual; and what `--json` promises.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use support::{kazasu, schema};
use tempfile::tempdir;

/// Where PCSC-lite looks for its service.
const NO_SERVICE: (&str, &str) = ("PCSCLITE_CSOCK_NAME", "/nowhere/pcscd.comm");

#[test]
fn req_16_req_19_the_doctor_names_what_is_missing() {
    let home = tempdir().unwrap();
    let file = home.path().join("file");
    std::fs::write(&file, "").unwrap();
    let output = kazasu(home.path()).env(NO_SERVICE.0, NO_SERVICE.1).args(["doctor", "--data"]).arg(&file).output();
    let output = output.unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(6), "{said}");
    for line in ["[ ] Smart card s", "[ ] Records: They cannot be kept in ", "Something is missing. Deal with it"] {
        assert!(said.lines().any(|said| said.starts_with(line)), "{line} is not in:\n{said}");
    }
    assert!(said.is_ascii() || said.contains(home.path().to_str().unwrap()), "no colours, no signs: {said}");

    for language in ["ja", "ja-easy", "en"] {
        let mut command = kazasu(home.path());
        let output = command.env(NO_SERVICE.0, NO_SERVICE.1).args(["doctor", "--json", "--lang", language]).output();
        let line: Value = serde_json::from_slice(&output.unwrap().stdout).unwrap();
        assert!(schema().is_valid(&line), "{line}");
        assert_eq!((&line["type"], &line["exit"]), (&"doctor".into(), &6.into()));
        let ok =
            |id: &str| line["checks"].as_array().unwrap().iter().find(|check| check["id"] == id).unwrap()["ok"].clone();
        assert_eq!(ok("records"), Value::Bool(true));
    }
}

#[test]
fn what_the_schema_does_not_know_is_not_valid() {
    let result = serde_json::json!({"type": "result", "outcome": "failed", "code": "C10", "exit": 1});
    assert!(schema().is_valid(&result));
    for (name, wrong) in [("exit", 9.into()), ("outcome", "done".into()), ("code", "10".into()), ("pin", "1234".into())]
    {
        let mut other: Value = result.clone();
        other[name] = wrong;
        assert!(!schema().is_valid(&other), "{other}");
    }
}

#[test]
fn completions_and_manual_tell_of_every_command() {
    let home = tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = kazasu(home.path()).args(["completions", shell]).output().unwrap();
        let script = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && script.contains("register") && script.contains("doctor"), "{shell}");
        assert!(!script.contains("--pin"), "{shell}");
    }
    let pages = home.path().join("man");
    std::fs::create_dir(&pages).unwrap();
    assert!(kazasu(home.path()).arg("man").arg(&pages).output().unwrap().status.success());
    let page = |name: &str| std::fs::read_to_string(pages.join(name)).unwrap();
    assert!(page("kazasu.1").contains("doctor") && page("kazasu-register.1").contains(".SH \"EXIT STATUS\"\n.TP\n"));
    assert!(!page("kazasu-register.1").contains("EXTRA"), "it has a name");
    let nowhere = kazasu(home.path()).arg("man").arg(home.path().join("nowhere")).output().unwrap();
    assert_eq!(nowhere.status.code(), Some(2));
}
