//! The switches of a card: everything about which the sources disagree or are silent.

use super::hostile::Hostility;
use super::status::StatusWord;

/// How a card behaves. The defaults are those of card fact sheet §11.
#[derive(Clone, Debug)]
pub struct Behaviour {
    /// The first command after power-up is answered 6F00 and not carried out. Off.
    pub first_answer_fails: bool,
    /// What SELECT returns when file control information is asked for (P2 00). Its real content is
    /// unknown.
    pub file_control_information: Option<Vec<u8>>,
    /// A leading part of an application identifier selects too. On.
    pub prefix_select: bool,
    /// Commands may name a file by its short identifier. On.
    pub short_identifiers: bool,
    /// The answer to a short identifier when they are off. No source; 6A86.
    pub short_identifier_refusal: StatusWord,
    /// Extended length is honoured; off, it is answered 6700. On.
    pub extended_length: bool,
    /// The signing command may name the key in P2 (97, 9A). Off, 6A86. On.
    pub key_in_p2: bool,
    /// The certificate file is longer than the certificate. 16 octets of FF.
    pub filler: Filler,
    /// READ, VERIFY or signing on a file of another kind. 6981.
    pub wrong_file_kind: StatusWord,
    /// A retry query with a superfluous Le. 6700; `OK` answers it as if it were not there.
    pub query_with_le: StatusWord,
    /// The retry query of a verified PIN is answered 9000 instead of the full counter. Off.
    pub query_verified_ok: bool,
    /// VERIFY with data on a blocked PIN. 6984; the ISO variant is 6983.
    pub blocked: StatusWord,
    /// The retry query on a blocked PIN. 63C0; the variant is 6984.
    pub query_blocked: StatusWord,
    /// A failed VERIFY takes back an earlier success of the same PIN. On.
    pub failure_drops_state: bool,
    /// A PIN of a length that cannot be right costs a try like any other; off, it is refused with
    /// 6700. On.
    pub wrong_length_counts: bool,
    /// Selecting the application again keeps verified PINs. On.
    pub reselect_keeps_state: bool,
    /// Signing takes P1 00 only, as an older card may. Off.
    pub plain_signing_only: bool,
    /// Signing input of an impossible length. 6985; the variant is 6700.
    pub wrong_signing_length: StatusWord,
    /// What a P-384 key accepts.
    pub ecdsa_input: EcdsaInput,
    /// How a P-384 signature is written.
    pub ecdsa_output: EcdsaOutput,
    /// Which token this is.
    pub token: Token,
    /// Which answer to reset the readers report.
    pub atr: Atr,
    /// How long commands take.
    pub timing: Timing,
    /// Answers of a card that means harm.
    pub hostility: Option<Hostility>,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            first_answer_fails: false,
            file_control_information: Some(super::select::OPAQUE_FCI.to_vec()),
            prefix_select: true,
            short_identifiers: true,
            short_identifier_refusal: StatusWord::WRONG_PARAMETERS,
            extended_length: true,
            key_in_p2: true,
            filler: Filler { length: 16, octet: 0xFF },
            wrong_file_kind: StatusWord::WRONG_FILE_KIND,
            query_with_le: StatusWord::WRONG_LENGTH,
            query_verified_ok: false,
            blocked: StatusWord::BLOCKED,
            query_blocked: StatusWord::tries(0),
            failure_drops_state: true,
            wrong_length_counts: true,
            reselect_keeps_state: true,
            plain_signing_only: false,
            wrong_signing_length: StatusWord::CONDITIONS,
            ecdsa_input: EcdsaInput::HashOrDigestInfo,
            ecdsa_output: EcdsaOutput::Raw,
            token: Token::Card,
            atr: Atr::UpTo424,
            timing: Timing::default(),
            hostility: None,
        }
    }
}

/// What follows the certificate in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filler {
    /// How many octets.
    pub length: usize,
    /// Their value.
    pub octet: u8,
}

/// What a P-384 key accepts with P1 00; the real card is not public (card fact sheet §9.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EcdsaInput {
    /// Either of the two.
    HashOrDigestInfo,
    /// The 48 octets of a SHA-384 hash.
    Hash,
    /// A SHA-384 DigestInfo.
    DigestInfo,
}

/// How a P-384 signature is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EcdsaOutput {
    /// r ‖ s, 96 octets.
    Raw,
    /// SEQUENCE of two INTEGERs.
    Der,
}

/// The token that speaks, told by the label in EF 0006 (card fact sheet §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// My Number Card.
    Card,
    /// The older 住基カード.
    OldCard,
    /// Secure element of an Android phone. Reading the user-authentication certificate needs the
    /// PIN.
    AndroidPhone,
    /// iPhone.
    IPhone,
}

impl Token {
    /// The label.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Token::Card => "JPKIAPICCTOKEN2",
            Token::OldCard => "JPKIAPICCTOKEN",
            Token::AndroidPhone => "JPKIAPGPSETOKEN",
            Token::IPhone => "JPKIAPIOSTOKEN",
        }
    }
}

/// Answer to reset as PC/SC readers make it from a Type B card (card fact sheet §1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Atr {
    /// Protocol info B3 81 A1: up to 424 kbit/s.
    UpTo424,
    /// Protocol info 00 81 D1: 106 kbit/s only.
    Only106,
}

impl Atr {
    /// Its octets.
    #[must_use]
    pub fn octets(self) -> [u8; 13] {
        match self {
            Atr::UpTo424 => [0x3B, 0x88, 0x80, 0x01, 0x00, 0x00, 0x05, 0xE0, 0xB3, 0x81, 0xA1, 0x00, 0x7F],
            Atr::Only106 => [0x3B, 0x88, 0x80, 0x01, 0x00, 0x4B, 0x51, 0xFF, 0x00, 0x81, 0xD1, 0x00, 0xBC],
        }
    }
}

/// How long commands take, in milliseconds. Nothing by default: the real times are not public (card
/// fact sheet §8.3), and tests shall not wait for a guess.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// Selecting the application.
    pub select_application: u64,
    /// VERIFY with data.
    pub verify: u64,
    /// Signing.
    pub sign: u64,
    /// Everything else.
    pub other: u64,
    /// Only so many of the other commands take that time in one power cycle, those after them none.
    pub others_timed: Option<u32>,
}
