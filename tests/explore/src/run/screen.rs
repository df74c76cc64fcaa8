//! A screen: what it says, and what the person does.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use kazasu_core::effect::{Event, Facts};
use kazasu_core::screen::{ActionId, Presentation, Screen, Shell};
use kazasu_core::words::Language;

use super::{Run, Step};
use crate::defects::Defect;
use crate::faults::{self, Fault};
use crate::invariants::{Invariant, Violation};
use crate::misfits;
use crate::person::{Act, suggested};
use crate::trace::Line;

/// How often a person meets the same trouble and tries again.
const PATIENCE: usize = 4;
/// "Another card than before": where the wrong card was the first one, trying again does not lead on, but starting again,
/// which that screen offers, does. Counted.
const OTHER_CARD: &str = "C19";

impl Run<'_, '_> {
    /// Looks at the screen, and at what it says of a proof that is on its way.
    pub(super) fn look(&mut self) -> Result<Screen, Violation> {
        let mut screen = self.flow().screen();
        match self.how.defect {
            Some(Defect::DeadEnd) if screen.id == "trouble" => screen.actions.clear(),
            Some(Defect::FlipsBox) => crate::looks::boxes(&mut screen, |on| !on),
            _ => {}
        }
        self.state(&screen);
        if self.how.traced {
            let line = Line::shown(&screen);
            if self.ran.lines.iter().rev().find(|line| matches!(line, Line::Shown { .. })) != Some(&line) {
                self.ran.lines.push(line);
            }
        }
        crate::looks::check(&screen, &mut self.watch, &self.world.server)?;
        Ok(screen)
    }

    fn state(&mut self, screen: &Screen) {
        let mut hasher = DefaultHasher::new();
        (screen.id, crate::trace::code_of(screen), screen.language, self.watch.holds_pin()).hash(&mut hasher);
        (self.world.holder.tries_left(), self.world.holder.is_held()).hash(&mut hasher);
        self.world.stored.keys().for_each(|slot| slot.hash(&mut hasher));
        self.world.server.shape(self.world.now().unix_s).hash(&mut hasher);
        self.ran.states.push(hasher.finish());
    }

    pub(super) fn speak(&mut self, language: Language) -> Result<(), Violation> {
        self.language = language;
        self.flow().present(Presentation { language, shell: Shell::Pc, browser: false });
        let shown = self.flow().screen().language;
        Invariant::Contract.need(shown == language, format!("{shown:?} is shown, and {language:?} was chosen"))
    }

    /// The shell notices something: the screen stays the same one, offers the same, and nothing is asked for.
    pub(super) fn notice(&mut self, facts: Facts) -> Result<(), Violation> {
        let (before, now) = (self.flow().screen(), self.world.now());
        self.ran.events += 1;
        let taken = self.flow().handle(now, Event::Noticed(facts));
        let after = self.flow().screen();
        let kept = (before.id, before.serial, &before.actions) == (after.id, after.serial, &after.actions);
        let quiet = taken.is_ok() && kept && self.flow().take_effect().is_none();
        Invariant::Contract.need(quiet, format!("noticing {facts:?} changed what happens on `{}`", before.id))
    }

    /// The flow waits for the person.
    pub(super) fn asked(&mut self) -> Result<Step, Violation> {
        let screen = self.look()?;
        if crate::agreement::is_mixed(&screen) {
            return Err(Invariant::NothingUnagreed.violated("terms in another language than the screen around them"));
        }
        crate::looks::rests(&screen)?;
        let none = || Invariant::WayOn.violated(format!("`{}` offers no way on", screen.id));
        let suggestion = match self.patience(&screen)? {
            true if screen.id == "home" => {
                self.left()?;
                Act::Press(self.start.errands.get(self.errands).copied().unwrap_or(ActionId::Close))
            }
            true => suggested(&screen).ok_or_else(none)?,
            false => Act::Press(ActionId::StartAgain),
        };
        let mut act = suggestion;
        if self.script.can_fail() {
            let ways = faults::on_screen(&screen, &suggestion, self.how.depth);
            let choice = self.script.choose(1 + ways.len());
            let fault = choice.checked_sub(1).and_then(|way| ways.into_iter().nth(way));
            if let Some(fault) = &fault {
                self.ran.first.get_or_insert_with(|| (fault.clone(), faults::representative_on_screen(fault)));
            }
            match fault {
                Some(Fault::Does(other)) => act = other,
                Some(fault) => {
                    let noted = fault.clone();
                    self.note(|| Line::Meanwhile(noted));
                    match fault {
                        Fault::Kill(_) => return Ok(Step::Killed),
                        Fault::Later(seconds) => self.world.later(seconds),
                        Fault::Speak(language) => self.speak(language)?,
                        Fault::Notices(facts) => self.notice(facts)?,
                        _ => {}
                    }
                    return Ok(Step::GoesOn); // and is asked again
                }
                None => {}
            }
        }
        if self.how.misfits {
            let now = self.world.now();
            misfits::on(self.flow.as_mut(), now, &screen)?;
        }
        if screen.id == "home" && act == suggestion {
            self.errands += 1;
        }
        self.note(|| Line::Act(act));
        if self.how.defect == Some(Defect::HidesTick) {
            let mut seen = screen.clone();
            crate::looks::boxes(&mut seen, |_| false);
            self.watch.act(&seen, act);
        } else {
            self.watch.act(&screen, act);
        }
        let now = self.world.now();
        self.ran.events += 1;
        let taken = self.flow().handle(now, Event::Intent { screen: screen.serial, intent: act.intent(&screen) });
        Invariant::WayOn.need(taken.is_ok(), format!("`{}` offers {act:?} and does not take it", screen.id))?;
        if self.how.misfits {
            misfits::tapped_again(self.flow.as_mut(), now, screen.serial, act)?;
        }
        Ok(Step::GoesOn)
    }

    /// Whether the person still tries again: not where that brought the same trouble so often. They start anew then.
    fn patience(&mut self, screen: &Screen) -> Result<bool, Violation> {
        let code = match crate::trace::code_of(screen) {
            Some(code) if screen.id == "trouble" => code,
            _ => return Ok(true),
        };
        if self.trouble.0 != code {
            self.trouble = (code.to_owned(), 0);
        }
        self.trouble.1 += 1;
        let tired = self.trouble.1 > PATIENCE && suggested(screen) != Some(Act::Press(ActionId::Close));
        if tired {
            let anew = screen.actions.iter().any(|action| action.id == ActionId::StartAgain);
            Invariant::WayOn.need(code == OTHER_CARD && anew, format!("trying again leads nowhere from {code}"))?;
            self.trouble.1 = 0;
            self.ran.gave_up += 1;
        }
        Ok(!tired)
    }
}
