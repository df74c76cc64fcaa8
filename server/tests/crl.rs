//! Revocation by CRL files, with CRLs that are really signed.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use kazasu_server::{Anchor, CrlError, CrlFiles, Moment, Revocation, RevocationChecker, RevocationQuery};
use support::pki::{DAY, ISSUER, KEYS, Key, Spec, anchors_pem, now, oid_of};
use x509_cert::crl::{CertificateList, RevokedCert, TbsCertList};
use x509_cert::der::Encode;
use x509_cert::der::asn1::{BitString, OctetString, UtcTime};
use x509_cert::ext::Extension;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::Time;

/// Which database `support` opens platforms on.
#[allow(dead_code)]
const ON_POSTGRES: bool = false;

fn time(seconds: u64) -> Time {
    Time::UtcTime(UtcTime::from_unix_duration(Duration::from_secs(seconds)).unwrap())
}

fn extension(oid: &str, critical: bool, value: Vec<u8>) -> Extension {
    Extension { extn_id: oid_of(oid), critical, extn_value: OctetString::new(value).unwrap() }
}

fn entry(serial: &[u8], reason: Option<u8>) -> RevokedCert {
    RevokedCert {
        serial_number: SerialNumber::new(serial).unwrap(),
        revocation_date: time(now() - DAY),
        crl_entry_extensions: reason.map(|code| vec![extension("2.5.29.21", false, vec![0x0a, 1, code])]),
    }
}

fn crl(key: &Key, until: u64, extensions: Option<Vec<Extension>>) -> Vec<u8> {
    let list = TbsCertList {
        version: x509_cert::certificate::Version::V2,
        signature: key.algorithm(),
        issuer: Name::from_str(ISSUER).unwrap(),
        this_update: time(now() - 60),
        next_update: Some(time(until)),
        revoked_certificates: Some(vec![entry(&[0x11], None), entry(&[0x12], Some(6)), entry(&[0x13], Some(1))]),
        crl_extensions: extensions,
    };
    let signature = BitString::from_bytes(&key.sign_certificate(&list.to_der().unwrap())).unwrap();
    CertificateList { tbs_cert_list: list, signature_algorithm: key.algorithm(), signature }.to_der().unwrap()
}

struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn put(&self, name: &str, octets: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, octets).unwrap();
        path
    }
}

fn query(issuer: &Key, serial: &[u8], later: u64) -> RevocationQuery {
    let moment = i64::try_from((now() + later) * 1000).unwrap();
    RevocationQuery { issuer_der: vec![], issuer_key_id: issuer.id(), serial: serial.to_vec(), now: Moment(moment) }
}

fn anchors() -> Vec<Anchor> {
    Anchor::parse_pem(&anchors_pem()).unwrap()
}

#[tokio::test]
async fn req_107_a_crl_gives_all_four_outcomes() {
    let files = Files::new();
    let own = files.put("a.crl", &crl(&KEYS.issuer, now() + DAY, None));
    let checker = CrlFiles::open(vec![own], anchors()).unwrap();
    for (serial, expected) in [
        (vec![0x10], Revocation::Good),
        (vec![0x11], Revocation::Revoked),
        (vec![0, 0x11], Revocation::Revoked),
        (vec![0x12], Revocation::Suspended),
        (vec![0x13], Revocation::Revoked),
    ] {
        let evidence = checker.check(&query(&KEYS.issuer, &serial, 0)).await;
        assert_eq!((evidence.result, evidence.method), (expected, "crl"), "{serial:?}");
        assert!(evidence.this_update.is_some() && evidence.reference.unwrap().len() == 64);
    }
    // Over, and of an issuer that shares the name but has no list.
    assert_eq!(checker.check(&query(&KEYS.issuer, &[0x10], DAY + 1)).await.result, Revocation::Unavailable);
    assert_eq!(checker.check(&query(&KEYS.second_issuer, &[0x10], 0)).await.result, Revocation::Unavailable);
}

#[tokio::test]
async fn each_issuer_of_one_name_has_its_own_list_and_a_changed_file_is_read_again() {
    let files = Files::new();
    let paths = vec![
        files.put("a.crl", &crl(&KEYS.issuer, now() + DAY, None)),
        files.put("b.crl", &crl(&KEYS.p384_issuer, now() + DAY, None)),
    ];
    let checker = CrlFiles::open(paths.clone(), anchors()).unwrap();
    assert_eq!(checker.check(&query(&KEYS.p384_issuer, &[0x11], 0)).await.result, Revocation::Revoked);
    std::fs::write(&paths[0], b"broken").unwrap();
    let file = std::fs::File::options().write(true).open(&paths[0]).unwrap();
    file.set_modified(std::time::SystemTime::now() + Duration::from_secs(2)).unwrap();
    assert_eq!(checker.check(&query(&KEYS.issuer, &[0x10], 0)).await.result, Revocation::Unavailable);
}

#[test]
fn what_cannot_be_trusted_is_refused() {
    let files = Files::new();
    let open = |octets: &[u8]| CrlFiles::open(vec![files.put("x.crl", octets)], anchors()).err().unwrap();
    assert!(matches!(open(b"nothing"), CrlError::Malformed(_)));
    assert!(matches!(open(&crl(&KEYS.card, now() + DAY, None)), CrlError::Untrusted(_)));
    let partial = vec![extension("2.5.29.28", true, vec![0x30, 0])];
    assert!(matches!(open(&crl(&KEYS.issuer, now() + DAY, Some(partial))), CrlError::Partial(_)));
    let mut changed = crl(&KEYS.issuer, now() + DAY, None);
    let place = changed.len() - 300;
    changed[place] ^= 1;
    assert!(matches!(open(&changed), CrlError::Untrusted(_) | CrlError::Malformed(_)));
    let certificate = Spec::issuer(&KEYS.issuer).sign(&KEYS.issuer);
    assert!(matches!(open(&certificate), CrlError::Malformed(_)));
}
