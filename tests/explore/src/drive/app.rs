//! The app in its world, moved on until the flow ends or something does not hold.

use std::collections::VecDeque;

use kazasu_core::effect::{Answer, Effect, EffectId, Event};
use kazasu_core::flow::{Entry, Flow, Outcome};
use kazasu_core::screen::{ActionId, Presentation, Screen, Shell};

use super::{Drive, Driven, Meddler};
use crate::answers::Command;
use crate::invariants::{Invariant, Violation};
use crate::person::{Act, suggested};
use crate::shared::Shared;
use crate::starts::Start;
use crate::trace::code_of;
use crate::watch::Watch;
use crate::world::World;

/// Waits, PINs and other acts of a person who then gives up.
const MOST_WAITS: usize = 8;
const MOST_PINS: usize = 4;
const MOST_ACTS: usize = 60;
/// Events after which no end is in sight.
const MOST_EVENTS: usize = 3_000;

/// The app in its world.
pub(crate) struct Run<'s> {
    pub(crate) world: World<'s>,
    pub(crate) watch: Watch,
    pub(crate) flow: Flow,
    pub(crate) queue: VecDeque<(EffectId, Effect)>,
    pub(crate) driven: Driven,
    how: Drive,
    counts: [usize; 3],
    waits: usize,
    acts: usize,
}

impl<'s> Run<'s> {
    /// The app, just started.
    pub(crate) fn new(shared: &'s Shared, start: Start, how: Drive) -> Self {
        let world = World::new(shared, start, None);
        let presentation = Presentation { language: how.language, shell: Shell::Pc, browser: false };
        let (platform, client) = (shared.platform.clone(), shared.client.clone());
        let mut flow = match start.entry {
            Entry::Register => Flow::register(platform, client, presentation, world.now()),
            entry => Flow::home(platform, client, presentation, world.now(), entry),
        };
        let _ = flow.handle(world.now(), Event::Noticed(start.facts())); // a notice is never refused
        let mut watch = Watch::default();
        watch.start(start);
        let (queue, driven) = (VecDeque::new(), Driven::default());
        Self { world, watch, flow, queue, driven, how, counts: [0; 3], waits: 0, acts: 0 }
    }

    /// The person's patience is as it was at first.
    pub(crate) fn forgive(&mut self) {
        (self.waits, self.acts) = (0, 0);
    }

    pub(crate) fn whole(&mut self, meddler: &mut dyn Meddler) -> Result<(), Violation> {
        loop {
            self.drain();
            if let Some((id, effect)) = self.queue.pop_front() {
                self.perform(id, &effect, meddler)?;
            } else if self.flow.is_closed() {
                break;
            } else {
                self.ask()?;
            }
            Invariant::WayOn.need(self.driven.events < MOST_EVENTS, "no end in sight")?;
        }
        self.watch.end()?;
        let defect = matches!(self.flow.outcome(), None | Some(Outcome::Defect));
        Invariant::Contract.need(!defect, format!("the flow ended with {:?}", self.flow.outcome()))?;
        let most = self.world.server.registered(0).max(self.world.server.registered(1));
        Invariant::OneRegistrationPerProof.need(most <= 1, "a card is registered twice")
    }

    pub(crate) fn drain(&mut self) {
        while let Some(next) = self.flow.take_effect() {
            self.queue.push_back(next);
        }
    }

    pub(crate) fn perform(
        &mut self,
        id: EffectId,
        effect: &Effect,
        meddler: &mut dyn Meddler,
    ) -> Result<(), Violation> {
        self.watch.effect(id, effect, self.world.holder.tries_left())?;
        self.count(effect);
        if !matches!(effect, Effect::Transmit { .. }) {
            let screen = self.flow.screen();
            crate::looks::check(&screen, &mut self.watch, &self.world.server)?;
            self.waits += usize::from(matches!(effect, Effect::Wait { .. }));
            if matches!(effect, Effect::Wait { .. }) && self.waits > MOST_WAITS {
                return self.act(&screen, leaving(&screen));
            }
        }
        let Some(own) = self.world.perform(effect, None) else { return Ok(()) };
        let kind = match effect {
            Effect::Transmit { .. } => 0,
            Effect::Send(_) => 1,
            _ => 2,
        };
        let nth = self.counts.get_mut(kind).map_or(0, |count| {
            *count += 1;
            *count
        });
        let instead = meddler.instead(nth, effect, &own);
        let own_word = instead.is_none();
        let answer = instead.unwrap_or(own);
        if let (Effect::Transmit { command, .. }, Answer::Response(octets)) = (effect, &answer) {
            let command = Command::of(command.expose());
            self.world.read_falsely |= !own_word && command == Command::ReadOn;
            self.watch.answered(command, octets, own_word);
        }
        if let (Effect::VerifyOnKeypad { .. }, Answer::Response(octets)) = (effect, &answer) {
            self.watch.answered(Command::Verify, octets, own_word);
        }
        let (now, mut taken, mut answer) = (self.world.now(), Ok(()), Some(answer));
        let (flow, queue) = (&mut self.flow, &mut self.queue);
        meddler.step(effect, &mut || {
            if let Some(answer) = answer.take() {
                taken = flow.handle(now, Event::Answer { id, answer });
                while let Some(next) = flow.take_effect() {
                    queue.push_back(next);
                }
            }
        });
        self.driven.events += 1;
        Invariant::Contract.need(taken.is_ok(), format!("an answer to effect {} is not taken", id.0))
    }

    fn count(&mut self, effect: &Effect) {
        match effect {
            Effect::Transmit { command, sensitive, .. } => {
                self.driven.exchanges += 1;
                self.driven.verifies += usize::from(*sensitive);
                self.driven.asked += asked(command.expose());
            }
            Effect::VerifyOnKeypad { .. } => self.driven.verifies += 1,
            Effect::Send(_) => self.driven.requests += 1,
            Effect::CloseCard { sheet, success } => self.driven.closed.push((sheet.clone(), *success)),
            _ => {}
        }
    }

    /// The flow waits for the person.
    pub(crate) fn ask(&mut self) -> Result<(), Violation> {
        let screen = self.flow.screen();
        crate::looks::check(&screen, &mut self.watch, &self.world.server)?;
        crate::looks::rests(&screen)?;
        self.driven.screens.push(screen.id);
        let mut act = suggested(&screen);
        if screen.id == "trouble" {
            self.driven.codes.extend(code_of(&screen).map(str::to_owned));
            act = if self.driven.codes.len() > self.how.retries { leaving(&screen) } else { act };
        }
        let pins = usize::from(matches!(act, Some(Act::Pin(_))));
        self.driven.typed += pins;
        if self.driven.typed > MOST_PINS || self.acts > MOST_ACTS {
            self.driven.typed -= pins;
            act = leaving(&screen);
        }
        self.act(&screen, act)
    }

    pub(crate) fn act(&mut self, screen: &Screen, act: Option<Act>) -> Result<(), Violation> {
        let act = act.ok_or_else(|| Invariant::WayOn.violated(format!("`{}` offers no way on", screen.id)))?;
        self.acts += 1;
        self.driven.events += 1;
        self.watch.act(screen, act);
        let event = Event::Intent { screen: screen.serial, intent: act.intent(screen) };
        let taken = self.flow.handle(self.world.now(), event);
        Invariant::WayOn.need(taken.is_ok(), format!("`{}` offers {act:?} and does not take it", screen.id))
    }
}

/// The way out of a screen.
fn leaving(screen: &Screen) -> Option<Act> {
    let ways = [ActionId::Close, ActionId::Cancel, ActionId::StopForNow, ActionId::Finish, ActionId::Back];
    let offered = |id: &&ActionId| screen.actions.iter().any(|action| action.id == **id);
    ways.iter().find(offered).map(|id| Act::Press(*id))
}

/// How many octets a command asks for (Le).
fn asked(command: &[u8]) -> usize {
    let or = |octet: u8| if octet == 0 { 256 } else { usize::from(octet) };
    match *command {
        [_, _, _, _, le] => or(le),
        [_, _, _, _, 0, high, low] => usize::from(u16::from_be_bytes([high, low])),
        [_, _, _, _, lc, .., le] if command.len() == usize::from(lc) + 6 => or(le),
        _ => 0,
    }
}
