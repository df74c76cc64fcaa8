//! Names in the table, and what they stand for.

use kazasu_core::effect::{CardFault, Effect, HttpRequest, Readiness};
use kazasu_core::screen::{ActionId, Shell};

use crate::Unmet;
use crate::table::Scenario;

/// What an effect is called in a fault, from the general to the particular.
pub(crate) fn labels(effect: &Effect) -> Vec<String> {
    match effect {
        Effect::OpenCard { .. } => vec!["open".into()],
        Effect::Transmit { command, .. } => {
            let kind = match command.expose() {
                [_, 0xA4, ..] => "select",
                [_, 0xB0, ..] => "read",
                [_, 0x20, _, _] => "query",
                [_, 0x20, ..] => "verify",
                [_, 0x2A, ..] => "sign",
                _ => "other",
            };
            vec!["exchange".into(), kind.into()]
        }
        Effect::VerifyOnKeypad { .. } => vec!["keypad".into()],
        Effect::Send(request) => vec![format!("{} {}", request.method.name(), path(request))],
        Effect::Save { slot, .. } => vec![format!("save {slot}")],
        Effect::Load { slot } => vec![format!("load {slot}")],
        Effect::Forget { slot } => vec![format!("forget {slot}")],
        Effect::CloseCard { .. } => vec!["close".into()],
        Effect::Wait { .. } | Effect::Random { .. } | Effect::Withdraw { .. } => vec![],
    }
}

/// The path of a request, with its query.
pub(crate) fn path(request: &HttpRequest) -> &str {
    let rest = request.url.split_once("://").map_or("", |(_, rest)| rest);
    rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
}

/// The kind of shell that a scenario is drawn for.
pub(crate) fn shell(scenario: &Scenario) -> Result<Shell, Unmet> {
    match scenario.shell.as_str() {
        "pc" => Ok(Shell::Pc),
        "android" => Ok(Shell::Android),
        "ios" => Ok(Shell::Ios),
        other => Err(Unmet(format!("no shell `{other}`"))),
    }
}

/// The reason of that name.
pub(crate) fn card_fault(reason: &str) -> Result<CardFault, Unmet> {
    Ok(match reason {
        "no-card" => CardFault::NoCard,
        "dismissed" => CardFault::Dismissed,
        "several-cards" => CardFault::SeveralCards,
        "not-a-card" => CardFault::NotACard,
        "nfc-off" => CardFault::NfcOff,
        "nfc-absent" => CardFault::NfcAbsent,
        "reader-absent" => CardFault::ReaderAbsent,
        "reader-removed" => CardFault::ReaderRemoved,
        "reader-busy" => CardFault::ReaderBusy,
        "service-off" => CardFault::ServiceOff,
        "software-absent" => CardFault::SoftwareAbsent,
        other => return Err(Unmet(format!("no reason `{other}`"))),
    })
}

/// What a device says of itself, by name.
pub(crate) fn readiness(name: &str) -> Result<Readiness, Unmet> {
    Ok(match name {
        "ready" => Readiness::Ready,
        "nfc-off" => Readiness::NfcOff,
        "nfc-absent" => Readiness::NfcAbsent,
        "no-reader" => Readiness::NoReader,
        "reader-busy" => Readiness::ReaderBusy,
        "service-off" => Readiness::ServiceOff,
        "software-absent" => Readiness::SoftwareAbsent,
        other => return Err(Unmet(format!("no readiness `{other}`"))),
    })
}

/// An action's id as it is written in the table.
pub(crate) fn action_name(id: ActionId) -> String {
    serde_json::to_value(id).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The action of that name.
pub(crate) fn action(name: &str) -> Result<ActionId, Unmet> {
    serde_json::from_value(name.into()).map_err(|_| Unmet(format!("no action `{name}`")))
}

/// Upper-case hexadecimal.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// The bytes of a hexadecimal text.
pub(crate) fn from_hex(text: &str) -> Result<Vec<u8>, Unmet> {
    let digits: Vec<u32> = text
        .chars()
        .map(|digit| digit.to_digit(16))
        .collect::<Option<_>>()
        .ok_or_else(|| Unmet("no hexadecimal".to_owned()))?;
    Ok(digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | *digit as u8)).collect())
}
