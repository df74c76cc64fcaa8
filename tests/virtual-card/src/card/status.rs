//! Status words (card fact sheet §5).

/// SW1 and SW2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StatusWord(pub u16);

impl StatusWord {
    /// Success.
    pub const OK: Self = Self(0x9000);
    /// Lc or Le does not fit.
    pub const WRONG_LENGTH: Self = Self(0x6700);
    /// Logical channel not supported.
    pub const NO_CHANNEL: Self = Self(0x6881);
    /// Secure-messaging class where there is no secure messaging.
    pub const NO_SECURE_MESSAGING: Self = Self(0x69FC);
    /// The command does not fit the file: READ on an internal file, VERIFY on a key.
    pub const WRONG_FILE_KIND: Self = Self(0x6981);
    /// Security status not satisfied.
    pub const NOT_VERIFIED: Self = Self(0x6982);
    /// Authentication method blocked, in ISO's wording. Not seen from this card.
    pub const BLOCKED_ISO: Self = Self(0x6983);
    /// Referenced internal file locked: this card's word for a blocked PIN.
    pub const BLOCKED: Self = Self(0x6984);
    /// Conditions not satisfied.
    pub const CONDITIONS: Self = Self(0x6985);
    /// No current elementary file.
    pub const NO_CURRENT_FILE: Self = Self(0x6986);
    /// Application or file not found.
    pub const NOT_FOUND: Self = Self(0x6A82);
    /// Wrong P1 or P2.
    pub const WRONG_PARAMETERS: Self = Self(0x6A86);
    /// Referenced object not found.
    pub const NO_OBJECT: Self = Self(0x6A88);
    /// Offset outside the file.
    pub const OUTSIDE_FILE: Self = Self(0x6B00);
    /// Instruction not supported.
    pub const NO_INSTRUCTION: Self = Self(0x6D00);
    /// Class not supported.
    pub const NO_CLASS: Self = Self(0x6E00);
    /// Internal failure.
    pub const FAILURE: Self = Self(0x6F00);

    /// 63Cx: `left` tries are left.
    #[must_use]
    pub fn tries(left: u8) -> Self {
        Self(0x63C0 | u16::from(left.min(15)))
    }
}
