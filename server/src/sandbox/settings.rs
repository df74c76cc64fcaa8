//! The practice platform.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::controls::Controls;
use crate::certificate::Anchor;
use crate::clock::Moment;
use crate::settings::{Limits, Settings, Times};
use crate::terms::Terms;
use crate::terms_text::text_of;
use crate::version::Version;
use crate::words::{Algorithm, ClientPlatform, Environment, Lang, Operation, SenderConstrained, ServiceState};

/// 2026-11-01 in Japan.
const IN_FORCE_SINCE: Moment = Moment(1_793_458_800_000);

impl Settings {
    /// A practice platform that trusts the given issuers. Its clock, certificates, eligibility, terms and faults are
    /// set by the control endpoints.
    pub fn sandbox(data: PathBuf, anchors: Vec<Anchor>) -> Self {
        let controls = Arc::new(Controls::default());
        let names = [
            (Lang::Ja, "カザス練習サイト"),
            (Lang::JaEasy, "カザス練習《れんしゅう》サイト"),
            (Lang::En, "Kazasu practice platform"),
        ];
        let least = Version::release(0, 1, 0);
        Self {
            data,
            postgres: None,
            environment: Environment::Sandbox,
            origin: "https://sandbox.example".to_owned(),
            platform_name: names.map(|(lang, name)| (lang, name.to_owned())).into(),
            algorithms: vec![Algorithm::Rs256, Algorithm::Es384],
            sender_constrained: SenderConstrained::Optional,
            operations: Operation::ALL.to_vec(),
            portal_registration: true,
            min_client: ClientPlatform::ALL.iter().map(|platform| (*platform, least)).collect(),
            anchors,
            terms: vec![first_terms()],
            // HRP/1 §3.15: a sandbox starts with 1,000 sessions a minute and no daily limit.
            limits: Limits {
                sessions_per_minute: 1000,
                sessions_per_day: None,
                posts_per_certificate_per_day: None,
                sign_ins_per_certificate_per_day: None,
                ..Limits::default()
            },
            times: Times::default(),
            forwarded_for: false,
            tls: None,
            trusted_proxies: Vec::new(),
            service: ServiceState::Ok,
            revocation: controls.clone(),
            eligibility: controls.clone(),
            controls: Some(controls),
        }
    }
}

/// The terms that are in force at the start.
pub(crate) fn first_terms() -> Terms {
    let texts = [
        (Lang::Ja, text_of(include_str!("../../sandbox/terms.ja.md"), include_str!("../../sandbox/consents.ja.txt"))),
        (
            Lang::JaEasy,
            text_of(include_str!("../../sandbox/terms.ja-easy.md"), include_str!("../../sandbox/consents.ja-easy.txt")),
        ),
        (Lang::En, text_of(include_str!("../../sandbox/terms.en.md"), include_str!("../../sandbox/consents.en.txt"))),
    ];
    Terms {
        version: "2026-11-01".to_owned(),
        effective_from: IN_FORCE_SINCE,
        texts: BTreeMap::from(texts),
        portal_default: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_practice_terms_are_whole_in_every_language() {
        let terms = first_terms();
        assert_eq!(terms.check(), Ok(()));
        assert_eq!(terms.effective_from.to_string(), "2026-10-31T15:00:00Z");
        for lang in Lang::ALL {
            let text = &terms.texts[lang];
            assert!(text.body.len() > 400 && !text.title.is_empty(), "{lang:?}");
            let ids: Vec<&str> = text.items.iter().map(|item| item.id.as_str()).collect();
            let expected = [
                "hrp.consent.cert-serial-to-eligibility",
                "hrp.consent.link-insured-number",
                "hrp.consent.insurer-name-count",
            ];
            assert_eq!(ids, expected);
            assert!(text.items.iter().all(|item| item.required));
        }
    }
}
