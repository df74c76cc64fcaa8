//! T15: what must not be guessed comes from the system's generator, and looks like it.

use std::collections::BTreeSet;

use base64ct::{Base64UrlUnpadded, Encoding as _};

use crate::support::client::{Platform, session_request};

/// Sessions that are opened. Each draws a token and a challenge of 32 octets.
const SESSIONS: usize = 400;

#[tokio::test]
async fn t15_tokens_and_challenges_look_like_the_systems_own_randomness() {
    let platform = Platform::open().await;
    let mut drawn: [Vec<Vec<u8>>; 2] = Default::default();
    for _ in 0..SESSIONS {
        let body = platform.post("/v1/sessions", &session_request()).await.json();
        // A token begins with the time at which it was made.
        let token = &body["session_token"].as_str().unwrap()[9..];
        for (kind, text) in [token, body["challenge"]["challenge"].as_str().unwrap()].into_iter().enumerate() {
            drawn[kind].push(Base64UrlUnpadded::decode_vec(text).unwrap());
        }
    }
    for draws in drawn {
        assert!(draws.iter().all(|draw| draw.len() == 32));
        assert_eq!(draws.iter().collect::<BTreeSet<_>>().len(), SESSIONS, "none came twice");
        // Each of the 256 places of a bit is set in half of all draws, give or take six standard deviations: of a good
        // generator one place in 500 million is further off.
        let slack = 6.0 * (SESSIONS as f64).sqrt() / 2.0;
        for place in 0..256 {
            let set = draws.iter().filter(|draw| draw[place / 8] >> (place % 8) & 1 == 1).count();
            assert!((set as f64 - SESSIONS as f64 / 2.0).abs() < slack, "bit {place}: {set} of {SESSIONS}");
        }
        // And a draw says nothing about the next: half of the bits change, over all draws.
        let changed: u32 = draws
            .windows(2)
            .map(|two| two[0].iter().zip(&two[1]).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>())
            .sum();
        let bits = (SESSIONS as f64 - 1.0) * 256.0;
        assert!((f64::from(changed) - bits / 2.0).abs() < 6.0 * bits.sqrt() / 2.0, "{changed} of {bits}");
    }
}
