//! A card, or something that pretends to be one, that answers as no card should: each answer ends on a screen with a way
//! on, no PIN is sent twice, and neither commands nor what they ask for grow without bound. `kazasu-explore hostile` tries
//! all of it; here is a part that a debug build can do.

use kazasu_core::effect::{Answer, Effect};
use kazasu_core::flow::Outcome;
use kazasu_explore::drive::{Drive, Driven, ONCE, drive};
use kazasu_explore::hostile::{Series, everything, run};
use kazasu_explore::starts::Start;
use kazasu_explore::sweep::{Place, Swept};

use crate::SHARED;

fn whole(wanted: fn(&Place, Series) -> bool) -> Swept {
    let jobs: Vec<_> = everything(&SHARED, 257).into_iter().filter(|(place, series)| wanted(place, *series)).collect();
    let swept = run(&SHARED, &jobs, 2, &|_, _| ());
    assert_eq!(swept.broken, None, "{:#?}", swept.reactions);
    swept
}

#[test]
fn req_52_a_status_word_ends_as_the_one_that_stands_for_its_class() {
    let swept = whole(|_, series| matches!(series, Series::Words(_)));
    assert!(swept.tried > 12 * 300, "{}", swept.tried);
}

#[test]
fn req_52_an_answer_of_any_length_ends_on_a_screen_with_a_way_on() {
    let swept = whole(|place, series| place.start.card == "fresh" && series == Series::Lengths && place.nth < 4);
    assert!(swept.tried > 3 * 800, "{}", swept.tried);
    assert!(swept.pairs > 300, "each way of reacting was paired with other faults: {}", swept.pairs);
}

/// Four holds with a card that does the same again and again.
fn stubborn(answer: impl Fn(&[u8], &[u8]) -> Option<Vec<u8>>) -> Driven {
    let mut meddle = |_: usize, effect: &Effect, own: &Answer| match (effect, own) {
        (Effect::Transmit { command, .. }, Answer::Response(own)) => {
            answer(command.expose(), own).map(Answer::Response)
        }
        _ => None,
    };
    let driven = drive(&SHARED, Start::FRESH, Drive { retries: 3, ..ONCE }, &mut meddle);
    assert_eq!(driven.violation, None);
    assert_eq!((driven.registrations, driven.outcome != Some(Outcome::Registered)), (0, true));
    driven
}

fn read(command: &[u8]) -> bool {
    matches!(command, [_, 0xB0, ..])
}

/// How often each ends: four holds, each bounded.
#[test]
fn req_54_chunks_that_never_end_are_given_up() {
    // "More follows" for ever, which no command here can earn.
    let more = stubborn(|_, _| Some(vec![0x61, 0x00]));
    assert_eq!((more.codes.last().map(String::as_str), more.exchanges, more.verifies), (Some("C15"), 4, 0));
    let more = stubborn(|command, _| read(command).then(|| [&[0xA5; 256][..], &[0x61, 0x10]].concat()));
    assert!(more.exchanges <= 4 * 6 && more.verifies == 0, "{more:?}");
    // A certificate of 4,096 octets that comes octet by octet, and one that claims more than can be.
    let claims = |length: [u8; 2], piece: usize| {
        move |command: &[u8], _: &[u8]| {
            let header = [0x30, 0x82, length[0], length[1]];
            let beginning = matches!(command, [_, 0xB0, 0x80..=0xFF, ..] | [_, 0xB0, 0, 0, ..]);
            let data = if beginning { &header[..] } else { &[0xA5; 256][..piece] };
            read(command).then(|| [data, &[0x90, 0x00]].concat())
        }
    };
    let drips = stubborn(claims([0x0F, 0xFC], 1));
    assert_eq!((drips.codes.last().map(String::as_str), drips.verifies), (Some("C15"), 0));
    assert!(drips.exchanges <= 4 * 30 && drips.asked <= 4 * 120_000, "{drips:?}");
    for piece in [1, 256] {
        let long = stubborn(claims([0xFF, 0xFF], piece));
        assert_eq!((long.exchanges, long.verifies), (4 * 2, 0), "it is not even begun");
    }
}

/// 64 KiB to everything, in every hold.
#[test]
fn memory_stays_bounded_whatever_a_card_sends() {
    let giant = || Some([&vec![0xA5; 65_536][..], &[0x90, 0x00]].concat());
    std::sync::LazyLock::force(&SHARED);
    let mut driven = None;
    let measured =
        allocation_counter::measure(|| driven = Some(stubborn(|command, _| giant().filter(|_| read(command)))));
    let driven = driven.unwrap_or_default();
    assert_eq!((driven.codes.len(), driven.verifies), (4, 0));
    // One answer, its copy, and the screens; the keys of the world are made before.
    assert!(measured.bytes_max < 1_000_000, "{} octets at once", measured.bytes_max);
}
