//! A server that says other things than it should, one at a time, between the real server and the core.

#![allow(clippy::unwrap_used)]

mod tampering;

use std::sync::Arc;

use kazasu_core::effect::Slot as Place;
use kazasu_core::failure::Failure;
use kazasu_core::flow::Outcome;
use kazasu_core::platform::{Environment, Links, Platform, PlatformSpec};
use kazasu_core::screen::Block;
use kazasu_scenarios::{Scenario, World};
use kazasu_virtual_card::Slot;
use kazasu_virtual_card::card::Pin;
use serde_json::{Value, json};

use tampering::{run, statement};

/// A person who closes the first trouble that they meet.
fn closing(card: &str) -> Scenario {
    let steps = [
        ("terms", r#"press = "agree""#),
        ("apply", r#"press = "apply""#),
        ("pin", r#"pin = "1234""#),
        ("trouble", r#"press = "close""#),
    ];
    let steps = steps.map(|(on, act)| toml_step(&format!("on = \"{on}\"\n{act}"))).into();
    Scenario { steps, ..Scenario::sensible(card) }
}

fn toml_step(text: &str) -> kazasu_scenarios::Step {
    kazasu_scenarios::step(text).unwrap()
}

fn trouble_at_once() -> Scenario {
    Scenario { steps: vec![toml_step("on = \"trouble\"\npress = \"close\"")], ..Scenario::sensible("fresh") }
}

const CONFIGURATION: &str = "/.well-known";

#[tokio::test]
async fn req_18_req_121_t13_t39_another_platform_or_a_newer_one_stops_before_the_person_is_asked_anything() {
    type Change = (fn(&mut Value), Failure);
    let changes: [Change; 10] = [
        (|it| it["origin"] = json!("https://elsewhere.example"), Failure::ProtocolBroken),
        (|it| it["environment"] = json!("production"), Failure::ProtocolBroken),
        (|it| it["environment"] = json!("moon"), Failure::ProtocolBroken),
        (|it| it["protocol"] = json!("hrp/2"), Failure::ProtocolBroken),
        (|it| it["server_time"] = json!("yesterday"), Failure::ProtocolBroken),
        (|it| it["algorithms"] = json!(["ES999"]), Failure::UpgradeRequired),
        (|it| it["operations"] = json!(["authenticate"]), Failure::UpgradeRequired),
        (|it| it["min_client"]["linux"] = json!("0.1.1"), Failure::UpgradeRequired),
        (|it| it["sender_constrained"] = json!("mtls"), Failure::UpgradeRequired),
        (|it| it["channel_binding"] = json!("tls-exporter"), Failure::UpgradeRequired),
    ];
    for (at, (change, failure)) in changes.into_iter().enumerate() {
        let run = run(&trouble_at_once(), None, CONFIGURATION, change).await;
        let played = run.played.unwrap();
        assert_eq!(played.outcome, Outcome::Failed(failure), "{at}");
        assert_eq!(played.holds, 0, "{at}: the card was not touched");
        assert!(!run.requests.iter().any(|(line, _)| line.starts_with("POST")), "{at}");
    }
}

#[tokio::test]
async fn req_38_terms_that_are_not_those_of_their_digest_are_not_shown() {
    let changes: [fn(&mut Value); 4] = [
        |it| it["body"] = json!("# Others"),
        |it| it["consent_items"][0]["text"] = json!("nothing at all"),
        |it| it["lang"] = json!("ja"),
        |it| it["version"] = json!("2000-01-01"),
    ];
    for change in changes {
        let played = run(&trouble_at_once(), None, "/v1/terms", change).await.played.unwrap();
        assert_eq!(played.outcome, Outcome::Failed(Failure::TermsUnavailable));
    }
}

#[tokio::test]
async fn req_32_no_portal_block_where_the_platform_offers_no_portal() {
    let run =
        run(&Scenario::sensible("fresh"), None, CONFIGURATION, |it| it["portal_registration"] = json!(false)).await;
    assert_eq!(run.played.unwrap().outcome, Outcome::Registered);
    let terms = run.screens.iter().find(|screen| screen.id == "terms").unwrap();
    assert!(!terms.blocks.iter().any(|block| matches!(block, Block::Checkbox { .. })));
    assert!(!serde_json::to_string(terms).unwrap().contains("notices from public offices"));
    assert_eq!(statement(&run.requests)["portal_user_registration"], json!(false));
}

#[tokio::test]
async fn req_33_the_default_of_the_box_comes_from_the_terms() {
    for (change, on) in [
        ((|it| it["portal_user_registration_default"] = json!(false)) as fn(&mut Value), false),
        (|it| it["portal_user_registration_default"] = json!(true), true),
    ] {
        let run = run(&Scenario::sensible("fresh"), None, "/v1/terms", change).await;
        let terms = run.screens.iter().find(|screen| screen.id == "terms").unwrap();
        let shown = terms.blocks.iter().find_map(|block| match block {
            Block::Checkbox { on, .. } => Some(*on),
            _ => None,
        });
        assert_eq!((shown, &statement(&run.requests)["portal_user_registration"]), (Some(on), &json!(on)));
    }
}

#[tokio::test]
async fn req_69_a_portal_part_that_nobody_asked_for_is_not_shown_as_success() {
    let untick = toml_step("on = \"terms\"\ntick = false");
    let mut scenario = closing("fresh");
    scenario.steps.insert(0, untick);
    let change: fn(&mut Value) = |it| it["portal_user"] = json!({"state": "accepted"});
    let run = run(&scenario, None, "/v1/registrations", change).await;
    assert_eq!(run.played.unwrap().outcome, Outcome::Failed(Failure::Unsure));
}

#[tokio::test]
async fn req_101_unknown_states_and_members_do_not_crash() {
    let change: fn(&mut Value) = |it| {
        it["insurance_card"]["state"] = json!("teleported");
        it["application"]["state"] = json!("sung");
        it["weather"] = json!("fine");
    };
    let run = run(&Scenario::sensible("fresh"), None, "/v1/registrations", change).await;
    assert_eq!(run.played.unwrap().outcome, Outcome::NotCompleted);
    let done = serde_json::to_string(run.screens.iter().rfind(|screen| screen.id == "done").unwrap()).unwrap();
    assert!(done.contains("The status cannot be shown"), "{done}");
}

#[tokio::test]
async fn req_116_an_unlisted_algorithm_is_refused_before_the_pin_is_used() {
    let change: fn(&mut Value) = |it| it["algorithms"] = json!(["RS256"]);
    let played = run(&closing("next-generation"), None, CONFIGURATION, change).await.played.unwrap();
    assert_eq!(played.outcome, Outcome::Failed(Failure::UpgradeRequired));
    assert_eq!(played.slot.trace().verifies_with_data(), 0);
}

/// Requirements REQ-121: only the diagonal passes, and refusal comes before any VERIFY. The server here says that it is
/// a production one, so what the card meets is the client's own look at its certificate.
#[tokio::test]
async fn req_121_t40_a_production_build_refuses_test_cards() {
    let platform = Platform::new(PlatformSpec {
        origin: "https://sandbox.example".into(),
        environment: Environment::Production,
        name: [("en".to_owned(), "Real".to_owned())].into(),
        policies: None,
        links: Links::default(),
    });
    let platform = Arc::new(platform.unwrap());
    let change: fn(&mut Value) = |it| it["environment"] = json!("production");
    let refused = run(&closing("fresh"), Some(Arc::clone(&platform)), CONFIGURATION, change).await.played.unwrap();
    assert_eq!(refused.outcome, Outcome::Failed(Failure::TestCardInProduction));
    assert_eq!(refused.slot.trace().verifies_with_data(), 0);

    // A card of the production policy passes the client and meets the server, which is a sandbox in truth.
    let passed = run(&closing("wrong-environment"), Some(platform), CONFIGURATION, change).await.played.unwrap();
    assert_eq!(passed.slot.trace().verifies_with_data(), 1);
    assert!(passed.registrations.is_empty());
}

#[tokio::test]
async fn req_38_req_117_the_statement_says_what_was_shown() {
    let run = run(&Scenario::sensible("fresh"), None, "", |_| ()).await;
    let statement = statement(&run.requests);
    let members: Vec<&String> = statement.as_object().unwrap().keys().collect();
    assert_eq!(
        members,
        ["consents", "portal_user_registration", "terms_digest", "terms_lang", "terms_version", "type"]
    );
    assert_eq!((&statement["terms_lang"], &statement["type"]), (&json!("en"), &json!("hrp.register.v1")));
    let shown = run.screens.iter().find(|screen| screen.id == "terms").unwrap();
    let items = shown.blocks.iter().find_map(|block| match block {
        Block::List { items } => Some(items.len()),
        _ => None,
    });
    assert_eq!(items, Some(statement["consents"].as_array().unwrap().len()));
}

#[tokio::test]
async fn req_70_req_126_what_is_left_is_the_receipt_and_the_status_token() {
    let mut run = run(&Scenario::sensible("fresh"), None, "", |_| ()).await;
    let played = run.played.unwrap();
    let row = &played.registrations[0];
    let id = row["registration_id"].as_str().unwrap();
    assert_eq!(run.stored, [format!("receipt/{id}"), "records".to_owned(), format!("status/{id}")]);

    let receipt: Value = serde_json::from_slice(&run.world.load(&Place::Receipt(id.to_owned())).unwrap()).unwrap();
    assert_eq!(receipt["receipt"]["number"], row["receipt_number"]);
    assert_eq!(receipt["receipt"]["terms_version"], row["terms_version"]);
    assert_eq!(receipt["receipt"]["consents"], row["consents"]);
    let shown = serde_json::to_string(run.screens.last().unwrap()).unwrap();
    assert!(shown.contains(row["receipt_number"].as_str().unwrap()), "the receipt is on the screen");

    let (closed, _) = run.requests.iter().find(|(line, _)| line.starts_with("DELETE /v1/sessions/")).unwrap();
    let session = closed.trim_start_matches("DELETE ");
    let (status, _) = run.world.control("GET", session, None).await.unwrap();
    assert_eq!(status, 401, "the session is closed");
    assert_eq!(played.slot.tries_left(Pin::User), 3);
}

#[tokio::test]
async fn req_30_req_72_the_platform_is_named_as_its_configuration_names_it() {
    let run =
        run(&Scenario::sensible("fresh"), None, CONFIGURATION, |it| it["platform_name"] = json!({"en": "Pine Town"}))
            .await;
    let terms = serde_json::to_string(run.screens.iter().find(|screen| screen.id == "terms").unwrap()).unwrap();
    assert!(terms.contains("your insurance card through Pine Town"), "{terms}");
    assert!(terms.contains("Connected to: Pine Town"), "{terms}");
}

#[tokio::test]
async fn req_107_revocation_has_four_answers_and_unchecked_is_not_valid() {
    let serial = {
        let played = run(&Scenario::sensible("fresh"), None, "", |_| ()).await.played.unwrap();
        serial_of(&played.slot)
    };
    for (status, failure) in [("revoked", Failure::CertificateRevoked), ("suspended", Failure::CertificateSuspended)] {
        let mut scenario = closing("fresh");
        scenario.server = vec![kazasu_scenarios::control(&serial, status)];
        let played = run(&scenario, None, "", |_| ()).await.played.unwrap();
        assert_eq!(played.outcome, Outcome::Failed(failure), "{status}");
        assert!(played.registrations.is_empty());
    }
    for status in ["unknown", "timeout"] {
        let mut scenario = closing("fresh");
        scenario.server = vec![kazasu_scenarios::control(&serial, status)];
        scenario.steps[3] = toml_step("on = \"unsent\"\nsays = [\"cert.check_unavailable\"]\npress = \"close\"");
        let played = run(&scenario, None, "", |_| ()).await.played.unwrap();
        assert_eq!(
            (played.outcome, played.registrations.len()),
            (Outcome::Unsent, 0),
            "{status}: kept, to be sent again"
        );
    }
}

/// The serial number of a card's certificate, in lower-case hexadecimal.
fn serial_of(slot: &Slot) -> String {
    slot.leave();
    slot.tap();
    slot.transmit(&[0x00, 0xA4, 0x04, 0x0C, 0x0A, 0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01]).unwrap();
    let der = slot.transmit(&[0x00, 0xB0, 0x8A, 0x00, 0x00]).unwrap().octets;
    // SEQUENCE { SEQUENCE { [0] version, INTEGER serial
    let integer = &der[4 + 4 + 5..];
    assert_eq!(integer[0], 0x02);
    let value = &integer[2..2 + usize::from(integer[1])];
    let value = value.strip_prefix(&[0]).unwrap_or(value);
    value.iter().map(|byte| format!("{byte:02x}")).collect()
}
