//! What breaks first when something in the core is wrong: the main road by every plan, one fault of each class, and answers
//! that no card should give. Seconds, so that it can be run for each of many changes (`make mutants`).
#![allow(clippy::unwrap_used)]

mod again;
mod answered;
mod around;
mod kept;
mod read;
mod released;
mod told;

use std::sync::LazyLock;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use kazasu_core::effect::{Answer, Effect, Slot};
use kazasu_core::flow::Outcome;
use kazasu_explore::answers::Command::{self, *};
use kazasu_explore::drive::{Drive, ONCE, drive, honest};
use kazasu_explore::explore::explore;
use kazasu_explore::faults::Depth;
use kazasu_explore::hostile::{Series, everything, run};
use kazasu_explore::row::row;
use kazasu_explore::run::How;
use kazasu_explore::server::problem;
use kazasu_explore::shared::Shared;
use kazasu_explore::starts::{BEGIN, RIGHT_PIN, Start};
use kazasu_explore::sweep::places;
use kazasu_virtual_card::Behaviour;

/// Keys take seconds.
static SHARED: LazyLock<Shared> = LazyLock::new(Shared::new);

/// A problem with one member changed.
fn refused(code: &str, member: &str, value: serde_json::Value) -> Answer {
    let mut answer = problem(code).answer(BEGIN);
    let mut members: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    members[member] = value;
    answer.body = members.to_string().into_bytes();
    Answer::Http(answer)
}

/// Which commands a card of each plan gets, in which order (contact-time model, plans A to E).
#[test]
fn req_54_every_plan_takes_the_commands_that_it_needs_and_no_more() {
    let commands = |start: Start| places(&SHARED, start).iter().map(|place| place.command).collect::<Vec<Command>>();
    let [a, b, c, d, e, last, next] = Start::PLANS.map(commands);
    assert_eq!(a, [SelectApplication, ReadNamed, QueryNamed, Verify, Sign]);
    assert_eq!(b, [SelectApplication, ReadNamed, QueryNamed, Verify, Sign, SelectOther, Sign]);
    assert_eq!(
        c,
        [SelectApplication, ReadNamed, SelectCertificate, ReadHere, SelectOther, QueryHere, Verify, SelectOther, Sign]
    );
    assert_eq!(d[..3], [SelectApplication, ReadNamed, ReadNamedShort]);
    assert!(d[3..9].iter().all(|command| *command == ReadOn) && d[9..] == [QueryNamed, Verify, Sign], "{d:?}");
    assert_eq!(e[..5], [SelectApplication, ReadNamed, ReadNamedShort, SelectCertificate, ReadHereShort]);
    assert_eq!(e[e.len() - 5..], [SelectOther, QueryHere, Verify, SelectOther, Sign]);
    let asked = [SelectApplication, ReadNamed, QueryNamed];
    assert_eq!(last, [&asked[..], &asked[..], &[Verify, Sign]].concat(), "the last try is asked for first");
    assert_eq!(next[..4], [SelectApplication, ReadNamed, QueryNamed, Verify]);
}

#[test]
fn a_card_of_every_plan_is_registered() {
    let keyed = Start { keyed: true, ..Start::FRESH }; // on a platform that demands a session key
    for start in Start::PLANS.into_iter().chain([keyed]) {
        let driven = drive(&SHARED, start, ONCE, &mut honest);
        assert_eq!((driven.violation, driven.outcome), (None, Some(Outcome::Registered)), "{}", start.card);
        assert_eq!((driven.registrations, driven.tries_left, driven.verifies), (1, 3, 1), "{}", start.card);
    }
    let locked = Start { card: "locked", ..Start::FRESH };
    let driven = drive(&SHARED, locked, Drive { retries: 2, ..ONCE }, &mut honest);
    assert_eq!((driven.codes, driven.verifies), (vec!["P02".to_owned()], 0));
}

/// What a card with a P-384 key signs is not public: where it refuses the bare hash, it gets a DigestInfo.
#[test]
fn a_card_that_wants_a_digest_info_for_p_384_gets_one() {
    let mut asked = Vec::new();
    let mut picky = |_: usize, effect: &Effect, _: &Answer| {
        let Effect::Transmit { command, .. } = effect else { return None };
        let signs = Command::of(command.expose()) == Sign;
        asked.extend(signs.then(|| command.expose()[4]));
        (signs && command.expose()[4] == 48).then(|| Answer::Response(vec![0x6A, 0x80]))
    };
    let next = Start::PLANS[6];
    let driven = drive(&SHARED, next, ONCE, &mut picky);
    assert_eq!((driven.violation, driven.registrations, driven.verifies), (None, 1, 1), "{:?}", driven.codes);
    assert_eq!((asked.first(), asked.last()), (Some(&48), Some(&67)));
}

/// REQ-128: no octet of the PIN passes through the program, whatever the reader says or does not say.
#[test]
fn req_128_with_a_keypad_no_pin_passes_through_the_program() {
    let bare = |octets: &[u8]| !octets.windows(RIGHT_PIN.len()).any(|window| window == RIGHT_PIN.as_bytes());
    let words = [[0x64, 0x00], [0x64, 0x01], [0x64, 0x03], [0x63, 0xC2], [0x65, 0x81], [0x90, 0x00]];
    for word in words {
        let mut asked = 0;
        let mut look = |_: usize, effect: &Effect, _: &Answer| match effect {
            Effect::VerifyOnKeypad { template, .. } => {
                assert_eq!(template[..], [0x00, 0x20, 0x00, 0x98, 4, 0xFF, 0xFF, 0xFF, 0xFF]);
                asked += 1;
                (asked == 1 && word != [0x90, 0x00]).then(|| Answer::Response(word.to_vec()))
            }
            Effect::Transmit { command, sensitive, .. } => {
                assert!(!sensitive && (Command::of(command.expose()) == Sign || bare(command.expose())));
                None
            }
            _ => None,
        };
        let driven = drive(&SHARED, Start::KEYPAD, Drive { retries: 2, ..ONCE }, &mut look);
        assert_eq!((driven.violation, driven.registrations, driven.typed), (None, 1, 0), "{word:02X?}");
        assert!(!driven.screens.contains(&"pin"));
    }
}

/// A reader that has a keypad and does not use it for this: the PIN is asked for on the screen, once.
#[test]
fn req_128_a_keypad_that_is_not_used_is_not_asked_again() {
    for answer in [|| Answer::NotSent, || Answer::Response(vec![0x6B, 0x80])] {
        let mut asked = 0;
        let mut refuse = |_: usize, effect: &Effect, _: &Answer| {
            let keypad = matches!(effect, Effect::VerifyOnKeypad { .. });
            asked += usize::from(keypad);
            keypad.then(answer)
        };
        let driven = drive(&SHARED, Start::KEYPAD, ONCE, &mut refuse);
        assert_eq!((driven.violation, driven.registrations, driven.typed), (None, 1, 1));
        assert_eq!(asked, 1);
    }
}

#[test]
fn one_fault_of_each_class() {
    let how = How::plainly(Depth::Classes);
    let registering = [Start::FRESH, Start::ALL[4], Start::ALL[6], Start::KEYPAD];
    let (around, from_home) = (&Start::ALL[Start::AROUND], &Start::ALL[Start::FROM_HOME]);
    for (starts, least) in [(&registering[..], 500), (around, 1_500), (from_home, 1_000)] {
        let figures = explore(&SHARED, starts, 1, how, 2);
        assert!(figures.broken.is_none(), "{}", row(&figures.broken.unwrap()));
        assert!(figures.runs > least, "{}", figures.runs);
    }
}

#[test]
fn some_answers_that_no_card_should_give() {
    let jobs: Vec<_> =
        everything(&SHARED, 4_099).into_iter().filter(|(_, one)| matches!(one, Series::Words(_))).collect();
    let swept = run(&SHARED, &jobs, 2, &|_, _| ());
    assert_eq!(swept.broken, None, "{:#?}", swept.reactions);
}

/// Cards that the person is told about before a PIN try is spent, and with which code.
const REFUSED: [(&str, &str); 7] = [
    ("expired", "X01"),
    ("not-yet-valid", "X02"),
    ("wrong-kind", "X06"),
    ("wrong-environment", "X07"),
    ("not-a-my-number-card", "C17"),
    ("no-certificate", "C18"),
    ("empty-certificate", "C18"),
];

#[test]
fn req_106_req_121_a_card_that_cannot_be_used_is_told_of_before_the_pin_is_sent() {
    let good = ["expires-today", "expires-tomorrow", "expiring-89", "expiring-91"];
    let named = REFUSED.iter().map(|(name, _)| *name).chain(good);
    let cards: Vec<_> = named.map(|name| (name, name, (|_| ()) as fn(&mut Behaviour))).collect();
    let shared = Shared::with(&cards);
    for (card, code) in REFUSED {
        let driven = drive(&shared, Start { card, ..Start::FRESH }, ONCE, &mut honest);
        assert_eq!((driven.violation, driven.codes, driven.verifies), (None, vec![code.to_owned()], 0), "{card}");
    }
    for card in good {
        let mut kept = None;
        let mut look = |_: usize, effect: &Effect, _: &Answer| {
            if let Effect::Save { slot: Slot::Pending, bytes } = effect {
                kept = serde_json::from_slice::<serde_json::Value>(bytes.expose()).ok();
            }
            None
        };
        let driven = drive(&shared, Start { card, ..Start::FRESH }, ONCE, &mut look);
        assert_eq!((driven.violation, driven.registrations), (None, 1), "{card}");
        let end = kept.and_then(|record| record["expiring"].as_i64());
        assert_eq!(end.is_some(), card != "expiring-91", "{card}: 90 days are worth a word");
        assert!(end.is_none_or(|end| (BEGIN..BEGIN + 91 * 86_400).contains(&end)), "{card}: {end:?}");
    }
}

/// T40: another card at the second tap is told from the first, and gets no PIN.
#[test]
fn t40_another_card_at_the_second_tap_gets_no_pin() {
    let other = Start { other_at_second_tap: true, ..Start::FRESH };
    let mut lost = |nth: usize, effect: &Effect, _: &Answer| match effect {
        Effect::Transmit { .. } if nth == 3 => Some(Answer::CardLost),
        _ => None,
    };
    let driven = drive(&SHARED, other, Drive { retries: 1, ..ONCE }, &mut lost);
    assert_eq!((driven.violation, driven.codes), (None, vec!["C12".to_owned(), "C19".to_owned()]));
    assert_eq!((driven.verifies, driven.registrations), (0, 0));
}

/// T35, NIST SP 800-63B on activation secrets: whatever one card answer is lost, there is at most one VERIFY with data for
/// one PIN typed, and the PIN is in no other command, no request and no record.
#[test]
fn t35_one_verify_with_data_for_each_pin_typed_and_the_pin_nowhere_else() {
    let bare = |pin: &[u8], octets: &[u8]| !octets.windows(pin.len()).any(|window| window == pin);
    for nth in 1..=5 {
        let (mut verifies, mut captured) = (Vec::new(), 0);
        let mut look = |at: usize, effect: &Effect, _: &Answer| {
            match effect {
                Effect::Transmit { command, .. } if Command::of(command.expose()) == Verify => {
                    verifies.push(command.expose().to_vec());
                }
                Effect::Transmit { command, .. } => {
                    // A signing input is a hash, and may hold any four octets by chance; it is in the transcript's test.
                    assert!(Command::of(command.expose()) == Sign || bare(RIGHT_PIN.as_bytes(), command.expose()));
                }
                Effect::Send(request) => {
                    let text = serde_json::from_slice::<serde_json::Value>(request.body.as_deref().unwrap_or_default());
                    let statement = text.unwrap_or_default()["statement"].as_str().unwrap_or_default().to_owned();
                    let statement = Base64UrlUnpadded::decode_vec(&statement).unwrap();
                    assert!(
                        bare(RIGHT_PIN.as_bytes(), request.url.as_bytes()) && bare(RIGHT_PIN.as_bytes(), &statement)
                    );
                    captured += 1;
                }
                _ => {}
            }
            (matches!(effect, Effect::Transmit { .. }) && at == nth).then_some(Answer::CardLost)
        };
        let driven = drive(&SHARED, Start::FRESH, Drive { retries: 3, ..ONCE }, &mut look);
        assert_eq!((driven.violation, driven.registrations, driven.tries_left), (None, 1, 3), "lost at {nth}");
        assert!(verifies.len() <= driven.typed && verifies.iter().all(|verify| verify[5..] == *RIGHT_PIN.as_bytes()));
        assert!(captured > 5);
    }
}

/// The commands of each hold, when the card leaves at these commands.
fn holds(lost_at: &[usize]) -> Vec<Vec<Command>> {
    let mut holds: Vec<Vec<Command>> = Vec::new();
    let mut look = |nth: usize, effect: &Effect, _: &Answer| {
        let Effect::Transmit { command, .. } = effect else { return None };
        let command = Command::of(command.expose());
        if command == SelectApplication {
            holds.push(Vec::new());
        }
        holds.last_mut().unwrap().push(command);
        lost_at.contains(&nth).then_some(Answer::CardLost)
    };
    let driven = drive(&SHARED, Start::FRESH, Drive { retries: 4, ..ONCE }, &mut look);
    assert_eq!((driven.violation, driven.registrations), (None, 1));
    holds
}

/// Seen: a reader that drops the card at an extended command. It is asked for no second one; a card whose extended answer
/// came is, whatever was lost since.
#[test]
fn req_54_a_card_that_leaves_at_the_first_long_read_is_read_in_short_pieces() {
    let dropped = holds(&[2]);
    assert_eq!(dropped[0], [SelectApplication, ReadNamed]);
    assert_eq!(dropped[1][..3], [SelectApplication, ReadNamedShort, ReadOn]);
    let moved = holds(&[3, 5]);
    assert_eq!(moved[1], [SelectApplication, ReadNamed], "the answer to the second long read was lost");
    assert_eq!(moved[2], [SelectApplication, ReadNamed, QueryNamed, Verify, Sign]);
}
