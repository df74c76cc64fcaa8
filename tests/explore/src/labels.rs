//! What effects are called.

use kazasu_core::effect::{Effect, Slot};

use crate::answers::Command;

/// What an effect is called, as in the scenario table.
pub(crate) fn label(effect: &Effect) -> String {
    match effect {
        Effect::OpenCard { .. } => "open".into(),
        Effect::Transmit { command, .. } => match Command::of(command.expose()) {
            Command::SelectApplication | Command::SelectCertificate | Command::SelectOther => "select".into(),
            Command::QueryNamed | Command::QueryHere => "query".into(),
            Command::Verify => "verify".into(),
            Command::Sign => "sign".into(),
            _ => "read".into(),
        },
        Effect::VerifyOnKeypad { .. } => "keypad".into(),
        Effect::Send(request) => {
            let path = request.url.split_once("://").map_or("", |(_, rest)| rest);
            format!("{} {}", request.method.name(), path.find('/').and_then(|at| path.get(at..)).unwrap_or("/"))
        }
        Effect::Save { slot, .. } => format!("save {}", kind(slot)),
        Effect::Load { slot } => format!("load {}", kind(slot)),
        Effect::Forget { slot } => format!("forget {}", kind(slot)),
        Effect::CloseCard { .. } => "close".into(),
        Effect::Wait { .. } => "wait".into(),
        Effect::Random { .. } => "random".into(),
        Effect::Withdraw { .. } => "withdraw".into(),
    }
}

fn kind(slot: &Slot) -> String {
    slot.to_string().split('/').next().unwrap_or_default().to_owned()
}
