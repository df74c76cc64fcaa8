//! Plays a scenario: performs a flow's effects in a world, lets go wrong what should, and is the person.

mod effects;
mod start;
mod world;

use std::collections::HashMap;

use kazasu_core::effect::{Answer, EffectId, Event, Facts, Intent, Slot as Place};
use kazasu_core::flow::{Flow, Outcome};
use kazasu_core::screen::{Block, FieldId, Presentation, Screen};
use kazasu_core::secret::Secret;
use kazasu_core::time::Now;
use kazasu_core::words::Language;
use kazasu_virtual_card::{Personality, Slot};

use self::start::{has_keypad, start, unix_now};
pub use self::world::{Deed, Observer, Silent, World};
use crate::Unmet;
use crate::expect;
use crate::invariants::Watch;
use crate::names::{action, readiness, shell};
use crate::person::{Move, Person};
use crate::table::{Control, Do, Fault, Scenario, Step, Then};

/// What a play left behind, for those who want to know more than the scenario says.
pub struct Played {
    /// What came of it.
    pub outcome: Outcome,
    /// Ids of the screens, in order, repetitions counted once.
    pub screens: Vec<&'static str>,
    /// The card.
    pub slot: Slot,
    /// What the server stored.
    pub registrations: Vec<serde_json::Value>,
    /// How often a card was looked for and found.
    pub holds: usize,
    /// Whether a signed request is left on the device.
    pub pending: bool,
}

/// Plays one scenario and checks what it expects, and what always holds.
pub async fn play<W: World>(world: &mut W, scenario: &Scenario, observer: &mut impl Observer) -> Result<Played, Unmet> {
    let personality: Personality = scenario.card.parse().map_err(|error| Unmet(format!("{error}")))?;
    let slot = Slot::new(personality, &world.authority(), unix_now());
    play_with(world, scenario, slot, observer).await
}

/// As [`play`], with a card of the caller's making.
pub async fn play_with<W: World>(
    world: &mut W,
    scenario: &Scenario,
    slot: Slot,
    observer: &mut impl Observer,
) -> Result<Played, Unmet> {
    let played = play_through(world, scenario, slot, observer).await?;
    expect::check(&scenario.expect, &played)?;
    Ok(played)
}

/// As [`play_with`], checking only what always holds.
pub async fn play_through<W: World>(
    world: &mut W,
    scenario: &Scenario,
    slot: Slot,
    observer: &mut impl Observer,
) -> Result<Played, Unmet> {
    // The back end answers at once, unless the scenario says otherwise.
    let at_once = r#"{"delay_s":0,"outcome":"linked"}"#.to_owned();
    world.control("PUT", "/sandbox/v1/eligibility", Some(at_once)).await?;
    for control in &scenario.server {
        say(world, control).await?;
    }
    let mut play = Play {
        flow: start(world, scenario)?,
        world,
        scenario,
        observer,
        slot: slot.clone(),
        person: Person::new(scenario),
        keypad: scenario.keypad.clone().into_iter(),
        watch: Watch::new(slot),
        counts: HashMap::new(),
        waiting: None,
        monotonic_ms: 0,
        offset_s: 0,
        shown: None,
        screens: Vec::new(),
        taps: 0,
    };
    if has_keypad(scenario) {
        play.watch.keypad();
    }
    play.run().await?;
    let outcome = play.flow.outcome().ok_or_else(|| Unmet("the flow closed without an outcome".to_owned()))?;
    let left = play.person.left().first().map(|step| step.on.clone());
    if let Some(on) = left {
        return Err(Unmet(format!("the flow ended before the step on `{on}`")));
    }
    play.watch.at_the_end()?;
    let (screens, taps, slot) = (play.screens, play.taps, play.slot);
    let (_, stored) = world.control("GET", "/sandbox/v1/registrations", None).await?;
    let stored: serde_json::Value = serde_json::from_str(&stored).map_err(|error| Unmet(error.to_string()))?;
    let registrations = stored["registrations"].as_array().cloned().unwrap_or_default();
    let pending = world.load(&Place::Pending).is_some();
    Ok(Played { outcome, screens, slot, registrations, holds: taps, pending })
}

struct Play<'a, W, O> {
    world: &'a mut W,
    scenario: &'a Scenario,
    observer: &'a mut O,
    flow: Flow,
    slot: Slot,
    person: Person,
    keypad: std::vec::IntoIter<String>,
    watch: Watch,
    counts: HashMap<usize, usize>,
    waiting: Option<(EffectId, u32)>,
    monotonic_ms: u64,
    offset_s: u64,
    shown: Option<Screen>,
    screens: Vec<&'static str>,
    taps: usize,
}

/// Rounds after which a play is stuck.
const MOST_ROUNDS: usize = 400;

impl<W: World, O: Observer> Play<'_, W, O> {
    async fn run(&mut self) -> Result<(), Unmet> {
        for _ in 0..MOST_ROUNDS {
            self.look();
            while let Some((id, effect)) = self.flow.take_effect() {
                self.perform(id, effect).await?;
                self.look();
            }
            if self.flow.is_closed() {
                return Ok(());
            }
            let screen = self.flow.screen();
            match self.person.next(&screen, self.waiting.is_some()) {
                Move::Step(step) => self.take(&screen, step).await?,
                Move::Suggested(act) => self.act(&screen, &act).await?,
                Move::Nothing => self.let_time_pass(&screen).await?,
            }
        }
        Err(Unmet(format!("still on `{}` after {MOST_ROUNDS} rounds", self.flow.screen().id)))
    }

    /// Notes what is shown.
    fn look(&mut self) {
        let screen = self.flow.screen();
        if self.shown.as_ref() != Some(&screen) {
            self.observer.screen(&screen);
            if self.screens.last() != Some(&screen.id) {
                self.screens.push(screen.id);
            }
            self.shown = Some(screen);
        }
    }

    async fn let_time_pass(&mut self, screen: &Screen) -> Result<(), Unmet> {
        let (id, ms) =
            self.waiting.take().ok_or_else(|| Unmet(format!("nobody knows how to go on from `{}`", screen.id)))?;
        self.world.wait(ms).await;
        self.monotonic_ms += u64::from(ms);
        self.answer(id, Answer::Elapsed)
    }

    /// A step of the script: first the screen is checked, then the person acts.
    async fn take(&mut self, screen: &Screen, step: Step) -> Result<(), Unmet> {
        expect::check_screen(screen, &step)?;
        for control in &step.server {
            say(self.world, control).await?;
        }
        if step.later_s > 0 {
            self.offset_s += step.later_s;
            self.monotonic_ms += step.later_s * 1000;
            let body = format!("{{\"offset_s\":{}}}", self.offset_s);
            self.world.control("PUT", "/sandbox/v1/clock", Some(body)).await?;
        }
        self.act(screen, &step.act).await
    }

    async fn act(&mut self, screen: &Screen, act: &Do) -> Result<(), Unmet> {
        let deed = match act {
            Do::Press(name) => {
                self.observer.act(&format!("press {name}"));
                Deed::Intent(Intent::Press(action(name)?))
            }
            Do::Tick(on) => {
                self.observer.act(if *on { "tick" } else { "untick" });
                Deed::Intent(Intent::Set { field: checkbox(screen)?, on: *on })
            }
            Do::Notice(name) => {
                self.observer.act(&format!("the device is {name}"));
                let facts = Facts { readiness: Some(readiness(name)?), ..Facts::default() };
                let now = self.now();
                return self.flow.handle(now, Event::Noticed(facts)).map_err(|misuse| Unmet(misuse.to_string()));
            }
            Do::Pin(typed) => {
                self.observer.act("type a PIN");
                Deed::Intent(Intent::EnterPin(Secret::new(typed.clone().into_bytes())))
            }
            Do::Language(tag) => {
                self.observer.act(&format!("choose {tag}"));
                Deed::Language(Language::from_tag(tag).ok_or_else(|| Unmet(format!("no language `{tag}`")))?)
            }
            Do::Wait => return self.let_time_pass(screen).await,
            Do::Kill => return self.restart(),
        };
        let intent = match self.observer.hands(screen, act).await?.unwrap_or(deed) {
            Deed::Intent(intent) => intent,
            Deed::Language(language) => {
                let browser = self.scenario.browser;
                self.flow.present(Presentation { language, shell: shell(self.scenario)?, browser });
                return Ok(());
            }
        };
        self.watch.intent(&intent);
        let event = Event::Intent { screen: screen.serial, intent };
        let now = self.now();
        self.flow.handle(now, event).map_err(|misuse| Unmet(format!("on `{}`: {misuse}", screen.id)))
    }

    fn answer(&mut self, id: EffectId, answer: Answer) -> Result<(), Unmet> {
        let now = self.now();
        self.flow.handle(now, Event::Answer { id, answer }).map_err(|misuse| Unmet(misuse.to_string()))
    }

    /// The app is killed: what it had in memory is gone, what it stored is there.
    fn restart(&mut self) -> Result<(), Unmet> {
        self.observer.act("the app is killed and started again");
        self.slot.leave();
        self.waiting = None;
        self.watch.killed();
        self.flow = start(self.world, self.scenario)?;
        Ok(())
    }

    /// The fault that is due at one of these, if any.
    fn due(&mut self, labels: &[String]) -> Option<Then> {
        let mut due = None;
        for (index, Fault { at, nth, times, then }) in self.scenario.faults.iter().enumerate() {
            if labels.iter().any(|label| label.starts_with(at)) {
                let count = self.counts.entry(index).or_default();
                *count += 1;
                if (*nth..nth + times).contains(count) {
                    due = due.or_else(|| Some(then.clone()));
                }
            }
        }
        due
    }

    fn now(&self) -> Now {
        let gone = i64::try_from(self.offset_s).unwrap_or(0);
        Now { monotonic_ms: self.monotonic_ms, unix_s: unix_now() + gone + self.scenario.device_clock_off_s }
    }
}

/// The checkbox that stands on a screen.
fn checkbox(screen: &Screen) -> Result<FieldId, Unmet> {
    let field = screen.blocks.iter().find_map(|block| match block {
        Block::Checkbox { field, .. } => Some(*field),
        _ => None,
    });
    field.ok_or_else(|| Unmet(format!("no checkbox on `{}`", screen.id)))
}

async fn say<W: World>(world: &mut W, control: &Control) -> Result<(), Unmet> {
    let body =
        control.body.as_ref().map(serde_json::to_string).transpose().map_err(|error| Unmet(error.to_string()))?;
    match world.control(&control.method, &control.path, body).await? {
        (200..300, _) => Ok(()),
        (status, body) => Err(Unmet(format!("{} {}: {status} {body}", control.method, control.path))),
    }
}
