//! Every state that can be reached, each visited once, the nearest first: so what is found is found by the shortest way.

use std::collections::{HashMap, VecDeque};

use crate::holds::check;
use crate::platform::Post;
use crate::world::{Event, Scene, World};

/// What was explored.
#[derive(Debug)]
pub struct Explored {
    /// States.
    pub states: usize,
    /// Ways between them.
    pub ways: usize,
    /// What did not hold, and what led to it.
    pub broken: Option<(String, Vec<Event>)>,
}

/// Explores a scene in full, or up to the first state in which something does not hold.
#[must_use]
pub fn explore(scene: &Scene) -> Explored {
    let first = World::new(scene);
    let mut from: HashMap<World, Option<(usize, Event)>> = HashMap::from([(first.clone(), None)]);
    let (mut visited, mut queue, mut ways) = (vec![first], VecDeque::from([0]), 0);
    while let Some(at) = queue.pop_front() {
        let world = visited[at].clone();
        for (event, next) in world.next(scene) {
            ways += 1;
            if let Err(what) = check(scene, Some(&world), &next) {
                let events = road(&visited, &from, at, event);
                return Explored { states: visited.len(), ways, broken: Some((what, events)) };
            }
            if !from.contains_key(&next) {
                from.insert(next.clone(), Some((at, event)));
                queue.push_back(visited.len());
                visited.push(next);
            }
        }
    }
    Explored { states: visited.len(), ways, broken: None }
}

fn road(visited: &[World], from: &HashMap<World, Option<(usize, Event)>>, mut at: usize, last: Event) -> Vec<Event> {
    let mut events = vec![last];
    while let Some(Some((before, event))) = from.get(&visited[at]) {
        events.push(event.clone());
        at = *before;
    }
    events.reverse();
    events
}

/// The scenes that are explored.
#[must_use]
pub fn scenes() -> Vec<Scene> {
    let post = |session, key, card| Post { session, key, other_body: false, card, good: true };
    let scene =
        |name, sessions, posts| Scene { name, sessions, posts, crashes: 2, outages: 1, release: false, defect: None };
    let bad = Post { good: false, ..post(0, 0, 0) };
    let other = Post { other_body: true, ..post(0, 0, 1) };
    vec![
        scene("one proof, posted four times", 1, vec![(post(0, 0, 0), 4)]),
        scene("one proof under two keys", 1, vec![(post(0, 0, 0), 3), (post(0, 1, 0), 2)]),
        scene("two cards for one challenge", 1, vec![(post(0, 0, 0), 3), (post(0, 1, 1), 2)]),
        scene("one key for two bodies", 1, vec![(post(0, 0, 0), 3), (other, 2)]),
        scene("a bad proof first, a good one under another key", 1, vec![(bad, 2), (post(0, 1, 0), 3)]),
        scene("one card in two sessions", 2, vec![(post(0, 0, 0), 3), (post(1, 0, 0), 2)]),
        Scene {
            release: true,
            crashes: 1,
            ..scene("a release between two sessions", 2, vec![(post(0, 0, 0), 2), (post(1, 0, 0), 2)])
        },
        Scene {
            crashes: 1,
            ..scene("three clients", 2, vec![(post(0, 0, 0), 2), (post(0, 1, 1), 1), (post(1, 0, 0), 2)])
        },
    ]
}
