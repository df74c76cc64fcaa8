//! What goes over the wire in a registration that succeeds.

use kazasu_core::effect::{Answer, Effect};
use kazasu_core::flow::Outcome;
use kazasu_explore::answers::Command;
use kazasu_explore::drive::{Drive, ONCE, drive};
use kazasu_explore::shared::Shared;
use kazasu_explore::starts::Start;
use kazasu_virtual_card::Exchange;

/// The exchanges of the last hold: the only one, or the second because the answer to that signature command was lost, when
/// all that can be found out has been. Empty if no registration came of it.
pub(crate) fn trace(shared: &Shared, start: Start, lost_sign: Option<usize>) -> Vec<Exchange> {
    let (mut exchanges, mut signs) = (Vec::new(), 0);
    let mut note = |_: usize, effect: &Effect, own: &Answer| {
        let (Effect::Transmit { command, .. }, Answer::Response(octets)) = (effect, own) else { return None };
        let kind = Command::of(command.expose());
        if kind == Command::SelectApplication {
            exchanges.clear();
        }
        let (command, response) = (command.expose().to_vec(), Some(octets.clone()));
        exchanges.push(Exchange { command, response, delivered: true, duration_ms: 0 });
        signs += usize::from(kind == Command::Sign);
        (kind == Command::Sign && lost_sign == Some(signs)).then_some(Answer::CardLost)
    };
    let how = Drive { retries: usize::from(lost_sign.is_some()), ..ONCE };
    let driven = drive(shared, start, how, &mut note);
    let holds = 1 + usize::from(lost_sign.is_some());
    let good = driven.violation.is_none() && driven.outcome == Some(Outcome::Registered) && driven.verifies == holds;
    if good { exchanges } else { Vec::new() }
}
