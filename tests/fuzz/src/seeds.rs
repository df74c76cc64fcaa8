//! Where fuzzing begins: what the virtual card and the server's model really say, and what is really kept.

use std::cell::RefCell;

use kazasu_core::effect::{Answer, Effect, Slot};
use kazasu_explore::drive::{ONCE, drive};
use kazasu_explore::problems;
use kazasu_explore::starts::{BEGIN, Start};

use super::SHARED;

/// The seeds of the target with that name; at least one for each.
#[must_use]
pub fn of(name: &str) -> Vec<Vec<u8>> {
    match name {
        "apdu" => (0_u8..).zip(Start::PLANS).map(|(number, start)| framed(number, start)).collect(),
        "tlv" => {
            let lengths: [&[u8]; 4] =
                [&[0x30, 0x82, 0x06, 0x2B], &[0x30, 3, 2, 1, 5], &[0x30, 0x81, 0x80], &[0x30, 0x83, 1, 0, 0]];
            lengths.map(<[u8]>::to_vec).into()
        }
        "certificate" => [Start::FRESH, Start::PLANS[6]].map(certificate).into(),
        "answers" => (0_u8..).zip(bodies()).map(|(at, body)| [&[at, 0][..], &body].concat()).collect(),
        "terms" => bodies().into_iter().skip(2).take(1).collect(),
        "problem" => problems::ALL
            .iter()
            .map(|problem| {
                let at = 3 + u8::try_from(problem.code.len() % 3).unwrap_or(0);
                let status = u8::try_from(problem.status % 200).unwrap_or(0);
                [&[at, status][..], &problem.answer(BEGIN).body].concat()
            })
            .collect(),
        "statement" => super::statement::seeds(),
        "record" => vec![record()],
        "addresses" => [
            "https://sandbox.example\nhttp://127.0.0.1:8765/",
            "https://a.example:8443\nhttps://other.example:444",
            "https://x-1.example\nhttp://[::1]:1",
            "http://a.example\nhttp://localhost.evil.example",
        ]
        .map(|text| text.as_bytes().to_vec())
        .into(),
        "scenario" => [
            include_str!("../../scenarios/table/registering.toml"),
            include_str!("../../scenarios/table/network.toml"),
            "on = \"terms\"\npress = \"agree\"",
        ]
        .map(|text| text.as_bytes().to_vec())
        .into(),
        _ => Vec::new(),
    }
}

/// Everything that crosses in a registration that goes well.
fn watched(start: Start, look: &mut dyn FnMut(&Effect, &Answer)) {
    drive(&SHARED, start, ONCE, &mut |_: usize, effect: &Effect, own: &Answer| {
        look(effect, own);
        None
    });
}

fn framed(number: u8, start: Start) -> Vec<u8> {
    let mut frames = vec![number];
    watched(start, &mut |_, own| {
        if let Answer::Response(octets) = own {
            frames.extend(u16::try_from(octets.len()).unwrap_or(0).to_be_bytes());
            frames.extend(octets);
        }
    });
    frames
}

fn certificate(start: Start) -> Vec<u8> {
    let mut longest = Vec::new();
    watched(start, &mut |_, own| match own {
        Answer::Response(octets) if octets.len() > longest.len() => longest.clone_from(octets),
        _ => {}
    });
    longest.truncate(longest.len().saturating_sub(2));
    longest
}

fn bodies() -> Vec<Vec<u8>> {
    let mut bodies = Vec::new();
    watched(Start::FRESH, &mut |_, own| {
        if let Answer::Http(answer) = own {
            bodies.push(answer.body.clone());
        }
    });
    bodies
}

fn record() -> Vec<u8> {
    let record = RefCell::new(Vec::new());
    watched(Start::FRESH, &mut |effect, _| {
        if let Effect::Save { slot: Slot::Pending, bytes } = effect {
            record.replace(bytes.expose().to_vec());
        }
    });
    record.into_inner()
}
