//! What is told of a release that the platform refuses.

use std::collections::BTreeMap;

use kazasu_core::effect::{Answer, Effect, NetFault};
use kazasu_explore::drive::{Drive, ONCE, drive};
use kazasu_explore::faults::{Depth, Fault, Side};
use kazasu_explore::run::{How, run};
use kazasu_explore::script::Script;
use kazasu_explore::server::problem;
use kazasu_explore::starts::{BEGIN, Start};
use kazasu_explore::trace::Line;

use crate::SHARED;

/// Somebody who releases what this device keeps.
const RELEASE: Start = Start::ALL[18];
const POST: &str = "POST /v1/deregistrations";

/// A refusal by which nothing was taken in means what it says.
#[test]
fn req_103_a_release_that_is_refused_at_once_is_told_why() {
    let (how, mut script) = (How::plainly(Depth::Classes).traced(), Script::with_faults(1));
    let mut told = BTreeMap::new();
    loop {
        let ran = run(&SHARED, RELEASE, how, &mut script);
        if let Some((Fault::Refused(problem, Side::Before), _)) = ran.first {
            let after = ran.lines.iter().skip_while(|line| !matches!(line, Line::Fault { at, .. } if at == POST));
            let code = after.into_iter().find_map(|line| match line {
                Line::Shown { code, .. } => code.clone(),
                _ => None,
            });
            told.extend(code.map(|code| (problem, code)));
        }
        if !script.advance() {
            break;
        }
    }
    let told: Vec<(&str, &str)> = told.iter().map(|(problem, code)| (*problem, code.as_str())).collect();
    assert_eq!(
        told,
        [
            ("certificate-revoked", "X03"),
            ("internal", "N04"),
            ("malformed-request", "S11"),
            ("overloaded", "S02"),
            ("session-expired", "S08"),
            ("signature-invalid", "S10"),
            ("statement-mismatch", "S14"),
            ("terms-changed", "S07"),
        ]
    );
}

/// The answer was lost, and the next one is a refusal: only the status knows, but that it was asked for before says enough.
#[test]
fn req_103_a_release_that_is_refused_after_a_lost_answer_sends_to_the_status() {
    for (refusal, code) in [("release-already-requested", "S13"), ("session-expired", "S11")] {
        let mut posts = 0;
        let mut meddle = |_: usize, effect: &Effect, _: &Answer| match effect {
            Effect::Send(request) if request.url.ends_with("/v1/deregistrations") => {
                posts += 1;
                Some(match posts {
                    1 => Answer::HttpFailed(NetFault::Timeout),
                    _ => Answer::Http(problem(refusal).answer(BEGIN)),
                })
            }
            _ => None,
        };
        let driven = drive(&SHARED, RELEASE, Drive { retries: 1, ..ONCE }, &mut meddle);
        assert_eq!((driven.violation, driven.codes.join(" ")), (None, format!("N04 {code}")), "{refusal}");
    }
}
