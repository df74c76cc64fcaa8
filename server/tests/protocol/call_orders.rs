//! T20: calls in any order, against a small model of what a session allows.

use axum::body::Body;
use serde_json::Value;

use crate::support::client::{Platform, Reply, key};
use crate::support::proof::{Card, Session, Signed};

/// What the model knows of a session.
struct Model {
    session: Session,
    standing: Standing,
    closed: bool,
    challenges: usize,
    /// Posts whose challenge was claimed: key, body and answer.
    posts: Vec<(String, Value, u16)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Standing {
    Fresh,
    Burned,
    Used,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Renew,
    PostGood,
    PostBad,
    PostAgain,
    PostOtherUnderSameKey,
    PostWithoutToken,
    Read,
    Close,
}

const STEPS: [Step; 12] = [
    Step::Renew,
    Step::Renew,
    Step::PostGood,
    Step::PostGood,
    Step::PostBad,
    Step::PostBad,
    Step::PostBad,
    Step::PostAgain,
    Step::PostOtherUnderSameKey,
    Step::PostWithoutToken,
    Step::Read,
    Step::Close,
];

impl Model {
    fn code_of_post(&self, good: bool) -> (u16, &'static str) {
        match (self.closed, self.standing) {
            (true, _) => (401, "session-invalid"),
            (_, Standing::Used | Standing::Burned) => (409, "challenge-in-use"),
            _ if self.posts.len() == 5 => (429, "rate-limited"),
            _ if good => (202, ""),
            _ => (422, "signature-invalid"),
        }
    }

    async fn step(&mut self, platform: &Platform, step: Step, serial: u8, n: usize) {
        let path = format!("/v1/sessions/{}", self.session.id);
        match step {
            Step::Renew => {
                let expected = match (self.closed, self.standing) {
                    (true, _) => (401, "session-invalid"),
                    (_, Standing::Used) => (409, "challenge-in-use"),
                    _ if self.challenges == 5 => (429, "rate-limited"),
                    _ => (201, ""),
                };
                let reply = platform.renew(&self.session).await;
                self.is(step, &reply, expected);
                if expected.0 == 201 {
                    let challenge = reply.json()["challenge"].as_str().unwrap().to_owned();
                    self.session.challenge = crate::support::proof::unb64(&challenge);
                    (self.standing, self.challenges) = (Standing::Fresh, self.challenges + 1);
                }
            }
            Step::PostGood | Step::PostBad => {
                let good = matches!(step, Step::PostGood);
                let mut session = self.session.clone();
                if !good {
                    session.challenge[0] ^= 1;
                }
                let card = Card::rsa(&[0x20, serial]);
                let body = Signed::new(&session, &card, &platform.statement(false).await).body();
                let expected = self.code_of_post(good);
                let reply = platform.submit(&self.session.token, &key(n), &body).await;
                self.is(step, &reply, expected);
                if matches!(expected.0, 202 | 422) {
                    self.standing = if good { Standing::Used } else { Standing::Burned };
                    self.posts.push((key(n), body, expected.0));
                }
            }
            Step::PostAgain => {
                let Some((key, body, status)) = self.posts.first().cloned() else { return };
                let reply = platform.submit(&self.session.token, &key, &body).await;
                let expected = if self.closed { 401 } else { status };
                assert_eq!((reply.status, reply.header("idempotency-replayed") == "true"), (expected, !self.closed));
            }
            Step::PostOtherUnderSameKey => {
                let Some((key, mut body, _)) = self.posts.first().cloned() else { return };
                body["proof"]["signature"] = Value::from("AAAA");
                let reply = platform.submit(&self.session.token, &key, &body).await;
                let other = if self.closed { (401, "session-invalid") } else { (422, "idempotency-key-reused") };
                self.is(step, &reply, other);
            }
            Step::PostWithoutToken => {
                let card = Card::rsa(&[0x20, serial]);
                let body = Signed::new(&self.session, &card, &platform.statement(false).await).body();
                let reply = platform.submit("AAAA", &key(n), &body).await;
                self.is(step, &reply, (401, "session-invalid"));
            }
            Step::Read => {
                let reply = platform.get_with(&path, &self.session.token).await;
                if self.closed {
                    return self.is(step, &reply, (401, "session-invalid"));
                }
                let used = self.standing == Standing::Used;
                assert_eq!(reply.json()["state"], if used { "submitted" } else { "open" });
                assert_eq!(reply.json()["registration_id"].is_string(), used);
            }
            Step::Close => {
                let bearer = format!("Bearer {}", self.session.token);
                let reply = platform.call("DELETE", &path, &[("authorization", &bearer)], Body::empty()).await;
                self.is(step, &reply, if self.closed { (401, "session-invalid") } else { (204, "") });
                self.closed = true;
            }
        }
    }

    #[track_caller]
    fn is(&self, step: Step, reply: &Reply, (status, code): (u16, &'static str)) {
        let said = if reply.body.is_empty() { String::new() } else { reply.code() };
        let standing = self.standing;
        assert_eq!(
            (reply.status, said.as_str()),
            (status, code),
            "{step:?} while {standing:?}, closed: {}",
            self.closed
        );
    }
}

/// A generator after Marsaglia: the same orders on every run.
fn next(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state % 1_000_003).unwrap()
}

#[tokio::test]
async fn t20_steps_can_neither_be_skipped_nor_repeated_in_any_order() {
    let platform = Platform::open().await;
    let mut dice = 0x2026_1128;
    let mut registered = 0;
    for run in 0..60_u8 {
        let session = platform.session().await;
        let mut model = Model { session, standing: Standing::Fresh, closed: false, challenges: 1, posts: Vec::new() };
        for n in 0..14 {
            // Closing comes late enough for something to happen before.
            let step = STEPS[next(&mut dice) % if n < 8 { STEPS.len() - 1 } else { STEPS.len() }];
            model.step(&platform, step, run, usize::from(run) * 100 + n).await;
        }
        registered += usize::from(model.posts.iter().any(|(_, _, status)| *status == 202));
        assert_eq!(platform.stored_number().await, registered, "one registration for each good proof that was due");
    }
    assert!((20..60).contains(&registered), "{registered}: the orders were all alike");
}
