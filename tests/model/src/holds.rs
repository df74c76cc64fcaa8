//! What must hold in every state.

use crate::platform::{Answer, Challenge, Claim, Kept, LEASE, SUBMIT_BY};
use crate::world::{Scene, World};

/// `Err` with what does not hold, and how.
pub fn check(scene: &Scene, before: Option<&World>, world: &World) -> Result<(), String> {
    let platform = &world.platform;
    for session in 0..platform.sessions.len() {
        let made = platform.registrations.iter().filter(|row| row.session == session).count();
        need(made <= 1, || format!("the challenge of session {session} made {made} registrations"))?;
    }
    for (session, now) in platform.sessions.iter().enumerate() {
        let was = before.and_then(|before| before.platform.sessions[session].bound);
        let kept = was.is_none_or(|key| now.bound == Some(key));
        need(kept, || format!("session {session} was bound to the key {was:?} and is bound to {:?}", now.bound))?;
    }
    let mut cards: Vec<u8> = platform.registrations.iter().filter(|row| row.active).map(|row| row.card).collect();
    cards.sort_unstable();
    need(cards.windows(2).all(|pair| pair[0] != pair[1]), || "a card has two active registrations".to_owned())?;
    let deliveries = platform.outbox;
    need(deliveries == platform.registrations.len(), || format!("{deliveries} deliveries were put into the outbox"))?;
    for (number, (post, _)) in scene.posts.iter().enumerate() {
        let session = &platform.sessions[post.session];
        let kept = session.posts.iter().find(|(key, ..)| *key == post.key).and_then(|(.., kept)| *kept);
        if let Some(Kept::Registered(row)) = world.heard[number] {
            let there = platform.registrations.get(row).is_some_and(|row| row.card == post.card);
            need(there, || format!("{post:?} was answered with a registration that is not there"))?;
        }
        if let (Some(before), Some(after)) = (before.and_then(|before| before.heard[number]), world.heard[number]) {
            need(before == after, || format!("{post:?} was told {before:?} first and then {after:?}"))?;
        }
        if let (Some(before), Some(now)) = (before.and_then(|world| kept_in(world, post.session, post.key)), kept) {
            need(before == now, || format!("the answer kept for {post:?} was {before:?} and is {now:?}"))?;
        }
        need(post.good || !matches!(kept, Some(Kept::Registered(_))), || format!("{post:?} is bad and registered"))?;
    }
    told_truly(scene, world)?;
    (0..scene.posts.len()).try_for_each(|number| completes(scene, world, number))
}

fn kept_in(world: &World, session: usize, key: u8) -> Option<Kept> {
    world.platform.sessions[session].posts.iter().find(|(known, ..)| *known == key).and_then(|(.., kept)| *kept)
}

/// Nobody is told that a proof was refused or too late which made a registration.
fn told_truly(scene: &Scene, world: &World) -> Result<(), String> {
    for (number, (post, _)) in scene.posts.iter().enumerate() {
        let session = &world.platform.sessions[post.session];
        let used = session.challenge == Challenge::Used && session.bound == Some(post.key) && post.good;
        let denied = matches!(world.heard[number], Some(Kept::Refused | Kept::TooLate));
        need(!(used && denied && !post.other_body), || format!("{post:?} is registered and heard otherwise"))?;
    }
    Ok(())
}

/// Whoever holds a good proof that the challenge is free for, or bound to, and posts it again and again while nothing else
/// happens, is registered: at once if an answer is kept, otherwise as soon as a claim that nobody works on has run out, if
/// that is before the deadline.
fn completes(scene: &Scene, world: &World, number: usize) -> Result<(), String> {
    let post = scene.posts[number].0;
    let mut world = world.clone();
    world.workers.clear(); // the platform crashes now
    let session = &world.platform.sessions[post.session];
    let known = session.posts.iter().find(|(key, ..)| *key == post.key);
    let mine = session.bound.is_none_or(|bound| bound == post.key);
    let same_body = known.is_none_or(|(_, other, _)| *other == post.other_body);
    let open = matches!(session.challenge, Challenge::Fresh | Challenge::Claimed { .. });
    let kept = known.and_then(|(.., kept)| *kept);
    let used = session.challenge == Challenge::Used && session.bound == Some(post.key);
    if !post.good || !mine || !same_body || (!open && !used) || matches!(kept, Some(Kept::TooLate | Kept::Refused)) {
        return Ok(());
    }
    let in_time = match session.challenge {
        Challenge::Claimed { until } => world.now.max(until) <= SUBMIT_BY,
        Challenge::Used => true,
        _ => world.now <= SUBMIT_BY,
    };
    for _ in 0..=LEASE {
        match world.platform.claim(post, world.now) {
            Claim::Held(until) => {
                let done = world.platform.settle(post, until);
                let good = matches!(done, Answer::Definite(Kept::Registered(_)));
                return need(good, || format!("{post:?} is posted again and comes to {done:?}"));
            }
            Claim::Answer(Answer::Definite(Kept::Registered(_))) => return Ok(()),
            Claim::Answer(_) => world.now += 1,
        }
    }
    need(!in_time, || format!("{post:?} is good, in time, posted again and again, and not registered"))
}

fn need(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}
