//! Elementary files of the JPKI application (card fact sheet §3).

use super::behaviour::{Behaviour, Filler};

/// File identifier of the user-authentication certificate.
pub(super) const AUTHENTICATION_CERTIFICATE: u16 = 0x000A;

/// Which of the two PINs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pin {
    /// Four digits, three tries (EF 0018).
    User,
    /// The signature password, five tries (EF 001B).
    Signature,
}

/// What an elementary file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum File<'a> {
    /// Readable, for some only after a PIN.
    Data { content: &'a [u8], needs: Option<Pin> },
    /// Readable for nobody who has only the holder's PINs.
    Closed,
    /// Internal: a PIN.
    Pin(Pin),
    /// Internal: a private key and the PIN it needs.
    Key(Pin),
    /// Internal, of no use to the holder.
    Internal,
}

/// What the issuer has written into a card.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// EF 000A. `None`: the file does not exist.
    pub authentication_certificate: Option<Vec<u8>>,
    /// EF 000B.
    pub authentication_issuer: Vec<u8>,
    /// EF 0001.
    pub signature_certificate: Option<Vec<u8>>,
    /// EF 0002.
    pub signature_issuer: Vec<u8>,
}

/// Readable files, as they are on the card.
pub(super) struct Files {
    authentication_certificate: Option<Vec<u8>>,
    authentication_issuer: Vec<u8>,
    signature_certificate: Option<Vec<u8>>,
    signature_issuer: Vec<u8>,
    token_information: Vec<u8>,
    availability: [u8; 3],
    authentication_needs: Option<Pin>,
}

impl Files {
    pub(super) fn new(contents: Contents, behaviour: &Behaviour) -> Self {
        let filler = behaviour.filler;
        let present = |certificate: &Option<Vec<u8>>| if certificate.is_some() { 0x8F } else { 0x00 };
        let android = behaviour.token == super::behaviour::Token::AndroidPhone;
        Self {
            availability: [present(&contents.signature_certificate), present(&contents.authentication_certificate), 0],
            authentication_certificate: contents.authentication_certificate.map(|der| filled(der, filler)),
            authentication_issuer: filled(contents.authentication_issuer, filler),
            signature_certificate: contents.signature_certificate.map(|der| filled(der, filler)),
            signature_issuer: filled(contents.signature_issuer, filler),
            token_information: token_information(behaviour.token.label()),
            authentication_needs: android.then_some(Pin::User),
        }
    }

    /// The file with this identifier. EF 0005 and 0009 exist, but nobody has seen their content.
    pub(super) fn get(&self, id: u16) -> Option<File<'_>> {
        let free = |content| Some(File::Data { content, needs: None });
        match id {
            0x0001 => {
                let content = self.signature_certificate.as_deref()?;
                Some(File::Data { content, needs: Some(Pin::Signature) })
            }
            0x0002 => free(&self.signature_issuer),
            0x0005 | 0x0009 => Some(File::Closed),
            0x0006 => free(&self.token_information),
            0x0008 => free(&self.availability),
            AUTHENTICATION_CERTIFICATE => {
                let content = self.authentication_certificate.as_deref()?;
                Some(File::Data { content, needs: self.authentication_needs })
            }
            0x000B => free(&self.authentication_issuer),
            0x0017 => Some(File::Key(Pin::User)),
            0x0018 => Some(File::Pin(Pin::User)),
            0x001A => Some(File::Key(Pin::Signature)),
            0x001B => Some(File::Pin(Pin::Signature)),
            0x0016 | 0x001E => Some(File::Internal),
            _ => None,
        }
    }
}

fn filled(mut der: Vec<u8>, filler: Filler) -> Vec<u8> {
    der.resize(der.len() + filler.length, filler.octet);
    der
}

/// EF 0006: a PKCS#11 token description of 160 octets (card fact sheet §3.1).
fn token_information(label: &str) -> Vec<u8> {
    let mut octets = Vec::with_capacity(160);
    octets.extend(format!("{label:<32}{:<32}{:<16}{:<16}", "0000000000000000", "E16R01NJ", "1234567890123456").bytes());
    for field in [0x0000_040D_u32, 1, 0, 1, 0, 16, 6, u32::MAX, u32::MAX, u32::MAX, u32::MAX] {
        octets.extend(field.to_be_bytes());
    }
    octets.extend(b"03019999999999999999");
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_information_has_its_fields_in_place() {
        let octets = token_information("JPKIAPICCTOKEN2");
        assert_eq!(octets.len(), 160);
        assert_eq!(&octets[..32], b"JPKIAPICCTOKEN2                 ");
        assert_eq!(&octets[96..100], &[0, 0, 4, 0x0D]);
        assert_eq!(&octets[116..124], &[0, 0, 0, 16, 0, 0, 0, 6]);
        assert_eq!(&octets[140..], b"03019999999999999999");
    }
}
