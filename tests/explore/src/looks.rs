//! What a screen must be like.

use kazasu_core::screen::{ActionId, Block, Screen};
use kazasu_core::words::{self, text};

use crate::invariants::{Invariant, Violation};
use crate::server::Server;
use crate::trace::code_of;
use crate::watch::{Release, Watch, holds_pin};

/// The only code that says "it cannot be told whether the card is registered".
const UNSURE: &str = "S11";
/// What was kept cannot be read, and so it cannot be told either.
const UNREADABLE: &str = "D01";

/// Any screen: no PIN on it, the choice repeated as it was agreed to, the tries left as the card told them, and the truth
/// about a proof that was sent.
pub(crate) fn check(screen: &Screen, watch: &mut Watch, server: &Server) -> Result<(), Violation> {
    if screen.secret {
        let shown = serde_json::to_vec(screen).unwrap_or_default();
        Invariant::SecretsGone.need(!holds_pin(&shown), "a PIN on the screen")?;
    }
    if matches!(screen.id, "apply" | "pin")
        && let Some(agreement) = watch.agreement()
    {
        let repeated = agreement.is_repeated_on(screen);
        Invariant::NothingUnagreed.need(repeated, format!("`{}` repeats another choice than was made", screen.id))?;
    }
    if screen.id == "keypad"
        && let Some(tries) = watch.tries
    {
        let left = words::plain(screen.language, text::PIN_TRIES_LEFT, &[("remaining", &tries.to_string())]);
        let said = |block: &Block| matches!(block, Block::Notice { text, .. } if text.written() == left);
        let what = format!("the keypad asks at {tries} tries left and does not say so");
        Invariant::LastTryConfirmed.need(screen.blocks.iter().any(said), what)?;
    }
    if let Release::Sent(proof) | Release::Unanswered(proof) = watch.release {
        watch.release = check_release(screen, watch.release, server.said_yes.contains(&proof))?;
    }
    match screen.id {
        "done" => {
            let Some(proof) = watch.told() else { return Ok(()) };
            let known = server.registered_by(&proof) + server.registered(0) + server.registered(1) > 0;
            let what = "the person is told that the card is registered, and it is not";
            if known { Ok(()) } else { Err(done_without(server, what)) }
        }
        "trouble" | "cancelled" | "defect" => {
            let code = code_of(screen).unwrap_or_default();
            if code == UNREADABLE {
                watch.proofs.iter_mut().for_each(|proof| proof.told = true);
            }
            let Some(proof) = watch.told() else { return Ok(()) };
            let what = format!("the card is registered, and the person is told `{code}`");
            Invariant::ToldTruly.need(code == UNSURE || server.registered_by(&proof) == 0, what)
        }
        _ => Ok(()),
    }
}

/// Codes that say truly how a release stands of which the answer is missing: it can be sent again, the status says, it is
/// under way.
const UNANSWERED: &str = "N04";
const SETTLED: [&str; 2] = [UNSURE, "S13"];

/// What is said of a release that was sent, and what the person knows then.
fn check_release(screen: &Screen, known: Release, taken: bool) -> Result<Release, Violation> {
    let code = code_of(screen).unwrap_or_default();
    let need = |holds, otherwise: String| Invariant::ToldTruly.need(holds, otherwise).map(|()| Release::Settled);
    match (screen.id, known) {
        ("release_accepted", _) => need(taken, "the person is told of a release, and there is none".to_owned()),
        ("trouble", Release::Sent(proof) | Release::Unanswered(proof)) if code == UNANSWERED => {
            Ok(Release::Unanswered(proof))
        }
        ("trouble", _) => {
            let true_word = SETTLED.contains(&code) || !taken;
            need(true_word, format!("the release was taken in, and the person is told `{code}`"))
        }
        ("defect", _) => need(false, "a release was sent, and the app failed".to_owned()),
        (_, known) => Ok(known),
    }
}

/// A server that had the proof and kept nothing is at fault; otherwise the flow is.
fn done_without(server: &Server, what: &str) -> Violation {
    let invariant = if server.arrived.is_empty() { Invariant::ToldTruly } else { Invariant::RegisteredOnceArrived };
    invariant.violated(what)
}

/// A screen at which the flow waits: whoever is sent elsewhere is told where.
pub(crate) fn rests(screen: &Screen) -> Result<(), Violation> {
    if screen.id != "trouble" {
        return Ok(());
    }
    Invariant::WayOn.need(code_of(screen).is_some(), "trouble without a code")?;
    let closes_only = screen.actions.iter().all(|action| action.id == ActionId::Close);
    let elsewhere = words::plain(screen.language, text::HELP_OTHER_WAYS, &[]);
    let says = screen.blocks.iter().any(|block| match block {
        Block::Paragraph { text } => text.written() == elsewhere,
        _ => false,
    });
    Invariant::WayOn.need(!closes_only || says, "trouble that only closes, and no word on other ways")
}

/// Shows each box otherwise than it is.
pub(crate) fn boxes(screen: &mut Screen, shown: fn(bool) -> bool) {
    for block in &mut screen.blocks {
        if let Block::Checkbox { on, .. } = block {
            *on = shown(*on);
        }
    }
}
