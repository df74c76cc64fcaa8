//! The same contact with the card again and again in one run of the app, each time with another answer in one place.

use std::collections::BTreeMap;

use kazasu_core::effect::{Answer, Effect};
use kazasu_core::screen::{ActionId, Screen};

use crate::answers::Command;
use crate::drive::{Drive, Driven, ONCE, Run, drive};
use crate::invariants::{Invariant, Violation};
use crate::person::Act;
use crate::shared::Shared;
use crate::starts::Start;
use crate::trace::code_of;
use crate::twist::Twist;

/// Where an answer is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The start.
    pub start: Start,
    /// Which command of a contact, from 1.
    pub nth: usize,
    /// Which kind of command that is when nothing else goes wrong.
    pub command: Command,
    /// How many octets the card's own answer has.
    pub answer: usize,
}

/// What the flow made of a changed answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reaction {
    /// The screen at which it came to rest, or `end`.
    pub screen: &'static str,
    /// The code of a failure on it.
    pub code: Option<String>,
    /// VERIFYs in that contact.
    pub verifies: usize,
    /// Commands after the changed answer.
    pub after: usize,
}

/// What came of a sweep.
#[derive(Debug, Default)]
pub struct Swept {
    /// How often each reaction came.
    pub reactions: BTreeMap<Reaction, usize>,
    /// The first answer that each came of.
    pub firsts: BTreeMap<Reaction, Twist>,
    /// Pairs of such an answer and one more thing that goes wrong.
    pub pairs: usize,
    /// Answers that were tried.
    pub tried: usize,
    /// The most commands that one contact took.
    pub most_commands: usize,
    /// The most octets that the commands of one contact asked for.
    pub most_asked: usize,
    /// What did not hold, and after which answer.
    pub broken: Option<(Place, Twist, Violation)>,
}

impl Swept {
    /// Adds another sweep.
    pub fn add(&mut self, other: Self) {
        for (reaction, times) in other.reactions {
            *self.reactions.entry(reaction).or_default() += times;
        }
        for (reaction, twist) in other.firsts {
            self.firsts.entry(reaction).or_insert(twist);
        }
        self.pairs += other.pairs;
        self.tried += other.tried;
        self.most_commands = self.most_commands.max(other.most_commands);
        self.most_asked = self.most_asked.max(other.most_asked);
        self.broken = self.broken.take().or(other.broken);
    }
}

/// The commands of one contact that goes well.
#[must_use]
pub fn places(shared: &Shared, start: Start) -> Vec<Place> {
    let mut places = Vec::new();
    let mut note = |nth: usize, effect: &Effect, own: &Answer| {
        if let (Effect::Transmit { command, .. }, Answer::Response(octets)) = (effect, own) {
            places.push(Place { start, nth, command: Command::of(command.expose()), answer: octets.len() });
        }
        None
    };
    drive(shared, start, ONCE, &mut note);
    places
}

/// Contacts in one run of the app, before its sessions are over.
const CONTACTS: usize = 150;
/// More commands than any contact may take: the longest certificate in pieces of 256, every form of everything, twice.
const MOST_COMMANDS: usize = 60;

/// Tries these answers at that place, one contact for each.
pub fn sweep(shared: &Shared, place: Place, twists: impl Iterator<Item = Twist>) -> Swept {
    sweep_each(shared, place, twists, Until::End, &mut |_, _| Ok(()))
}

/// How far a contact is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// Until the app rests.
    End,
    /// At most until a PIN is about to be sent: the person stops then.
    Verify,
}

/// As [`sweep`], so far; `judge` is told each reaction.
pub fn sweep_each(
    shared: &Shared,
    place: Place,
    twists: impl Iterator<Item = Twist>,
    until: Until,
    judge: &mut dyn FnMut(&Twist, &Reaction) -> Result<(), Violation>,
) -> Swept {
    let mut swept = Swept::default();
    // A last try that was used well leaves three: that card is another one afterwards.
    let most = if place.start.card == "one-try-left" { 1 } else { CONTACTS };
    let mut run: Option<(Run<'_>, usize)> = None;
    for twist in twists {
        let (mut app, contacts) = match run.take() {
            Some((app, contacts)) if contacts < most => (app, contacts),
            _ => (Run::new(shared, place.start, LONG), 0),
        };
        match contact(&mut app, place, &twist, until, &mut swept) {
            Ok(reaction) => {
                if let Err(violation) = judge(&twist, &reaction) {
                    swept.broken = Some((place, twist, violation));
                    return swept;
                }
                swept.firsts.entry(reaction.clone()).or_insert_with(|| twist.clone());
                *swept.reactions.entry(reaction).or_default() += 1;
            }
            Err(violation) => {
                swept.broken = Some((place, twist, violation));
                return swept;
            }
        }
        swept.tried += 1;
        if leave(&mut app) {
            run = Some((app, contacts + 1));
        }
    }
    swept
}

const LONG: Drive = Drive { retries: usize::MAX, ..ONCE };

/// From wherever the app rests to the end of one contact.
fn contact(
    app: &mut Run<'_>,
    place: Place,
    twist: &Twist,
    until: Until,
    swept: &mut Swept,
) -> Result<Reaction, Violation> {
    app.driven = Driven::default();
    app.forgive();
    let mut tapped = false;
    let mut replaced = None;
    loop {
        app.drain();
        if let Some((id, effect)) = app.queue.pop_front() {
            if matches!(effect, Effect::OpenCard { .. }) && replaced.is_some() {
                app.queue.push_front((id, effect));
                break; // trouble was closed with "again": that is the next contact
            }
            let verify = matches!(effect, Effect::Transmit { sensitive: true, .. });
            if verify && until == Until::Verify && replaced.is_some() {
                break;
            }
            tapped |= matches!(effect, Effect::OpenCard { .. });
            let seen = app.driven.exchanges + 1;
            let mut meddle = |_: usize, effect: &Effect, own: &Answer| match (effect, own) {
                (Effect::Transmit { .. }, Answer::Response(own)) if seen == place.nth && replaced.is_none() => {
                    replaced = Some(seen);
                    Some(Answer::Response(twist.of(own)))
                }
                _ => None,
            };
            app.perform(id, &effect, &mut meddle)?;
        } else if app.flow.is_closed() || (tapped && replaced.is_some()) {
            break;
        } else {
            app.ask()?;
        }
        let commands = app.driven.exchanges;
        Invariant::WayOn.need(commands <= MOST_COMMANDS, format!("{commands} commands in one contact"))?;
    }
    let driven = &app.driven;
    swept.most_commands = swept.most_commands.max(driven.exchanges);
    swept.most_asked = swept.most_asked.max(driven.asked);
    Invariant::Contract.need(replaced.is_some(), "that command was never sent")?;
    Invariant::OneVerifyPerPin.need(driven.verifies <= 1, "two VERIFYs in one contact")?;
    let screen = app.flow.screen();
    crate::looks::check(&screen, &mut app.watch, &app.world.server)?;
    let closed = app.flow.is_closed();
    if !closed {
        crate::looks::rests(&screen)?;
    }
    Ok(Reaction {
        screen: if closed { "end" } else { screen.id },
        code: code_of(&screen).map(str::to_owned),
        verifies: driven.verifies,
        after: driven.exchanges - replaced.unwrap_or(0),
    })
}

/// Back to a page from which the card can be held again with a new PIN; `false` if the app has to be started again.
fn leave(app: &mut Run<'_>) -> bool {
    for _ in 0..6 {
        app.drain();
        let screen = app.flow.screen();
        if app.flow.is_closed() {
            return false;
        }
        let offers = |id| screen.actions.iter().any(|action: &kazasu_core::screen::Action| action.id == id);
        match screen.id {
            "apply" => return true,
            "pin" | "hold" if offers(ActionId::Cancel) => press(app, &screen, ActionId::Cancel),
            "trouble" if offers(ActionId::Retry) => press(app, &screen, ActionId::Retry),
            _ => return false,
        }
    }
    false
}

fn press(app: &mut Run<'_>, screen: &Screen, action: ActionId) {
    app.queue.clear(); // what was asked for is withdrawn
    let _ = app.act(screen, Some(Act::Press(action)));
}
