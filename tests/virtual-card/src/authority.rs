//! The test certificate hierarchy and the keys of the cards it issues.

mod certificate;
mod dates;
mod extensions;
mod folder;
mod keys;
mod leaf;
mod names;

use std::fmt;
use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

pub(crate) use dates::{DAY, day_end};
pub use folder::AuthorityError;
use keys::KeyStore;
pub use keys::{Key, KeyName};
pub use leaf::{LeafProfile, LeafSpec};

/// Years as the authority counts them; nothing depends on leap days.
const YEAR: i64 = 365 * DAY;

/// A certification authority of the test hierarchy. All but [`Issuer::Signature`] have the same
/// name and differ by key identifier, as the generations of the real one do (card fact sheet §7.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issuer {
    /// The older RSA generation; cards issued more than four years ago are its.
    Older,
    /// The present RSA generation.
    Present,
    /// P-384, for the next-generation card.
    Next,
    /// Issuer of signature certificates, with a name of its own.
    Signature,
    /// Somebody else's authority under the same name as [`Issuer::Present`]. It is not among the
    /// anchors.
    Foreign,
}

impl Issuer {
    const ALL: [Issuer; 5] = [Issuer::Older, Issuer::Present, Issuer::Next, Issuer::Signature, Issuer::Foreign];
    const ANCHORS: [Issuer; 3] = [Issuer::Older, Issuer::Present, Issuer::Next];

    /// The key this issuer signs with.
    #[must_use]
    pub fn key(self) -> KeyName {
        match self {
            Issuer::Older => KeyName::OlderCa,
            Issuer::Present => KeyName::PresentCa,
            Issuer::Next => KeyName::NextCa,
            Issuer::Signature => KeyName::SignatureCa,
            Issuer::Foreign => KeyName::ForeignCa,
        }
    }

    fn unit(self) -> &'static str {
        match self {
            Issuer::Signature => "JPKI for digital signature",
            _ => "JPKI for user authentication",
        }
    }

    /// Validity relative to the day the authority was made, and the serial number. Serial numbers
    /// and the overlap of the generations follow the real ones (card fact sheet §7.2).
    fn term(self, created: i64) -> (i64, i64, &'static [u8]) {
        match self {
            Issuer::Older => (created - 9 * YEAR, created + YEAR, &[0x01]),
            Issuer::Present | Issuer::Foreign => (created - 4 * YEAR, created + 6 * YEAR, &[0x01, 0x33, 0xC3, 0x49]),
            Issuer::Next => (created - YEAR, created + 19 * YEAR, &[0x06, 0xD1, 0x80, 0x06]),
            Issuer::Signature => (created - 4 * YEAR, created + 6 * YEAR, &[0x01, 0x32, 0xC4, 0xAB]),
        }
    }
}

/// A test certificate hierarchy: self-signed authorities, and the keys of the cards they issue.
///
/// Keys are generated when first needed. Certificates are a function of keys and dates alone, so an
/// authority kept in a folder gives the same card again.
pub struct Authority {
    created: i64,
    keys: KeyStore,
    certificates: [OnceLock<Vec<u8>>; Issuer::ALL.len()],
}

impl Authority {
    /// A new hierarchy with fresh keys, made today.
    #[must_use]
    pub fn new() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Self::at(i64::try_from(now).unwrap_or(i64::MAX))
    }

    /// A new hierarchy with fresh keys, as if made at `now_unix`.
    #[must_use]
    pub fn at(now_unix: i64) -> Self {
        Self { created: now_unix.div_euclid(DAY) * DAY, keys: KeyStore::default(), certificates: Default::default() }
    }

    /// Start of the day this hierarchy was made.
    #[must_use]
    pub fn created_unix(&self) -> i64 {
        self.created
    }

    /// A key of the hierarchy or of one of its cards.
    pub fn key(&self, name: KeyName) -> &Key {
        self.keys.get(name)
    }

    /// The self-signed certificate of an issuer, as DER.
    pub fn issuer_certificate(&self, issuer: Issuer) -> &[u8] {
        self.certificates[issuer as usize].get_or_init(|| {
            let (not_before, not_after, serial) = issuer.term(self.created);
            certificate::self_signed(self.key(issuer.key()), issuer.unit(), serial, not_before, not_after)
        })
    }

    fn issuer_name(&self, issuer: Issuer) -> x509_cert::name::Name {
        names::issuer(issuer.unit())
    }

    /// The certificates a verifier of user-authentication certificates has to trust, as DER.
    #[must_use]
    pub fn anchors_der(&self) -> Vec<Vec<u8>> {
        Issuer::ANCHORS.iter().map(|&issuer| self.issuer_certificate(issuer).to_vec()).collect()
    }

    /// [`Self::anchors_der`] as one PEM file.
    #[must_use]
    pub fn anchors_pem(&self) -> String {
        self.anchors_der().iter().map(|der| certificate::to_pem(der)).collect()
    }

    /// The authority that would have issued a certificate which begins at `not_before`.
    #[must_use]
    pub fn issuer_at(&self, not_before: i64) -> Issuer {
        if not_before < Issuer::Present.term(self.created).0 { Issuer::Older } else { Issuer::Present }
    }

    /// Issues a certificate, as DER.
    #[must_use]
    pub fn issue(&self, spec: &LeafSpec) -> Vec<u8> {
        leaf::issue(self, spec)
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Authority").field("created", &self.created).finish_non_exhaustive()
    }
}
