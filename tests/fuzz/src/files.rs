//! What is kept on the device, and what builders of an app and of tests write.

use kazasu_core::platform::{Environment, Links, Platform, PlatformSpec};
use kazasu_explore::drive::{ONCE, drive_from, honest};
use kazasu_explore::invariants::Invariant;
use kazasu_explore::starts::Start;

use super::{SHARED, holds};

/// The octets are the record of a signed request that has no definite answer.
pub(super) fn record(octets: &[u8]) {
    let mut driven = drive_from(&SHARED, Start::FRESH, ONCE, Some(octets.to_vec()), &mut honest);
    // What was agreed to in the run that kept it, this run cannot know.
    driven.violation = driven.violation.filter(|violation| violation.invariant != Invariant::NothingUnagreed);
    holds(&driven);
}

/// An origin, and behind a line break an address: what is taken keeps the rules of HRP/1 §3.3.
pub(super) fn addresses(octets: &[u8]) {
    let text = String::from_utf8_lossy(octets);
    let (origin, address) = text.split_once('\n').unwrap_or((&text, &text));
    for environment in [Environment::Sandbox, Environment::Production] {
        let spec = PlatformSpec {
            origin: origin.to_owned(),
            environment,
            name: [("en".to_owned(), address.to_owned())].into(),
            policies: None,
            links: Links { faq: Some(address.to_owned()), ..Links::default() },
        };
        let Ok(platform) = Platform::new(spec) else { continue };
        assert_eq!((platform.origin(), platform.address()), (origin, origin));
        is_origin(origin);
        let Ok(there) = platform.at(address) else { continue };
        assert_eq!(environment, Environment::Sandbox, "only a sandbox is told another address");
        match there.address().strip_prefix("http://") {
            None => is_origin(there.address()),
            Some(host) => {
                let local = ["127.0.0.1", "[::1]", "localhost"].iter().filter_map(|known| host.strip_prefix(known));
                let port = |rest: &str| {
                    rest.is_empty() || rest.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok())
                };
                assert!(local.into_iter().any(port), "{host} is not this machine");
                assert_eq!(there.origin(), origin, "what is signed stays the origin");
            }
        }
    }
}

/// https, lower case, no user, path, query or fragment, no port 443.
fn is_origin(text: &str) {
    let host = text.strip_prefix("https://").unwrap_or_else(|| panic!("{text} is taken for an origin"));
    let bad = |letter: char| !matches!(letter, 'a'..='z' | '0'..='9' | '-' | '.' | ':');
    let port = host.split_once(':').map_or("1", |(_, port)| port);
    let plain = port.starts_with(|digit: char| matches!(digit, '1'..='9')) && port != "443";
    assert!(!host.is_empty() && !host.contains(bad) && plain, "{text} is taken for an origin");
}

/// A file of the scenario table.
pub(super) fn scenario(octets: &[u8]) {
    if let Ok(text) = std::str::from_utf8(octets) {
        let _ = kazasu_scenarios::parse(text);
        let _ = kazasu_scenarios::step(text);
    }
}
