//! The person: what a screen suggests to somebody sensible, and what else they may do.

use kazasu_core::effect::Intent;
use kazasu_core::screen::{ActionId, Block, FieldId, Screen};
use kazasu_core::secret::Secret;

use crate::starts::{RIGHT_PIN, WRONG_PIN};

/// What a person does on a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Presses something.
    Press(ActionId),
    /// Ticks or unticks the box.
    Tick(bool),
    /// Types a PIN and confirms it.
    Pin(Typed),
}

/// What is typed into the field for the PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Typed {
    /// The right PIN.
    Right,
    /// The right PIN in full-width digits.
    Wide,
    /// Another one.
    Wrong,
    /// Three digits.
    Bad,
    /// What practice shows, and no card has.
    Practice,
}

impl Typed {
    /// As it is typed.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Right => RIGHT_PIN.to_owned(),
            Self::Wide => "７３１９".to_owned(),
            Self::Wrong => WRONG_PIN.to_owned(),
            Self::Bad => "731".to_owned(),
            Self::Practice => "1357".to_owned(),
        }
    }

    /// The octets that the card may be sent for it, if any.
    #[must_use]
    pub fn pin(self) -> Option<&'static [u8]> {
        match self {
            Self::Right | Self::Wide => Some(RIGHT_PIN.as_bytes()),
            Self::Wrong => Some(WRONG_PIN.as_bytes()),
            Self::Bad | Self::Practice => None,
        }
    }
}

impl Act {
    /// As an intent on that screen.
    #[must_use]
    pub fn intent(self, screen: &Screen) -> Intent {
        match self {
            Self::Press(action) => Intent::Press(action),
            Self::Tick(on) => Intent::Set { field: field(screen).unwrap_or(FieldId::PortalUser), on },
            Self::Pin(typed) => Intent::EnterPin(Secret::new(typed.text().into_bytes())),
        }
    }
}

/// The box that stands on a screen.
pub(crate) fn field(screen: &Screen) -> Option<FieldId> {
    screen.blocks.iter().find_map(|block| match block {
        Block::Checkbox { field, .. } => Some(*field),
        _ => None,
    })
}

/// The way on: what somebody does who knows their PIN and wants what they came for. `None`: the screen offers nothing.
#[must_use]
pub fn suggested(screen: &Screen) -> Option<Act> {
    if screen.blocks.iter().any(|block| matches!(block, Block::PinField { .. })) {
        let practises = screen.id == "practice_pin";
        return Some(Act::Pin(if practises { Typed::Practice } else { Typed::Right }));
    }
    let unticked =
        |block: &Block| matches!(block, Block::Checkbox { field: FieldId::ReleaseUnderstood, on: false, .. });
    if screen.blocks.iter().any(unticked) {
        return Some(Act::Tick(true));
    }
    if screen.id == "practice" {
        return Some(Act::Press(ActionId::Practice));
    }
    if screen.id == "status" {
        return Some(Act::Press(ActionId::Close)); // that is what they came for
    }
    let liked = [
        ActionId::Agree,
        ActionId::Apply,
        ActionId::SignIn,
        ActionId::RequestRelease,
        ActionId::UseLastTry,
        ActionId::Retry,
        ActionId::ReviewTerms,
        ActionId::StartAgain,
        ActionId::Resend,
        ActionId::Finish,
        ActionId::ReadCard,
        ActionId::Back,
        ActionId::Close,
    ];
    let offered = |id: &&ActionId| screen.actions.iter().any(|action| action.id == **id);
    liked.iter().find(offered).map(|id| Act::Press(*id))
}
