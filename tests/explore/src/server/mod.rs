//! An independent model of the registration platform: from request to answer, without clock, socket or randomness.
//!
//! It follows HRP/1 §3.5, §3.7 to §3.9 and §3.15 as far as a client can tell. Ids, tokens and challenges
//! come from counters, so that the same run brings the same octets.

mod answers;
pub(crate) mod judge;
mod managing;
mod operation;
mod register;
mod session_key;
mod sessions;
mod terms;

use kazasu_core::effect::{HttpAnswer, HttpRequest, Method};

pub use answers::{Problem, instant, problem, stranger};
pub use terms::{Item, Terms, terms};

use crate::holder::Holder;
use crate::starts::{BEGIN, ORIGIN, Portal, Start};
use managing::Access;
use register::Registration;
use sessions::Session;

/// Seconds for which a reading may be started with a challenge.
pub const CHALLENGE_TTL_S: i64 = 600;
/// Seconds after that for a signed request to arrive.
pub const SUBMIT_GRACE_S: i64 = 900;
/// The least life of a session, in seconds.
pub const SESSION_S: i64 = 1_800;
/// How long the standing of a session that is over can still be asked for, in seconds.
pub const READABLE_S: i64 = 86_400;

/// The platform.
#[derive(Debug, Clone)]
pub struct Server {
    portal: Portal,
    keyed: bool,
    sessions: Vec<Session>,
    registrations: Vec<Registration>,
    accesses: Vec<Access>,
    /// Refusals of proofs that no right client earns, in words.
    pub refusals: Vec<&'static str>,
    /// Proofs that arrived whole and in time, by digest.
    pub arrived: Vec<[u8; 32]>,
    /// Proofs of every operation that the answer was yes to, by digest.
    pub said_yes: Vec<[u8; 32]>,
    /// A deliberate defect: every post makes a registration of its own.
    pub registers_twice: bool,
    /// A deliberate defect: it says yes and keeps nothing.
    pub forgets: bool,
}

/// A request, taken apart.
struct Call<'r> {
    method: Method,
    path: Vec<&'r str>,
    query: &'r str,
    bearer: &'r str,
    /// Of the session key.
    proof: &'r str,
    key: &'r str,
    body: &'r [u8],
}

impl Server {
    /// A platform without sessions.
    #[must_use]
    pub fn new(start: Start) -> Self {
        Self {
            portal: start.portal,
            keyed: start.keyed,
            sessions: Vec::new(),
            registrations: Vec::new(),
            accesses: Vec::new(),
            refusals: Vec::new(),
            arrived: Vec::new(),
            said_yes: Vec::new(),
            registers_twice: false,
            forgets: false,
        }
    }

    /// Carries a request out, or refuses it with a problem of somebody's choice.
    pub(crate) fn take(
        &mut self,
        request: &HttpRequest,
        now: i64,
        holder: &Holder<'_>,
        refusal: Option<&Problem>,
    ) -> HttpAnswer {
        let header = |name| {
            let found = request.headers.iter().find(|header| header.name == name);
            found.map_or("", |header| header.value.expose())
        };
        let rest = request.url.strip_prefix(ORIGIN).unwrap_or_default();
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let call = Call {
            method: request.method,
            path: path.split('/').skip(1).collect(),
            query,
            bearer: header("authorization").split_once(' ').map_or("", |(_, token)| token),
            proof: header("dpop"),
            key: header("idempotency-key"),
            body: request.body.as_deref().unwrap_or_default(),
        };
        if let Some(refusal) = refusal {
            if operation::of_path(&call.path).is_some() {
                self.refuse(&call, refusal, now);
            }
            return refusal.answer(now);
        }
        self.route(&call, now, holder).unwrap_or_else(|problem| problem.answer(now))
    }

    fn route(&mut self, call: &Call<'_>, now: i64, holder: &Holder<'_>) -> Result<HttpAnswer, Problem> {
        match (call.method, &*call.path) {
            (Method::Get, [".well-known", "hrp-configuration"]) => {
                Ok(answers::configuration(self.portal != Portal::Absent, self.keyed, now))
            }
            (Method::Get, ["v1", "service-status"]) => Ok(answers::service_status(now)),
            (Method::Get, ["v1", "terms", "current"]) => {
                let lang = call.query.strip_prefix("lang=").unwrap_or_default();
                terms(lang).map(|terms| answers::terms(terms, self.portal == Portal::On)).ok_or(problem("not-found"))
            }
            (Method::Post, ["v1", "sessions"]) => self.open(call, now),
            (Method::Post, ["v1", "sessions", id, "challenges"]) => self.renew(id, call, now),
            (Method::Get, ["v1", "sessions", id]) => self.standing(id, call, now),
            (Method::Delete, ["v1", "sessions", id]) => self.close(id, call, now),
            (Method::Post, path) if operation::of_path(path).is_some() => self.signed(call, now, holder),
            (Method::Get, ["v1", "registrations", "me"]) => self.mine(call, now),
            (Method::Get, ["v1", "registrations", id]) => self.status(id, call, now),
            (Method::Get, ["v1", "insurance-info", "latest"]) => self.insurance(call, now),
            _ => Err(problem("not-found")),
        }
    }

    /// Registrations of the card with that number.
    #[must_use]
    pub fn registered(&self, card: usize) -> usize {
        self.registrations.iter().filter(|row| row.card == card).count()
    }

    /// Registrations in all.
    #[must_use]
    pub fn all_registered(&self) -> usize {
        self.registrations.len()
    }

    /// Registrations that came of the proof with that digest.
    #[must_use]
    pub fn registered_by(&self, proof: &[u8; 32]) -> usize {
        self.registrations.iter().filter(|row| row.proof == *proof).count()
    }

    /// The same platform, some time after what happened so far, which is nobody's concern any more.
    #[must_use]
    pub fn later(self) -> Self {
        Self { arrived: Vec::new(), said_yes: Vec::new(), ..self }
    }

    /// How often the release of one registration was taken in.
    #[must_use]
    pub fn releases(&self) -> usize {
        self.registrations.iter().map(|row| row.releases).max().unwrap_or(0)
    }

    /// Whether the portal part was registered with any of them.
    #[must_use]
    pub fn has_portal_user(&self) -> bool {
        self.registrations.iter().any(|row| row.portal)
    }

    /// What tells states of the server apart, for counting them.
    #[must_use]
    pub fn shape(&self, now: i64) -> Vec<u8> {
        let mut shape = vec![
            u8::try_from(self.sessions.len()).unwrap_or(u8::MAX),
            u8::try_from(self.registrations.len()).unwrap_or(u8::MAX),
            u8::from(self.has_portal_user()),
            u8::try_from(self.releases()).unwrap_or(u8::MAX),
            u8::try_from(self.accesses.len()).unwrap_or(u8::MAX),
        ];
        shape.extend(self.sessions.last().map(|session| session.shape(now)));
        shape
    }
}

/// The instant of a run, in seconds since 1970.
#[must_use]
pub fn unix(monotonic_ms: u64) -> i64 {
    BEGIN + i64::try_from(monotonic_ms / 1000).unwrap_or(0)
}
