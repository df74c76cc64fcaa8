//! Revocation by OCSP, with a responder that really answers over HTTP and really signs.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kazasu_server::{
    Anchor, Moment, OcspResponder, Revocation, RevocationChecker, RevocationEvidence, RevocationQuery,
};
use support::client::Platform;
use support::pki::{DAY, ISSUER, KEYS, Key, Spec, anchors_pem, now};
use support::proof::Card;
use tokio::net::TcpListener;
use x509_cert::Certificate;
use x509_cert::der::asn1::{BitString, GeneralizedTime, Null, OctetString};
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::CrlReason;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_ocsp::{
    AsResponseBytes, BasicOcspResponse, CertStatus, OcspGeneralizedTime, OcspRequest, OcspResponse, ResponderId,
    ResponseData, RevokedInfo, SingleResponse, Version,
};

/// Which database `support` opens platforms on.
#[allow(dead_code)]
const ON_POSTGRES: bool = false;

/// What a responder says; each part is free to be wrong.
#[derive(Clone)]
struct Says {
    status: CertStatus,
    /// Seconds from now.
    this_update: i64,
    next_update: Option<i64>,
    nonce: Option<Nonce>,
    serial: Option<Vec<u8>>,
    signer: Key,
    certificates: Vec<Vec<u8>>,
    http: u16,
    /// Instead of an OCSP answer.
    octets: Option<Vec<u8>>,
}

#[derive(Clone, Copy)]
enum Nonce {
    Echoed,
    Other,
}

impl Says {
    fn good() -> Self {
        Self {
            status: CertStatus::good(),
            this_update: -60,
            next_update: Some(3600),
            nonce: Some(Nonce::Echoed),
            serial: None,
            signer: KEYS.issuer.clone(),
            certificates: vec![],
            http: 200,
            octets: None,
        }
    }

    fn revoked(reason: Option<CrlReason>) -> Self {
        let info = RevokedInfo { revocation_time: time(-1000), revocation_reason: reason };
        Self { status: CertStatus::Revoked(info), ..Self::good() }
    }

    fn answer(&self, request: &[u8]) -> Vec<u8> {
        if let Some(octets) = &self.octets {
            return octets.clone();
        }
        let request = OcspRequest::from_der(request).unwrap();
        let mut about = request.tbs_request.request_list[0].req_cert.clone();
        if let Some(serial) = &self.serial {
            about.serial_number = SerialNumber::new(serial).unwrap();
        }
        let mut extensions = request.tbs_request.request_extensions.clone().unwrap();
        assert_eq!(extensions[0].extn_value.as_bytes().len(), 34, "a nonce of 32 octets");
        if matches!(self.nonce, Some(Nonce::Other)) {
            extensions[0].extn_value = OctetString::new([[4, 32].as_slice(), &[7; 32]].concat()).unwrap();
        }
        let data = ResponseData {
            version: Version::default(),
            responder_id: ResponderId::ByKey(OctetString::new([1; 20]).unwrap()),
            produced_at: time(self.this_update),
            responses: vec![SingleResponse {
                cert_id: about,
                cert_status: self.status,
                this_update: time(self.this_update),
                next_update: self.next_update.map(time),
                single_extensions: None,
            }],
            response_extensions: self.nonce.is_some().then_some(extensions),
        };
        let signature = self.signer.sign_certificate(&data.to_der().unwrap());
        let certificates = self.certificates.iter().map(|der| Certificate::from_der(der).unwrap()).collect();
        let basic = BasicOcspResponse {
            tbs_response_data: data,
            signature_algorithm: self.signer.algorithm(),
            signature: BitString::from_bytes(&signature).unwrap(),
            certs: Some(certificates).filter(|all: &Vec<_>| !all.is_empty()),
        };
        OcspResponse::successful(Basic(basic)).unwrap().to_der().unwrap()
    }
}

/// `BasicOcspResponse` with the type that it is answered under.
struct Basic(BasicOcspResponse);

impl x509_cert::der::oid::AssociatedOid for Basic {
    const OID: x509_cert::der::oid::ObjectIdentifier =
        x509_cert::der::oid::ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");
}

impl Encode for Basic {
    fn encoded_len(&self) -> x509_cert::der::Result<x509_cert::der::Length> {
        self.0.encoded_len()
    }

    fn encode(&self, encoder: &mut impl x509_cert::der::Writer) -> x509_cert::der::Result<()> {
        self.0.encode(encoder)
    }
}

impl AsResponseBytes for Basic {}

fn time(from_now: i64) -> OcspGeneralizedTime {
    let seconds = u64::try_from(i64::try_from(now()).unwrap() + from_now).unwrap();
    OcspGeneralizedTime(GeneralizedTime::from_unix_duration(Duration::from_secs(seconds)).unwrap())
}

/// A responder on a port of its own, and how often it was asked.
struct Responder {
    address: String,
    says: Arc<Mutex<Says>>,
    asked: Arc<Mutex<usize>>,
}

impl Responder {
    async fn start(says: Says, location: Option<String>) -> Self {
        let (says, asked) = (Arc::new(Mutex::new(says)), Arc::new(Mutex::new(0)));
        let (shared, count) = (says.clone(), asked.clone());
        let answer = move |body: Bytes| {
            *count.lock().unwrap() += 1;
            let says = shared.lock().unwrap().clone();
            let status = StatusCode::from_u16(says.http).unwrap();
            let mut response: Response = (status, says.answer(&body)).into_response();
            if let Some(location) = &location {
                response.headers_mut().insert("location", location.parse().unwrap());
            }
            std::future::ready(response)
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
        Self { address, says, asked }
    }

    fn checker(&self) -> OcspResponder {
        let anchors = Anchor::parse_pem(&anchors_pem()).unwrap();
        OcspResponder::new(&self.address, Duration::from_secs(3 * 3600), anchors).unwrap()
    }

    async fn asked_about(&self, issuer: &Key) -> RevocationEvidence {
        let issuer_der = ISSUER.parse::<Name>().unwrap().to_der().unwrap();
        let now = Moment(i64::try_from(now() * 1000).unwrap());
        let query = RevocationQuery { issuer_der, issuer_key_id: issuer.id(), serial: vec![0x11], now };
        self.checker().check(&query).await
    }

    async fn outcome(&self, says: Says) -> Revocation {
        *self.says.lock().unwrap() = says;
        self.asked_about(&KEYS.issuer).await.result
    }
}

#[tokio::test]
async fn req_107_four_outcomes_and_whatever_cannot_be_believed_is_none() {
    use Revocation::{Good, Revoked, Suspended, Unavailable};
    let responder = Responder::start(Says::good(), None).await;
    let delegated = |usage: &[u8]| {
        let mut spec = Spec::card(&KEYS.second_issuer, &KEYS.issuer, &[0x55]);
        spec.further.push(("2.5.29.37", false, usage.to_vec()));
        (spec.sign(&KEYS.issuer), Spec { not_after: now() - DAY, ..spec }.sign(&KEYS.issuer))
    };
    let (delegate, ended) = delegated(&[0x30, 0x0a, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 9]);
    let (other_purpose, _) = delegated(&[0x30, 0x0a, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1]);
    let by = |certificate: &[u8]| Says {
        signer: KEYS.second_issuer.clone(),
        certificates: vec![certificate.to_vec()],
        ..Says::good()
    };
    let cases: Vec<(&str, Says, Revocation)> = vec![
        ("good", Says::good(), Good),
        ("revoked", Says::revoked(None), Revoked),
        ("revoked for a compromised key", Says::revoked(Some(CrlReason::KeyCompromise)), Revoked),
        ("on hold", Says::revoked(Some(CrlReason::CertificateHold)), Suspended),
        ("unknown", Says { status: CertStatus::Unknown(Null), ..Says::good() }, Unavailable),
        ("made before, without a nonce", Says { nonce: None, ..Says::good() }, Good),
        ("another nonce", Says { nonce: Some(Nonce::Other), ..Says::good() }, Unavailable),
        ("another certificate", Says { serial: Some(vec![0x12]), ..Says::good() }, Unavailable),
        ("by a delegate", by(&delegate), Good),
        ("by a delegate that is over", by(&ended), Unavailable),
        ("by a certificate for something else", by(&other_purpose), Unavailable),
        ("by a stranger", Says { signer: KEYS.second_issuer.clone(), ..Says::good() }, Unavailable),
        ("14 minutes ahead", Says { this_update: 14 * 60, ..Says::good() }, Good),
        ("16 minutes ahead", Says { this_update: 16 * 60, ..Says::good() }, Unavailable),
        ("too old", Says { this_update: -4 * 3600, ..Says::good() }, Unavailable),
        ("over", Says { this_update: -3600, next_update: Some(-16 * 60), ..Says::good() }, Unavailable),
        ("without an end", Says { next_update: None, ..Says::good() }, Good),
        ("declined", Says { octets: Some(vec![0x30, 3, 0x0a, 1, 3]), ..Says::good() }, Unavailable),
        ("not OCSP", Says { octets: Some(b"<html>".to_vec()), ..Says::good() }, Unavailable),
        ("too long", Says { octets: Some(vec![0x30; 70_000]), ..Says::good() }, Unavailable),
        ("HTTP 500", Says { http: 500, ..Says::good() }, Unavailable),
    ];
    for (what, says, expected) in cases {
        assert_eq!((what, responder.outcome(says).await), (what, expected));
    }
    let octets = Says::good();
    *responder.says.lock().unwrap() = octets;
    let evidence = responder.asked_about(&KEYS.issuer).await;
    assert_eq!((evidence.method, evidence.responder.as_deref()), ("ocsp", Some(responder.address.as_str())));
    assert!(evidence.produced_at.is_some() && evidence.this_update.is_some());
    assert_eq!(evidence.reference.unwrap().len(), 64);
    let asked = *responder.asked.lock().unwrap();
    assert_eq!(responder.asked_about(&KEYS.card).await.result, Unavailable, "not an issuer of ours");
    assert_eq!(*responder.asked.lock().unwrap(), asked, "nobody is asked about strangers");
}

#[tokio::test]
async fn req_107_a_responder_that_is_gone_is_no_yes() {
    let responder = Responder { address: "http://127.0.0.1:9/".into(), ..Responder::start(Says::good(), None).await };
    assert_eq!(responder.asked_about(&KEYS.issuer).await.result, Revocation::Unavailable);
    for address in ["ocsp.example", "https://ocsp.example/", "ftp://a/", "http://"] {
        let made = OcspResponder::new(address, Duration::from_secs(1), vec![]);
        assert!(made.is_err_and(|error| error.to_string().contains("http://ocsp.example/")), "{address}");
    }
}

/// DER of a tag around a content of less than 128 octets.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    [&[tag, u8::try_from(content.len()).unwrap()], content].concat()
}

/// A card whose certificate names addresses, as every card's does.
fn pointing_at(address: &str) -> Card {
    let address = der(0x86, address.as_bytes());
    let ocsp = [der(6, &[0x2b, 6, 1, 5, 5, 7, 0x30, 1]), address.clone()].concat();
    let crl = der(0x30, &der(0x30, &der(0xa0, &der(0xa0, &address))));
    let mut spec = Spec::card(&KEYS.card, &KEYS.issuer, &[0x11]);
    spec.further.push(("1.3.6.1.5.5.7.1.1", false, der(0x30, &der(0x30, &ocsp))));
    spec.further.push(("2.5.29.31", false, crl));
    Card::of(&KEYS.card, spec.sign(&KEYS.issuer))
}

#[tokio::test]
async fn t30_no_address_in_a_certificate_is_called_and_no_redirect_is_followed() {
    let canary = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = format!("http://{}/", canary.local_addr().unwrap());
    let card = pointing_at(&place);

    let responder = Responder::start(Says::good(), None).await;
    let platform = Platform::with(|settings| settings.revocation = Arc::new(responder.checker())).await;
    assert_eq!(platform.register(&card, false).await.status, 202);
    assert_eq!(*responder.asked.lock().unwrap(), 1, "the configured responder was asked");

    for http in [301, 302, 303, 307, 308] {
        let responder = Responder::start(Says { http, ..Says::good() }, Some(place.clone())).await;
        let platform = Platform::with(|settings| settings.revocation = Arc::new(responder.checker())).await;
        platform.register(&card, false).await.is_problem(503, "revocation-unavailable");
        assert_eq!(*responder.asked.lock().unwrap(), 1);
    }
    let called = tokio::time::timeout(Duration::from_millis(300), canary.accept()).await;
    assert!(called.is_err(), "somebody called an address of the certificate");
}
