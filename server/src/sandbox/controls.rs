//! What the control endpoints set: it is held in memory and gone after a restart.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::faults::Rule;
use crate::clock::Moment;
use crate::codec::hex;
use crate::eligibility::{
    Delivery, DeliveryAnswer, EligibilityBackend, InsuranceAnswer, InsuranceSummary, Progress, Verdict,
};
use crate::ids::RegistrationId;
use crate::revocation::{
    Revocation, RevocationAnswer, RevocationChecker, RevocationEvidence, RevocationQuery, serial_text,
};
use crate::store::DeliveryKind;
use crate::words::{SenderConstrained, words};

words! {
    /// What the sandbox says of a certificate.
    CertificateStatus {
        /// Not revoked.
        Good = "good",
        /// Revoked.
        Revoked = "revoked",
        /// Suspended.
        Suspended = "suspended",
        /// Nobody knows.
        Unknown = "unknown",
        /// No answer comes.
        Timeout = "timeout",
        /// Not revoked, but that is told only when the check comes, as by OCSP.
        Asked = "asked",
    }
}

/// The sandbox's revocation source, eligibility back end and faults to come.
pub struct Controls {
    state: Mutex<State>,
}

struct State {
    certificates: HashMap<String, CertificateStatus>,
    delay: Duration,
    outcome: Verdict,
    sender_constrained: Option<SenderConstrained>,
    faults: VecDeque<Rule>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            certificates: HashMap::new(),
            delay: Duration::from_secs(2),
            outcome: Verdict::Linked,
            sender_constrained: None,
            faults: VecDeque::new(),
        }
    }
}

impl Default for Controls {
    fn default() -> Self {
        Self { state: Mutex::new(State::default()) }
    }
}

impl Controls {
    pub(super) fn reset(&self) {
        *self.lock() = State::default();
    }

    pub(super) fn set_certificate(&self, serial_hex: &str, status: CertificateStatus) {
        self.lock().certificates.insert(serial_text(serial_hex), status);
    }

    fn status(&self, query: &RevocationQuery) -> CertificateStatus {
        let status = self.lock().certificates.get(&serial_text(&hex(&query.serial))).copied();
        status.unwrap_or(CertificateStatus::Good)
    }

    pub(super) fn set_eligibility(&self, delay: Duration, outcome: Verdict) {
        let mut state = self.lock();
        state.delay = delay;
        state.outcome = outcome;
    }

    pub(super) fn set_sender_constrained(&self, how: SenderConstrained) {
        self.lock().sender_constrained = Some(how);
    }

    /// What was said of it, if anything was.
    pub(crate) fn sender_constrained(&self) -> Option<SenderConstrained> {
        self.lock().sender_constrained
    }

    pub(super) fn set_faults(&self, next: Vec<Rule>) {
        self.lock().faults = next.into();
    }

    /// Takes the first fault that fits, out of the row.
    pub(super) fn take_fault(&self, fits: impl Fn(&Rule) -> bool) -> Option<Rule> {
        let mut state = self.lock();
        let place = state.faults.iter().position(fits)?;
        state.faults.remove(place)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RevocationChecker for Controls {
    fn check<'a>(&'a self, query: &'a RevocationQuery) -> RevocationAnswer<'a> {
        let at_hand = self.at_hand(query);
        let asked = self.status(query) == CertificateStatus::Asked;
        Box::pin(async move {
            match at_hand {
                Some(evidence) => evidence,
                None if asked => RevocationEvidence::plain(Revocation::Good, "sandbox"),
                None => std::future::pending().await,
            }
        })
    }

    fn at_hand(&self, query: &RevocationQuery) -> Option<RevocationEvidence> {
        let result = match self.status(query) {
            CertificateStatus::Good => Revocation::Good,
            CertificateStatus::Revoked => Revocation::Revoked,
            CertificateStatus::Suspended => Revocation::Suspended,
            CertificateStatus::Unknown => Revocation::Unavailable,
            CertificateStatus::Timeout | CertificateStatus::Asked => return None,
        };
        Some(RevocationEvidence::plain(result, "sandbox"))
    }
}

impl EligibilityBackend for Controls {
    fn deliver<'a>(&'a self, delivery: &'a Delivery) -> DeliveryAnswer<'a> {
        let (delay, outcome) = {
            let state = self.lock();
            (state.delay, state.outcome)
        };
        Box::pin(async move {
            let outcome = match (delivery.kind, outcome) {
                (DeliveryKind::Release, Verdict::Rejected) => Verdict::Rejected,
                (DeliveryKind::Release, _) => Verdict::Released,
                (DeliveryKind::Link, verdict) => verdict,
            };
            let ready = delivery.asked_at + delay;
            let left = u64::try_from(ready.0 - delivery.now.0).unwrap_or(0);
            Ok(if left == 0 { Progress::Done(outcome) } else { Progress::Pending(Duration::from_millis(left)) })
        })
    }

    /// Everybody here has the same insurance.
    fn insurance<'a>(&'a self, _: &'a RegistrationId, now: Moment) -> InsuranceAnswer<'a> {
        Box::pin(async move {
            Ok(Some(InsuranceSummary {
                as_of: now,
                insurer_name: "カザス練習健康保険組合".to_owned(),
                symbol: Some("12345678".to_owned()),
                number: Some("1234567".to_owned()),
                branch_number: Some("01".to_owned()),
                valid_from: Some("2026-04-01".to_owned()),
                valid_to: None,
            }))
        })
    }

    fn links_at_once(&self) -> bool {
        let state = self.lock();
        state.delay.is_zero() && state.outcome == Verdict::Linked
    }
}
