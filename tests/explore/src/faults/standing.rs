//! Which fault stands for all of its class.

use kazasu_core::effect::{CardFault, Effect, HttpRequest, NetFault};

use super::{DAYS, Fault, KEYPAD_WORDS, LATER, Side, UNPLUGGED, is_signed, own_words};
use crate::answers::Command;
use crate::problems::ProblemClass;

/// The fault that stands for all of its class at this effect.
pub(crate) fn representative(effect: &Effect, fault: &Fault) -> Fault {
    use Side::{After, Before};
    match (effect, fault) {
        (Effect::Transmit { command, .. }, Fault::Answers(answer, Before)) => {
            Fault::Answers(Command::of(command.expose()).class_of(answer).representative(), Before)
        }
        (Effect::VerifyOnKeypad { .. }, Fault::Answers(answer, Before)) => {
            let own = KEYPAD_WORDS.iter().any(|word| answer == word);
            let class = || Command::Verify.class_of(answer).representative();
            Fault::Answers(if own { answer.clone() } else { class() }, Before)
        }
        (_, Fault::Answers(_, After)) => Fault::Answers(vec![0x65, 0x81], After),
        (_, Fault::NoCard(why)) if *why != CardFault::NfcAbsent => Fault::NoCard(CardFault::NoCard),
        (Effect::Send(request), Fault::Refused(code, side)) => Fault::Refused(word_for(request, code), *side),
        (_, Fault::Net(NetFault::TlsDate, Before)) => Fault::Net(NetFault::Tls, Before),
        (_, Fault::Net(NetFault::Timeout | NetFault::Broken, Before)) => Fault::Lost(Before),
        (_, Fault::Net(NetFault::Offline | NetFault::Broken, After)) => Fault::Lost(After),
        (_, Fault::Net(_, After)) => Fault::CutOff,
        (_, Fault::Stranger(_, Before)) => Fault::Stranger(503, Before),
        (Effect::Send(request), Fault::Stranger(_, After)) if is_signed(request) => Fault::Stranger(502, After),
        (_, Fault::Stranger(_, After)) => Fault::CutOff,
        (_, fault) => representative_on_screen(fault),
    }
}

/// As [`representative`], on a screen.
pub(crate) fn representative_on_screen(fault: &Fault) -> Fault {
    match fault {
        Fault::Later(DAYS) => Fault::Later(LATER[2]),
        Fault::Notices(_) => Fault::Notices(UNPLUGGED),
        fault => fault.clone(),
    }
}

/// The problem that stands for all of its class in answer to that request.
fn word_for(request: &HttpRequest, code: &'static str) -> &'static str {
    let own = own_words(request);
    match ProblemClass::of(code) {
        _ if own.contains(&code) => code,
        ProblemClass::Again if own.contains(&"overloaded") && !matches!(code, "internal" | "request-in-progress") => {
            "overloaded"
        }
        class => class.representative(),
    }
}
