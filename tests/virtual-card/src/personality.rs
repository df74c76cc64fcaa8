//! Named kinds of card.

mod catalogue;
mod hostile;
mod issue;

use std::fmt;
use std::str::FromStr;

use crate::authority::Authority;
use crate::card::{Behaviour, Card, Issue};
use crate::slot::{Moment, Side};
use catalogue::Kind;

/// User PIN of every card, unless another one is asked for.
pub const DEFAULT_PIN: &str = "1234";
/// Signature password of every card.
pub const SIGNATURE_PASSWORD: &str = "ABC123";

/// A named kind of card; parsed from its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Personality {
    kind: Kind,
}

/// No card has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown card {0:?}; \"list\" prints the names")]
pub struct UnknownPersonality(pub String);

impl Personality {
    /// All names with a description. `N` stands for a number from 1 on.
    #[must_use]
    pub fn all() -> Vec<(&'static str, &'static str)> {
        catalogue::all().map(|&(name, _, description)| (name, description)).collect()
    }

    /// Issues such a card. For the second card of `other-card-on-second-tap` see [`Self::cards`].
    #[must_use]
    pub fn card(self, authority: &Authority, now_unix: i64, pin: &str) -> Card {
        let (issue, behaviour) = self.issue(authority, now_unix, pin);
        Card::new(issue, behaviour)
    }

    /// What [`Self::card`] makes a card from, for those who want it a little different.
    #[must_use]
    pub fn issue(self, authority: &Authority, now_unix: i64, pin: &str) -> (Issue, Behaviour) {
        issue::card(self.kind, authority, now_unix, pin)
    }

    /// The cards to hold on the reader, the last one for good.
    #[must_use]
    pub fn cards(self, authority: &Authority, now_unix: i64, pin: &str) -> Vec<Card> {
        let first = self.card(authority, now_unix, pin);
        match self.kind {
            Kind::OtherCardOnSecondTap => vec![first, issue::other_card(authority, now_unix, pin)],
            _ => vec![first],
        }
    }

    /// When this card leaves by itself.
    #[must_use]
    pub fn removal(self) -> Option<(Moment, Side)> {
        match self.kind {
            Kind::RemovedAt(number) => Some((Moment::Exchange(number), Side::After)),
            Kind::RemovedBefore(number) => Some((Moment::Exchange(number), Side::Before)),
            _ => None,
        }
    }
}

impl FromStr for Personality {
    type Err = UnknownPersonality;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        catalogue::find(name).map(|kind| Self { kind }).ok_or_else(|| UnknownPersonality(name.to_owned()))
    }
}

impl fmt::Display for Personality {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::RemovedAt(number) => write!(formatter, "removed-at-{number}"),
            Kind::RemovedBefore(number) => write!(formatter, "removed-before-{number}"),
            kind => formatter.write_str(catalogue::name(kind)),
        }
    }
}
