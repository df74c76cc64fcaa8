//! Which public keys are a card's, and what policies say. Those of real certificates, and their signatures, are tested with
//! the virtual card.

use der::Encode as _;
use der::asn1::BitStringRef;
use spki::AlgorithmIdentifierRef;

use super::*;

const P_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// Which kind of key these octets are under that algorithm.
fn kind(oid: ObjectIdentifier, parameters: Option<AnyRef<'_>>, octets: &[u8]) -> Option<Algorithm> {
    let algorithm = AlgorithmIdentifierRef { oid, parameters };
    let subject_public_key = BitStringRef::from_bytes(octets).unwrap();
    let key = key(SubjectPublicKeyInfoRef { algorithm, subject_public_key })?;
    let certificate = Certificate { der: Vec::new(), key, not_before: 0, not_after: 0, policies: Vec::new() };
    Some(certificate.algorithm())
}

/// An RSA key of so many octets, which end in this one and begin with that.
fn rsa(length: usize, first: u8, last: u8, exponent: &[u8]) -> Vec<u8> {
    let mut modulus = vec![0x5A; length];
    (modulus[0], modulus[length - 1]) = (first, last);
    let (modulus, exponent) = (UintRef::new(&modulus).unwrap(), UintRef::new(exponent).unwrap());
    RsaPublicKey { modulus, exponent }.to_der().unwrap()
}

#[test]
fn an_rsa_key_of_a_card_has_2048_bits_and_the_usual_exponent() {
    let good = rsa(256, 0x80, 0x01, &[1, 0, 1]);
    assert_eq!(kind(RSA, Some(AnyRef::NULL), &good), Some(Algorithm::Rs256));
    for other in [
        rsa(256, 0x7F, 0x01, &[1, 0, 1]),
        rsa(256, 0x80, 0x02, &[1, 0, 1]),
        rsa(255, 0xFF, 0x01, &[1, 0, 1]),
        rsa(257, 0x80, 0x01, &[1, 0, 1]),
        rsa(256, 0x80, 0x01, &[3]),
        UintRef::new(&[1]).unwrap().to_der().unwrap(),
        Vec::new(),
    ] {
        assert_eq!(kind(RSA, Some(AnyRef::NULL), &other), None, "{other:02x?}");
    }
    assert_eq!(kind(RSA, None, &good), None, "RFC 3279 §2.3.1: the parameters are NULL");
    assert_eq!(kind(ED25519, Some(AnyRef::NULL), &good), None);
}

#[test]
fn an_elliptic_curve_key_is_a_point_of_p_384() {
    // The base point (SEC 2 §2.5.1).
    let base = "04\
        AA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7\
        3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F";
    let octet = |at| u8::from_str_radix(&base[at..at + 2], 16).unwrap();
    let mut point: Vec<u8> = (0..base.len()).step_by(2).map(octet).collect();
    assert_eq!(kind(EC, Some((&P_384).into()), &point), Some(Algorithm::Es384));
    assert_eq!(kind(EC, Some((&P_256).into()), &point), None);
    assert_eq!(kind(EC, None, &point), None);
    assert_eq!(kind(ED25519, Some((&P_384).into()), &point), None);
    point[96] ^= 1;
    assert_eq!(kind(EC, Some((&P_384).into()), &point), None, "beside the curve");
}

#[test]
fn policies_say_of_which_environment_a_certificate_is_or_nothing() {
    let environment = |policies: &[&str]| {
        let policies = policies.iter().map(|policy| (*policy).to_owned()).collect();
        Certificate { der: Vec::new(), key: Key::Rsa(Vec::new()), not_before: 0, not_after: 0, policies }.environment()
    };
    assert_eq!(environment(&["1.2.392.200149.8.5.1.0.30"]), Some(Environment::Sandbox));
    for production in PRODUCTION_POLICIES {
        assert_eq!(environment(&["1.2.3", production]), Some(Environment::Production));
    }
    assert_eq!(environment(&["1.2.3", "1.2.392.200149.8.5.1.1"]), None);
    assert_eq!(environment(&[]), None);
}
