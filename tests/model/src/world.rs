//! Posts on their way, the clock, and everything that can happen next.

use crate::Defect;
use crate::platform::{Answer, Challenge, Claim, Kept, Platform, Post, SUBMIT_BY, Session};

/// What a scenario allows.
#[derive(Debug, Clone)]
pub struct Scene {
    /// A name for people.
    pub name: &'static str,
    /// Sessions, each with one challenge.
    pub sessions: usize,
    /// Posts that clients send, and how often each.
    pub posts: Vec<(Post, u8)>,
    /// How often the platform may crash.
    pub crashes: u8,
    /// How often the revocation service may fail.
    pub outages: u8,
    /// Whether card 0 may be released, once.
    pub release: bool,
    /// A deliberate defect.
    pub defect: Option<Defect>,
}

/// A post in the hands of a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// It arrived.
    Arrived,
    /// The challenge is claimed until then.
    Claimed(u8),
    /// Registered, and the answer is to be kept yet (a defect).
    Registered(usize),
}

/// Everything: what is durable, what is in memory, and what is left of what may happen.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct World {
    /// What is durable.
    pub platform: Platform,
    /// The clock.
    pub now: u8,
    /// Workers, lost in a crash. Sorted: which of two equal ones is which makes no difference.
    pub workers: Vec<(usize, Step)>,
    /// How often each post may be sent yet.
    pub left: Vec<u8>,
    /// Definite answers that clients heard, by post.
    pub heard: Vec<Option<Kept>>,
    crashes: u8,
    outages: u8,
    release: bool,
}

/// What happened, for people.
pub type Event = String;

impl World {
    /// Where everything begins.
    #[must_use]
    pub fn new(scene: &Scene) -> Self {
        let session = Session { challenge: Challenge::Fresh, bound: None, posts: Vec::new() };
        let sessions = vec![session; scene.sessions];
        Self {
            platform: Platform { sessions, registrations: Vec::new(), outbox: 0, defect: scene.defect },
            now: 0,
            workers: Vec::new(),
            left: scene.posts.iter().map(|(_, times)| *times).collect(),
            heard: vec![None; scene.posts.len()],
            crashes: scene.crashes,
            outages: scene.outages,
            release: scene.release,
        }
    }

    /// Every next state, with what led there.
    #[must_use]
    pub fn next(&self, scene: &Scene) -> Vec<(Event, Self)> {
        let mut all = Vec::new();
        let mut add = |event: String, change: &dyn Fn(&mut Self)| {
            let mut next = self.clone();
            change(&mut next);
            next.workers.sort_unstable();
            all.push((event, next));
        };
        for (number, (post, _)) in scene.posts.iter().enumerate() {
            if self.left[number] > 0 {
                add(format!("{post:?} is sent"), &|next| {
                    next.left[number] -= 1;
                    next.workers.push((number, Step::Arrived));
                });
            }
        }
        for (place, (number, step)) in self.workers.iter().copied().enumerate() {
            let post = scene.posts[number].0;
            match step {
                Step::Arrived => add(format!("{post:?} claims"), &|next| next.claims(place, number, post)),
                Step::Claimed(until) if post.good => {
                    add(format!("{post:?} settles"), &|next| next.settles(place, number, post, until));
                }
                Step::Claimed(until) => add(format!("{post:?} is rejected"), &|next| {
                    let answer = next.platform.reject(post, until);
                    next.answered(place, number, answer);
                }),
                Step::Registered(row) => add(format!("the answer to {post:?} is kept"), &|next| {
                    let answer = Answer::Definite(Kept::Registered(row));
                    next.platform.keep_later(post, answer);
                    next.answered(place, number, answer);
                }),
            }
            if let Step::Claimed(until) = step
                && self.outages > 0
            {
                add(format!("{post:?} is given back"), &|next| {
                    next.outages -= 1;
                    let answer = next.platform.give_back(post, until);
                    next.answered(place, number, answer);
                });
            }
        }
        if self.crashes > 0 && !self.workers.is_empty() {
            add("the platform crashes".to_owned(), &|next| {
                next.crashes -= 1;
                next.workers.clear();
            });
        }
        if self.now <= SUBMIT_BY + 1 {
            add("time goes by".to_owned(), &|next| next.now += 1);
        }
        if self.release && self.platform.registrations.iter().any(|row| row.card == 0 && row.active) {
            add("card 0 is released".to_owned(), &|next| {
                next.release = false;
                next.platform.release(0);
            });
        }
        all
    }

    fn claims(&mut self, place: usize, number: usize, post: Post) {
        match self.platform.claim(post, self.now) {
            Claim::Held(until) => self.workers[place].1 = Step::Claimed(until),
            Claim::Answer(answer) => self.answered(place, number, answer),
        }
    }

    fn settles(&mut self, place: usize, number: usize, post: Post, until: u8) {
        match self.platform.settle(post, until) {
            Answer::Definite(Kept::Registered(row)) if self.platform.defect == Some(Defect::KeepsAnswerLater) => {
                self.workers[place].1 = Step::Registered(row);
            }
            answer => self.answered(place, number, answer),
        }
    }

    /// The answer goes out. That it may be lost is the same as that the client posts again.
    fn answered(&mut self, place: usize, number: usize, answer: Answer) {
        self.workers.remove(place);
        if let Answer::Definite(kept) = answer {
            self.heard[number] = Some(kept);
        }
    }
}
