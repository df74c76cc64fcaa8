//! What a card and its reader can do, found out by harmless commands.

/// What is known so far; `None` until it was tried. Each missing ability costs at most one failed command
/// (contact-time model), and what was learned holds for later contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Abilities {
    /// READ names its file by short identifier.
    pub(crate) short_read: Option<bool>,
    /// More than 256 bytes in one answer.
    pub(crate) extended: Option<bool>,
    /// The retry query and VERIFY name the PIN by short identifier.
    pub(crate) short_pin: Option<bool>,
    /// COMPUTE DIGITAL SIGNATURE names the key in P2.
    pub(crate) short_key: Option<bool>,
}
