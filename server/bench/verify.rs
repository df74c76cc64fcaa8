//! What the server's two RSA verifications cost by themselves: the measure that its CPU time is compared with.

use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

use crate::support::pki::{KEYS, Key};

const TIMES: u32 = 20_000;

/// Seconds of CPU for two verifications, one of a certificate's size and one of a transcript's.
pub fn cpu_of_two_verifications() -> f64 {
    let Key::Rsa(key) = &KEYS.card else { unreachable!("the card's key is RSA") };
    let public = rsa::pkcs1::EncodeRsaPublicKey::to_pkcs1_der(&key.to_public_key()).unwrap().into_vec();
    let pairs = [vec![7; 1000], vec![9; 224]].map(|octets| (KEYS.card.sign(&octets), octets));
    let before = crate::platform::cpu_seconds("self");
    for _ in 0..TIMES {
        for (signature, octets) in &pairs {
            let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &public);
            key.verify(octets, signature).unwrap();
        }
    }
    (crate::platform::cpu_seconds("self") - before) / f64::from(TIMES)
}
