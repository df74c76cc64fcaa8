//! How much and how long a platform allows.

use std::time::Duration;

use crate::store::Window;

/// Limits of HRP/1 §3.10.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Sessions in a minute from one address prefix.
    pub sessions_per_minute: u32,
    /// Sessions in a day from one address prefix.
    pub sessions_per_day: Option<u32>,
    /// Challenges of a session, the first included.
    pub challenges_per_session: u32,
    /// Different proof posts of a session.
    pub posts_per_session: u32,
    /// Different proof posts in a day with one certificate.
    pub posts_per_certificate_per_day: Option<u32>,
    /// Sign-ins in a day with one certificate.
    pub sign_ins_per_certificate_per_day: Option<u32>,
    /// Time between two polls of one registration.
    pub poll_interval: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sessions_per_minute: 10,
            sessions_per_day: Some(100),
            challenges_per_session: 5,
            posts_per_session: 5,
            posts_per_certificate_per_day: Some(10),
            sign_ins_per_certificate_per_day: Some(30),
            poll_interval: Duration::from_secs(2),
        }
    }
}

impl Limits {
    pub(crate) fn session_windows(&self) -> Vec<Window> {
        let minute = Window { length_s: 60, at_most: self.sessions_per_minute };
        let day = self.sessions_per_day.map(|at_most| Window { length_s: 86_400, at_most });
        std::iter::once(minute).chain(day).collect()
    }

    pub(crate) fn sign_in_window(&self) -> Option<Window> {
        self.sign_ins_per_certificate_per_day.map(|at_most| Window { length_s: 86_400, at_most })
    }

    pub(crate) fn certificate_window(&self) -> Option<Window> {
        self.posts_per_certificate_per_day.map(|at_most| Window { length_s: 86_400, at_most })
    }
}

/// Times of HRP/1 §3.7, §3.8 and §3.15 A1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Times {
    /// Least life of a session.
    pub session: Duration,
    /// Time in which a reading of the card may start.
    pub challenge_ttl: Duration,
    /// Time after that in which a registration's proof may still arrive.
    pub submit_grace: Duration,
    /// Life of a claim.
    pub claim_lease: Duration,
    /// How long a duplicate waits for the post that runs.
    pub duplicate_wait: Duration,
    /// Budget for revocation.
    pub revocation_budget: Duration,
    /// Life of a status token.
    pub status_token: Duration,
    /// Life of an access token.
    pub access_token: Duration,
    /// Budget for the summary of an insurance.
    pub insurance_budget: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Self {
            session: Duration::from_secs(30 * 60),
            challenge_ttl: Duration::from_secs(600),
            submit_grace: Duration::from_secs(900),
            claim_lease: Duration::from_secs(30),
            duplicate_wait: Duration::from_secs(2),
            revocation_budget: Duration::from_secs(5),
            status_token: Duration::from_secs(30 * 24 * 3600),
            access_token: Duration::from_secs(300),
            insurance_budget: Duration::from_secs(10),
        }
    }
}
