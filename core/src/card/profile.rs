//! Every application id, file, PIN reference and limit of the card, each with its source in the card fact sheet.
//!
//! This is the allow-list too (REQ-124): the core sends no SELECT and no READ of anything that does not stand here. The
//! My Number, the four basic attributes and the face photo are in other applications and files.

/// The JPKI application (§2). All ten bytes are sent: a prefix can hit another application.
pub const APPLICATION: [u8; 10] = [0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];

/// An elementary file: its id, and its short identifier, which is the id's low five bits (§2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ElementaryFile {
    /// The file id, for SELECT.
    pub id: [u8; 2],
    /// The short identifier, for a P1 or P2 that names the file.
    pub short: u8,
}

/// The user-authentication certificate; free to read on the physical card (§3).
pub const CERTIFICATE: ElementaryFile = ElementaryFile { id: [0x00, 0x0A], short: 0x0A };
/// The user-authentication private key; its use needs the PIN (§3).
pub const KEY: ElementaryFile = ElementaryFile { id: [0x00, 0x17], short: 0x17 };
/// The user-authentication PIN (§3, §6).
pub const PIN: ElementaryFile = ElementaryFile { id: [0x00, 0x18], short: 0x18 };

/// Every application that may be selected.
pub const APPLICATIONS: [&[u8]; 1] = [&APPLICATION];
/// Every file that may be selected or named.
pub const FILES: [ElementaryFile; 3] = [CERTIFICATE, KEY, PIN];

/// The longest certificate that is read, in bytes: HRP/1 §3.7 step 6 takes 4 KiB; real ones are near 1,583 (§7.1).
pub const LONGEST_CERTIFICATE: usize = 4096;
/// What one extended READ asks for, in bytes: more than any certificate seen, and small enough for the buffers of
/// readers that announce extended length.
pub const EXTENDED_READ: u16 = 2048;
/// How many READs one certificate may take: seventeen of 256 bytes hold the longest one, and half as many again.
pub const MOST_READS: usize = 26;

/// Milliseconds that a command may take. Nothing under 20 s ends a session that makes progress (REQ-55).
pub const TIMEOUT_MS: u32 = 20_000;
/// Milliseconds in which a PIN is typed on a reader's keypad: time to find the key, look it up and type.
pub const KEYPAD_TIMEOUT_MS: u32 = 60_000;
/// Milliseconds that a signature may take; peers allow up to 30 s (§8.3).
pub const SIGN_TIMEOUT_MS: u32 = 30_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_identifier_is_the_low_five_bits() {
        for file in FILES {
            let [_, low] = file.id;
            assert_eq!(file.short, low & 0x1F);
        }
    }
}
