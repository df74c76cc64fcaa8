//! What a responder is asked (RFC 6960 §4.1).

use der::Encode;
use der::asn1::{Null, OctetString};
use der::oid::ObjectIdentifier;
use ring::digest::{self, SHA1_FOR_LEGACY_USE_ONLY};
use x509_cert::ext::Extension;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_ocsp::{CertId, OcspRequest, Request, TbsRequest};

use crate::certificate::Anchor;
use crate::ids::random;

/// In `CertID` SHA-1 only names the issuer, and some responders know nothing else (RFC 5019 §2.1.1).
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
pub(super) const NONCE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.2");

/// A question about one certificate.
pub(super) struct Question {
    pub(super) octets: Vec<u8>,
    pub(super) about: CertId,
    /// DER of the nonce, as it stands in the extension.
    pub(super) nonce: Vec<u8>,
}

impl Question {
    /// `None` without randomness, or for a serial that is none.
    pub(super) fn new(issuer: &Anchor, serial: &[u8]) -> Option<Self> {
        let hash = |octets: &[u8]| OctetString::new(digest::digest(&SHA1_FOR_LEGACY_USE_ONLY, octets).as_ref()).ok();
        let about = CertId {
            hash_algorithm: AlgorithmIdentifierOwned { oid: SHA1, parameters: Some(Null.into()) },
            issuer_name_hash: hash(issuer.subject_der())?,
            issuer_key_hash: hash(issuer.key().octets())?,
            serial_number: SerialNumber::new(serial).ok()?,
        };
        let nonce = OctetString::new(random::<32>().ok()?.as_slice()).ok()?.to_der().ok()?;
        let extension =
            Extension { extn_id: NONCE, critical: false, extn_value: OctetString::new(nonce.as_slice()).ok()? };
        let request = OcspRequest {
            tbs_request: TbsRequest {
                request_list: vec![Request { req_cert: about.clone(), single_request_extensions: None }],
                request_extensions: Some(vec![extension]),
                ..TbsRequest::default()
            },
            optional_signature: None,
        };
        Some(Self { octets: request.to_der().ok()?, about, nonce })
    }
}
