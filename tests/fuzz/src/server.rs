//! What a server answers.

use kazasu_core::effect::{Answer, Effect, HttpAnswer};
use kazasu_core::registration::terms_digest;
use kazasu_explore::drive::{Driven, ONCE, drive};
use kazasu_explore::invariants::Invariant;
use kazasu_explore::starts::Start;
use serde_json::Value;

use super::{SHARED, holds};

fn with(nth: usize, answer: &dyn Fn(&HttpAnswer) -> HttpAnswer) -> Driven {
    let mut meddle = |at: usize, effect: &Effect, own: &Answer| match (effect, own) {
        (Effect::Send(_), Answer::Http(own)) if at == nth => Some(Answer::Http(answer(own))),
        _ => None,
    };
    let driven = drive(&SHARED, Start::FRESH, ONCE, &mut meddle);
    // A server that registers and says that it did not is believed; nobody but the server can know.
    let violation = driven.violation.clone().filter(|violation| violation.invariant != Invariant::ToldTruly);
    Driven { violation, ..driven }
}

/// The first octet chooses the request, the second how the status differs; the rest is the body.
pub(super) fn answers(octets: &[u8]) {
    let [at, status, body @ ..] = octets else { return };
    let status = match status % 8 {
        1 => Some(200),
        2 => Some(201),
        3 => Some(204),
        4 => Some(302),
        5 => Some(404),
        6 => Some(500),
        _ => None,
    };
    let nth = 1 + usize::from(at % 7);
    holds(&with(nth, &|own| HttpAnswer { status: status.unwrap_or(own.status), body: body.to_vec(), ..own.clone() }));
}

/// The octets are the terms; where they are terms at all they get the digest that is theirs, so that they are shown.
pub(super) fn terms(octets: &[u8]) {
    let mut body = octets.to_vec();
    if let Ok(mut terms) = serde_json::from_slice::<Value>(octets) {
        let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let items = terms.get("consent_items").and_then(Value::as_array).cloned().unwrap_or_default();
        let items: Vec<(String, String)> = items.iter().map(|item| (text(item, "id"), text(item, "text"))).collect();
        let items: Vec<(&str, &str)> = items.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
        let digest = terms_digest(&text(&terms, "version"), &text(&terms, "lang"), &text(&terms, "body"), &items);
        if let Some(members) = terms.as_object_mut() {
            members.insert("digest".to_owned(), digest.into());
        }
        body = serde_json::to_vec(&terms).unwrap_or_default();
    }
    let mut driven = with(3, &|own| HttpAnswer { body: body.clone(), ..own.clone() });
    // Those are not the terms of the server's model, which is where this invariant looks.
    driven.violation = driven.violation.filter(|violation| violation.invariant != Invariant::NothingUnagreed);
    holds(&driven);
}

/// The first two octets choose request and status; the rest is the body of a problem.
pub(super) fn problem(octets: &[u8]) {
    let [at, status, body @ ..] = octets else { return };
    let headers = vec![("content-type".to_owned(), "application/problem+json".to_owned())];
    let status = 400 + u16::from(*status) % 200;
    holds(&with(1 + usize::from(at % 7), &|_| HttpAnswer { status, headers: headers.clone(), body: body.to_vec() }));
}
