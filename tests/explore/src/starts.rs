//! Where runs begin: which card is held, and what the platform offers.

use kazasu_core::effect::Facts;
use kazasu_core::flow::Entry;
use kazasu_core::screen::ActionId;

/// When every run begins: a Sunday in November 2026, in seconds since 1970. No digits of a PIN are in it.
pub const BEGIN: i64 = 1_795_305_600;
/// The PIN of every card. Neither PIN stands in any text, time, number or id of this world, so that finding one in a
/// screen, request or record is proof of a leak.
pub const RIGHT_PIN: &str = "7319";
/// Another PIN.
pub const WRONG_PIN: &str = "9173";
/// The origin of the platform.
pub const ORIGIN: &str = "https://sandbox.example";

/// The box "also register as a portal user", as the platform has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Portal {
    /// Offered, and ticked at first.
    On,
    /// Offered, and not ticked at first.
    Off,
    /// Not offered.
    Absent,
}

/// What was before the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Before {
    /// Nothing.
    Nothing,
    /// The card was registered, on another device.
    Registered,
    /// The card was registered on this device, which keeps what came of it.
    Kept,
}

/// Where a run begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Start {
    /// The card's personality.
    pub card: &'static str,
    /// The portal box.
    pub portal: Portal,
    /// Another person's card is held at the second tap, and the first one again from the third on.
    pub other_at_second_tap: bool,
    /// The platform demands a session key (HRP/1 §3.15 B18).
    pub keyed: bool,
    /// The reader has a keypad.
    pub keypad: bool,
    /// What the person came for.
    pub entry: Entry,
    /// What was before.
    pub before: Before,
    /// From home: what the person goes to, one after the other, before they close it.
    pub errands: &'static [ActionId],
}

impl Start {
    const fn new(card: &'static str, portal: Portal) -> Self {
        let (entry, before) = (Entry::Register, Before::Nothing);
        Self { card, portal, other_at_second_tap: false, keyed: false, keypad: false, entry, before, errands: &[] }
    }

    const fn around(entry: Entry, before: Before) -> Self {
        Self { entry, before, ..Self::new("fresh", Portal::On) }
    }

    const fn home(errands: &'static [ActionId], before: Before) -> Self {
        Self { errands, ..Self::around(Entry::Home, before) }
    }

    /// Every start that is explored: twelve registrations, what people come for around one, and one after another from home.
    pub const ALL: [Self; 28] = [
        Self::new("fresh", Portal::On),
        Self::new("fresh", Portal::Off),
        Self::new("fresh", Portal::Absent),
        Self::new("two-tries-left", Portal::On),
        Self::new("one-try-left", Portal::Off),
        Self::new("locked", Portal::On),
        Self::new("plain", Portal::Off),
        Self { other_at_second_tap: true, ..Self::new("fresh", Portal::On) },
        Self::new("next-generation", Portal::On),
        Self { keyed: true, ..Self::new("fresh", Portal::On) },
        Self { keypad: true, ..Self::new("fresh", Portal::On) },
        Self { keypad: true, ..Self::new("one-try-left", Portal::Off) },
        Self::around(Entry::Status, Before::Kept),
        Self::around(Entry::Status, Before::Registered),
        Self::around(Entry::Status, Before::Nothing),
        Self { keypad: true, ..Self::around(Entry::Status, Before::Registered) },
        Self::around(Entry::Insurance, Before::Registered),
        Self { card: "one-try-left", ..Self::around(Entry::Insurance, Before::Nothing) },
        Self::around(Entry::Release, Before::Kept),
        Self { other_at_second_tap: true, ..Self::around(Entry::Release, Before::Kept) },
        Self { keyed: true, ..Self::around(Entry::Release, Before::Kept) },
        Self::around(Entry::Release, Before::Registered),
        Self::around(Entry::CheckCard, Before::Nothing),
        Self { card: "locked", ..Self::around(Entry::CheckCard, Before::Nothing) },
        Self::around(Entry::Receipts, Before::Kept),
        Self::home(&[ActionId::Register, ActionId::Status], Before::Nothing),
        Self::home(&[ActionId::Release, ActionId::Status], Before::Kept),
        Self::home(&[ActionId::Insurance, ActionId::CheckCard], Before::Registered),
    ];
    /// Of those, the ones around a registration.
    pub const AROUND: std::ops::Range<usize> = 12..25;
    /// And the ones from home.
    pub const FROM_HOME: std::ops::Range<usize> = 25..28;

    /// A card for each plan of the contact-time model, A to E, one whose last try is left, and one with a P-384 key.
    pub const PLANS: [Self; 7] = [
        Self::new("fresh", Portal::On),
        Self::new("no-key-in-p2", Portal::On),
        Self::new("no-short-ids", Portal::On),
        Self::new("no-extended", Portal::On),
        Self::new("plain", Portal::On),
        Self::new("one-try-left", Portal::On),
        Self::new("next-generation", Portal::On),
    ];

    /// The start on the main road.
    pub const FRESH: Self = Self::ALL[0];
    /// As above, on a reader with a keypad.
    pub const KEYPAD: Self = Self::ALL[10];

    /// What the shell notices as soon as the app is started.
    #[must_use]
    pub fn facts(self) -> Facts {
        if self.keypad {
            Facts { reader: Some(true), keypad: Some(true), ..Facts::default() }
        } else {
            Facts::default()
        }
    }

    /// A name for people.
    #[must_use]
    pub fn name(&self) -> String {
        let portal = match self.portal {
            Portal::On => "portal on",
            Portal::Off => "portal off",
            Portal::Absent => "no portal",
        };
        let other = if self.other_at_second_tap { ", other card at the second tap" } else { "" };
        let keyed = if self.keyed { ", session key" } else { "" };
        let keypad = if self.keypad { ", reader with a keypad" } else { "" };
        let before = match self.before {
            Before::Nothing => "",
            Before::Registered => ", registered elsewhere",
            Before::Kept => ", registered on this device",
        };
        let errands: String = self.errands.iter().map(|errand| format!(", {errand:?}")).collect();
        format!("{}{errands}: {} ({portal}{other}{keyed}{keypad}{before})", self.entry.name(), self.card)
    }
}
