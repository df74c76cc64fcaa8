//! A model of how the platform makes registrations single (HRP/1 §3.7, §3.8, §3.15), small enough to be explored in full:
//! every interleaving of posts and of their steps, with a crash between any two, connections that break, claims that run
//! out, a deadline that passes, and a registration that is released.
//!
//! The platform is [`platform`]: what is durable, and what each transaction does to it. Posts on their way, the clock and
//! the person's retries are in [`world`]; [`explore`] visits every state once; what must hold stands in [`holds`]. It
//! shares no code with the server and follows the protocol's text. The same properties are shown on the real program by
//! `tests/e2e/tests/killed.rs`.

pub mod explore;
pub mod holds;
pub mod platform;
pub mod world;

/// A deliberate defect of the platform, to show that what must hold bites. None is ever on in an exploration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Defect {
    /// A claim that ran out is settled all the same.
    SettlesLostClaims,
    /// Whether a card has an active registration is not asked.
    ForgetsCards,
    /// A claim that was given back, or that ran out, can be taken under any key.
    UnbindsKeys,
    /// The answer is kept in a transaction of its own, after the registration.
    KeepsAnswerLater,
    /// The deadline is looked at before an answer that was kept.
    DeadlineFirst,
    /// A challenge stays claimed for ever once its worker is gone.
    NeverLapses,
    /// "Too late" is answered, and a worker whose claim ran out can still settle.
    LateLeavesClaim,
}
