//! What is durable, and what each transaction does to it. A transaction is one step: a crash comes before it or after.

use crate::Defect;

/// How many clock steps a claim lasts.
pub const LEASE: u8 = 1;
/// The last clock step at which a proof may arrive.
pub const SUBMIT_BY: u8 = 2;

/// A post: its idempotency key, which also names its body but for [`Post::other_body`], and what it proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Post {
    /// Session, and with it challenge.
    pub session: usize,
    /// Idempotency key.
    pub key: u8,
    /// The body under this key is another one than the first.
    pub other_body: bool,
    /// Which card signed.
    pub card: u8,
    /// Whether the signature is good.
    pub good: bool,
}

/// An answer that is kept and given again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kept {
    /// Registered: the number of the registration.
    Registered(usize),
    /// The proof was refused.
    Refused,
    /// It came after the deadline.
    TooLate,
}

/// What a client hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// A definite answer.
    Definite(Kept),
    /// 409, 503: the same request again.
    Again,
    /// 422: the key was used for another body.
    Reused,
    /// 409: the challenge was used, burned, or claimed under another key.
    InUse,
}

/// A challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Challenge {
    /// Nobody works on it.
    Fresh,
    /// Somebody does, until then.
    Claimed {
        /// The clock step at which it can be taken over.
        until: u8,
    },
    /// It made a registration.
    Used,
    /// Its proof was not good.
    Burned,
}

/// One session: one challenge here, and the posts that came under it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Session {
    /// The challenge.
    pub challenge: Challenge,
    /// The key that it is bound to, from the first claim on.
    pub bound: Option<u8>,
    /// Keys that were seen, each with whether its first body was the other one, and the answer that is kept.
    pub posts: Vec<(u8, bool, Option<Kept>)>,
}

/// A registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Registration {
    /// Whose.
    pub card: u8,
    /// By which session's challenge.
    pub session: usize,
    /// It has not been released.
    pub active: bool,
}

/// Everything that survives a crash.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Platform {
    /// Sessions.
    pub sessions: Vec<Session>,
    /// Registrations, in the order in which they were made.
    pub registrations: Vec<Registration>,
    /// Deliveries to the eligibility back end, one for each registration that was made.
    pub outbox: usize,
    /// A deliberate defect.
    pub defect: Option<Defect>,
}

/// What a claim came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// Held until then.
    Held(u8),
    /// There is an answer without any work.
    Answer(Answer),
}

impl Platform {
    /// Steps 2 to 4 of §3.7 in one transaction.
    pub fn claim(&mut self, post: Post, now: u8) -> Claim {
        let (defect, late) = (self.defect, now > SUBMIT_BY);
        let session = &mut self.sessions[post.session];
        if late && defect == Some(Defect::DeadlineFirst) {
            return Claim::Answer(Answer::Definite(Kept::TooLate));
        }
        let known = session.posts.iter().find(|(key, ..)| *key == post.key).copied();
        match known {
            Some((_, other, _)) if other != post.other_body => return Claim::Answer(Answer::Reused),
            Some((.., Some(kept))) => return Claim::Answer(Answer::Definite(kept)),
            _ => {}
        }
        let unbound = defect == Some(Defect::UnbindsKeys);
        let mine = unbound || session.bound.is_none_or(|bound| bound == post.key);
        match session.challenge {
            Challenge::Claimed { until } if now < until || defect == Some(Defect::NeverLapses) => {
                let same = session.bound == Some(post.key);
                return Claim::Answer(if same { Answer::Again } else { Answer::InUse });
            }
            Challenge::Fresh | Challenge::Claimed { .. } if mine => {}
            _ => return Claim::Answer(Answer::InUse),
        }
        if known.is_none() {
            session.posts.push((post.key, post.other_body, None));
        }
        if late {
            keep(session, post.key, Kept::TooLate);
            if defect != Some(Defect::LateLeavesClaim) {
                session.challenge = Challenge::Burned; // a worker whose claim ran out must not settle after this answer
            }
            return Claim::Answer(Answer::Definite(Kept::TooLate));
        }
        (session.challenge, session.bound) = (Challenge::Claimed { until: now + LEASE }, Some(post.key));
        Claim::Held(now + LEASE)
    }

    /// Whether the claim is still that one.
    fn holds(&self, post: Post, until: u8) -> bool {
        let session = &self.sessions[post.session];
        session.challenge == Challenge::Claimed { until } && session.bound == Some(post.key)
    }

    /// Step 10: all or nothing.
    pub fn settle(&mut self, post: Post, until: u8) -> Answer {
        if !self.holds(post, until) && self.defect != Some(Defect::SettlesLostClaims) {
            return Answer::Again;
        }
        let mine = |row: &Registration| row.card == post.card && row.active;
        let before = self.registrations.iter().position(mine).filter(|_| self.defect != Some(Defect::ForgetsCards));
        let number = before.unwrap_or_else(|| {
            self.registrations.push(Registration { card: post.card, session: post.session, active: true });
            self.outbox += 1;
            self.registrations.len() - 1
        });
        let session = &mut self.sessions[post.session];
        session.challenge = Challenge::Used;
        if self.defect != Some(Defect::KeepsAnswerLater) {
            keep(session, post.key, Kept::Registered(number));
        }
        Answer::Definite(Kept::Registered(number))
    }

    /// The defect's second transaction.
    pub fn keep_later(&mut self, post: Post, answer: Answer) {
        if let Answer::Definite(kept) = answer {
            keep(&mut self.sessions[post.session], post.key, kept);
        }
    }

    /// Steps 5 to 7 failed: burned, and the answer is kept.
    pub fn reject(&mut self, post: Post, until: u8) -> Answer {
        if !self.holds(post, until) {
            return Answer::Again;
        }
        let session = &mut self.sessions[post.session];
        session.challenge = Challenge::Burned;
        keep(session, post.key, Kept::Refused);
        Answer::Definite(Kept::Refused)
    }

    /// Steps 8 and 9 failed for a passing reason: fresh again, and bound to the key.
    pub fn give_back(&mut self, post: Post, until: u8) -> Answer {
        if self.holds(post, until) {
            self.sessions[post.session].challenge = Challenge::Fresh;
        }
        Answer::Again
    }

    /// The holder releases the registration of a card.
    pub fn release(&mut self, card: u8) {
        self.registrations.iter_mut().filter(|row| row.card == card).for_each(|row| row.active = false);
    }
}

fn keep(session: &mut Session, key: u8, answer: Kept) {
    session.posts.iter_mut().filter(|(known, ..)| *known == key).for_each(|(.., kept)| *kept = Some(answer));
}
