//! When a request goes out again that had no definite answer.

use kazasu_core::effect::{Answer, Effect, NetFault};
use kazasu_explore::drive::{Driven, ONCE, drive};
use kazasu_explore::server::problem;
use kazasu_explore::starts::{BEGIN, Start};

use crate::{SHARED, refused};

fn signed(url: &str) -> bool {
    url.ends_with("/v1/registrations")
}

fn status(url: &str) -> bool {
    url.contains("/v1/registrations/reg_")
}

/// A run in which such requests are answered otherwise, by their number from 1; its pauses, and how many such there were.
fn asked(start: Start, such: fn(&str) -> bool, instead: impl Fn(usize) -> Option<Answer>) -> (Driven, Vec<u32>, usize) {
    asked_with(start, such, instead, |_| None)
}

/// As above, with a generator of the caller's.
fn asked_with(
    start: Start,
    such: fn(&str) -> bool,
    instead: impl Fn(usize) -> Option<Answer>,
    random: impl Fn(usize) -> Option<Answer>,
) -> (Driven, Vec<u32>, usize) {
    let (mut pauses, mut requests) = (Vec::new(), 0);
    let mut meddle = |_: usize, effect: &Effect, _: &Answer| match effect {
        Effect::Wait { ms } => {
            pauses.push(*ms);
            None
        }
        Effect::Random { bytes } => random(*bytes),
        Effect::Send(request) if such(&request.url) => {
            requests += 1;
            instead(requests)
        }
        _ => None,
    };
    let driven = drive(&SHARED, start, ONCE, &mut meddle);
    assert_eq!(driven.violation, None);
    (driven, pauses, requests)
}

/// A platform says how often it may be asked; one that does not answer is asked less and less often.
#[test]
fn what_is_under_way_is_asked_for_every_two_seconds_and_less_often_in_trouble() {
    let offline = |nth| (nth < 5).then_some(Answer::HttpFailed(NetFault::Offline));
    let (driven, pauses, _) = asked(Start::FRESH, status, offline);
    assert_eq!(driven.registrations, 1);
    assert_eq!(pauses, [2_000, 4_000, 8_000, 16_000, 32_000]);
}

/// A platform that is asked too often says when to come again: nobody is troubled with that.
#[test]
fn req_71_a_status_that_comes_a_little_later_is_waited_for_as_long_as_the_platform_says() {
    let busy = |nth| (nth == 1).then(|| Answer::Http(problem("overloaded").answer(BEGIN)));
    let (driven, pauses, requests) = asked(Start::ALL[12], status, busy);
    assert_eq!((driven.screens[0], driven.codes.len()), ("status", 0));
    assert_eq!((pauses, requests), (vec![5_000], 2));
}

/// A busy platform says when to send again, and is believed for five minutes (HRP/1 §3.8).
#[test]
fn req_118_a_signed_request_is_sent_again_when_the_platform_says() {
    for (seconds, pause) in [(5, 5_000), (120, 120_000), (4_000, 300_000)] {
        let busy = |nth| (nth == 1).then(|| refused("overloaded", "retry_after", seconds.into()));
        let (driven, pauses, requests) = asked(Start::FRESH, signed, busy);
        assert_eq!((driven.registrations, driven.verifies, requests), (1, 1, 2), "{seconds}");
        assert_eq!(pauses.first(), Some(&pause), "{seconds}");
    }
}

/// Without a word from the platform: after one second, then twice as long each time up to thirty, each shortened by up to a
/// quarter (HRP/1 §3.8).
#[test]
fn req_118_a_signed_request_is_sent_again_less_and_less_often() {
    let offline = |nth| (nth < 8).then_some(Answer::HttpFailed(NetFault::Offline));
    let (driven, pauses, requests) = asked(Start::FRESH, signed, offline);
    assert_eq!((driven.registrations, driven.verifies, requests), (1, 1, 8));
    for (nth, longest) in [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000].into_iter().enumerate() {
        assert!((longest * 3 / 4..=longest).contains(&pauses[nth]), "{pauses:?}");
    }
}

/// Many phones that lost one platform do not come back in one moment (HRP/1 §3.8: back-off with jitter).
#[test]
fn req_118_pauses_are_spread_over_a_quarter() {
    let offline = |nth| (nth == 1).then_some(Answer::HttpFailed(NetFault::Offline));
    let first = |key| {
        let (_, pauses, _) =
            asked_with(Start::FRESH, signed, offline, |bytes| Some(Answer::RandomBytes(vec![key; bytes])));
        pauses[0]
    };
    let pauses: Vec<u32> = (0..32).map(first).collect();
    let (shortest, longest) = (pauses.iter().min().unwrap(), pauses.iter().max().unwrap());
    assert!((750..800).contains(shortest) && (950..=1_000).contains(longest), "{pauses:?}");
}
