//! What can go wrong at an effect or on a screen.

mod fault;
mod standing;

use kazasu_core::effect::{CardFault, Effect, Facts, HttpRequest, Method, NetFault};
use kazasu_core::screen::{ActionId, Block, Screen};
use kazasu_core::words::Language;

pub use self::fault::{Fault, Side};
pub(crate) use self::standing::{representative, representative_on_screen};
use crate::answers::{Command, raw_answers};
use crate::person::{Act, Typed};
use crate::problems::{self, ProblemClass};

/// How much is tried at each place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// One of each class.
    Classes,
    /// Every raw value.
    Raw,
}

/// Seconds that may go by: past the freshness of a challenge, past `submit_by`, past the session.
const LATER: [i64; 3] = [400, 1_600, 3_700];
/// And for raw values: past the time for which a session's standing can be asked for.
const DAYS: i64 = 2 * 86_400;

/// What a shell may notice by itself. It is shown, and nothing else follows from it: one stands for all.
const UNPLUGGED: Facts = facts(Some(false), Some(false));
const NOTICED: [Facts; 5] = [
    facts(None, None),
    facts(Some(true), None),
    facts(Some(true), Some(false)),
    facts(Some(true), Some(true)),
    facts(Some(false), None),
];

const fn facts(reader: Option<bool>, card: Option<bool>) -> Facts {
    Facts { reader, card, keypad: None, readiness: None }
}

/// What a reader says of a PIN that was not typed: too late, cancelled, too short, and that it does not do this at all
/// (PC/SC part 10, §2.6).
const KEYPAD_WORDS: [[u8; 2]; 4] = [[0x64, 0x00], [0x64, 0x01], [0x64, 0x03], [0x6B, 0x80]];
/// Where nothing of HRP/1 answers: statuses of proxies, captive portals and misconfigured servers.
const STRANGERS: [u16; 12] = [200, 201, 204, 301, 304, 400, 401, 404, 429, 500, 502, 503];
const CARD_FAULTS: [CardFault; 12] = [
    CardFault::NoCard,
    CardFault::Dismissed,
    CardFault::SeveralCards,
    CardFault::NotACard,
    CardFault::NfcOff,
    CardFault::NfcAbsent,
    CardFault::ReaderAbsent,
    CardFault::ReaderRemoved,
    CardFault::ReaderBusy,
    CardFault::ServiceOff,
    CardFault::SoftwareAbsent,
    CardFault::Other,
];

/// Whether a request is the signed one.
pub(crate) fn is_proof(request: &HttpRequest) -> bool {
    request.method == Method::Post && request.url.ends_with("/v1/registrations")
}

/// Whether a request carries a signature of the card.
pub(crate) fn is_signed(request: &HttpRequest) -> bool {
    let paths = ["/v1/registrations", "/v1/authentications", "/v1/deregistrations"];
    request.method == Method::Post && paths.iter().any(|path| request.url.ends_with(path))
}

/// What can go wrong at an effect. `settled`: the server has said yes to this proof before, and so, keeping to the
/// protocol, can refuse it no more (HRP/1 §3.15 B4).
pub(crate) fn at_effect(effect: &Effect, screen: &Screen, depth: Depth, settled: bool) -> Vec<Fault> {
    use Side::{After, Before};
    let raw = depth == Depth::Raw;
    let mut faults = vec![Fault::Kill(Before)];
    match effect {
        Effect::OpenCard { .. } => {
            let faulty = if raw { &CARD_FAULTS[..] } else { &[CardFault::NoCard, CardFault::NfcAbsent] };
            faults.extend(faulty.iter().map(|fault| Fault::NoCard(*fault)));
            faults.extend([Fault::OtherCard, Fault::Kill(After)]);
            faults.extend(LATER.map(Fault::Later));
        }
        Effect::Transmit { command, .. } => {
            faults.extend([Fault::Lost(Before), Fault::Lost(After), Fault::NotSent, Fault::Kill(After)]);
            at_card(Command::of(command.expose()), raw, &mut faults);
        }
        Effect::VerifyOnKeypad { .. } => {
            faults.extend([Fault::Lost(Before), Fault::Lost(After), Fault::NotSent, Fault::Kill(After)]);
            faults.push(Fault::Types(Typed::Wrong));
            at_card(Command::Verify, raw, &mut faults);
            let known = |word: &&[u8; 2]| !faults.contains(&Fault::Answers(word.to_vec(), Before));
            let words: Vec<_> = KEYPAD_WORDS.iter().filter(known).collect();
            faults.extend(words.into_iter().map(|word| Fault::Answers(word.to_vec(), Before)));
        }
        Effect::Send(request) => {
            faults.extend([Fault::Lost(Before), Fault::Lost(After), Fault::CutOff, Fault::Kill(After)]);
            at_request(request, raw, settled, &mut faults);
        }
        Effect::Wait { .. } => faults.extend(LATER.map(Fault::Later)),
        Effect::Save { .. } => faults.extend([Fault::Fails(Before), Fault::Fails(After), Fault::Kill(After)]),
        Effect::Load { .. } => faults.extend([Fault::Fails(Before), Fault::Corrupt]),
        Effect::Random { .. } => faults.push(Fault::NoRandom),
        Effect::Forget { .. } => faults.extend([Fault::Dropped, Fault::Kill(After)]),
        Effect::CloseCard { .. } => faults.push(Fault::Kill(After)),
        Effect::Withdraw { .. } => return Vec::new(), // answers that come all the same are late answers
    }
    if raw && matches!(effect, Effect::OpenCard { .. } | Effect::Wait { .. }) {
        faults.push(Fault::Later(DAYS));
    }
    if !effect.is_notice() {
        faults.push(Fault::Speak(Language::English));
        faults.extend(noticed(raw));
        for action in screen.actions.iter().filter(|action| action.id != ActionId::SubmitPin) {
            faults.push(Fault::Press(action.id, Before));
            if matches!(effect, Effect::Send(_) | Effect::OpenCard { .. })
                || matches!(effect, Effect::Transmit { .. } | Effect::VerifyOnKeypad { .. })
            {
                faults.push(Fault::Press(action.id, After));
            }
        }
    }
    faults
}

fn noticed(raw: bool) -> impl Iterator<Item = Fault> {
    let others = if raw { &NOTICED[..] } else { &[] };
    std::iter::once(&UNPLUGGED).chain(others).map(|facts| Fault::Notices(*facts))
}

fn at_card(command: Command, raw: bool, faults: &mut Vec<Fault>) {
    if raw {
        faults.extend(raw_answers().into_iter().map(|answer| Fault::Answers(answer, Side::Before)));
    } else {
        let classes = command.classes().iter();
        faults.extend(classes.map(|class| Fault::Answers(class.representative(), Side::Before)));
    }
    if command == Command::Verify {
        faults.push(Fault::Answers(vec![0x65, 0x81], Side::After));
        faults.extend(raw.then(|| Fault::Answers(vec![0x6C, 0x00], Side::After)));
        faults.extend(raw.then(|| Fault::Answers(Vec::new(), Side::After)));
    }
}

fn at_request(request: &HttpRequest, raw: bool, settled: bool, faults: &mut Vec<Fault>) {
    use Side::{After, Before};
    faults.push(Fault::Net(NetFault::Tls, Before));
    faults.push(Fault::Stranger(503, Before));
    let codes: Vec<&'static str> = if raw {
        problems::ALL.iter().map(|problem| problem.code).collect()
    } else {
        ProblemClass::ALL
            .map(ProblemClass::representative)
            .into_iter()
            .chain(own_words(request).iter().copied())
            .collect()
    };
    let allowed = |code: &&str| !settled || ProblemClass::of(code) == ProblemClass::Again;
    faults.extend(codes.iter().copied().filter(allowed).map(|code| Fault::Refused(code, Before)));
    if is_signed(request) {
        faults.extend([Fault::Stranger(502, After), Fault::Refused("internal", After)]);
    }
    if raw {
        faults.extend(STRANGERS.map(|status| Fault::Stranger(status, Before)));
        faults.extend(STRANGERS.map(|status| Fault::Stranger(status, After)));
        for fault in [NetFault::Timeout, NetFault::Broken, NetFault::TlsDate] {
            faults.push(Fault::Net(fault, Before));
        }
        for fault in [NetFault::Offline, NetFault::Broken, NetFault::TooLarge, NetFault::Malformed] {
            faults.push(Fault::Net(fault, After));
        }
    }
}

/// Problems that mean something of their own in answer to that request.
fn own_words(request: &HttpRequest) -> &'static [&'static str] {
    if request.url.ends_with("/v1/registrations/me") {
        &["not-found"] // the card is not registered
    } else if request.method == Method::Get && request.url.contains("/v1/registrations/") {
        &["not-found", "session-invalid", "overloaded"] // the token reads nothing any more; a short wait
    } else if request.url.ends_with("/v1/deregistrations") {
        &["statement-mismatch", "overloaded"] // another card's registration; nothing was done
    } else {
        &[]
    }
}

/// What a person may do on a screen other than the first suggestion, and what may happen before they do.
pub(crate) fn on_screen(screen: &Screen, suggested: &Act, depth: Depth) -> Vec<Fault> {
    let mut faults = vec![Fault::Kill(Side::Before), Fault::Speak(Language::English)];
    faults.extend(noticed(depth == Depth::Raw));
    faults.extend(LATER.map(Fault::Later));
    faults.extend((depth == Depth::Raw).then_some(Fault::Later(DAYS)));
    let presses = screen.actions.iter().map(|action| Act::Press(action.id));
    let others = presses.filter(|act| act != suggested && *act != Act::Press(ActionId::SubmitPin));
    faults.extend(others.map(Fault::Does));
    for block in &screen.blocks {
        match block {
            Block::PinField { .. } => {
                faults.extend([Typed::Wrong, Typed::Bad].map(|typed| Fault::Does(Act::Pin(typed))));
                faults.extend((depth == Depth::Raw).then_some(Fault::Does(Act::Pin(Typed::Wide))));
            }
            Block::Checkbox { on, .. } if *suggested != Act::Tick(!on) => faults.push(Fault::Does(Act::Tick(!on))),
            _ => {}
        }
    }
    faults
}
