//! The person: either a script, or somebody sensible who does what the screens suggest.

use kazasu_core::screen::{ActionId, Block, FieldId, Screen};

use crate::table::{Do, Scenario, Step};

/// Who is in front of the screen.
pub(crate) struct Person {
    steps: std::vec::IntoIter<Step>,
    scripted: bool,
    /// Finishes while the registration is still being processed; otherwise waits for it.
    hurried: bool,
}

/// What the person does next.
pub(crate) enum Move {
    /// As the script says.
    Step(Step),
    /// What the screen suggests.
    Suggested(Do),
    /// Nothing: they wait.
    Nothing,
}

impl Person {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        Self {
            scripted: !scenario.steps.is_empty(),
            steps: scenario.steps.clone().into_iter(),
            hurried: scenario.expect.outcome == "accepted",
        }
    }

    /// What comes next. `waiting`: something is under way that would go on by itself.
    pub(crate) fn next(&mut self, screen: &Screen, waiting: bool) -> Move {
        if self.scripted {
            let due = self.steps.as_slice().first();
            return match due {
                Some(step) if waiting && (step.on != screen.id || matches!(step.act, Do::Wait)) => {
                    if step.on == screen.id {
                        return self.steps.next().map_or(Move::Nothing, Move::Step);
                    }
                    Move::Nothing
                }
                Some(step) if waiting && step.on == "done" && !self.hurried => Move::Nothing,
                Some(_) => self.steps.next().map_or(Move::Nothing, Move::Step),
                None => Move::Nothing,
            };
        }
        sensible(screen, waiting).map_or(Move::Nothing, Move::Suggested)
    }

    /// Steps that were never taken.
    pub(crate) fn left(&self) -> &[Step] {
        self.steps.as_slice()
    }
}

/// Somebody who knows their PIN, goes on where they can, and waits while something is under way.
fn sensible(screen: &Screen, waiting: bool) -> Option<Do> {
    if screen.blocks.iter().any(|block| matches!(block, Block::PinField { .. })) {
        return Some(Do::Pin("1234".to_owned()));
    }
    if waiting {
        return None;
    }
    if screen.id == "status" {
        return Some(Do::Press("close".to_owned())); // that is what they came for
    }
    let unticked = screen
        .blocks
        .iter()
        .any(|block| matches!(block, Block::Checkbox { field: FieldId::ReleaseUnderstood, on: false, .. }));
    if unticked {
        return Some(Do::Tick(true));
    }
    let liked = [
        ActionId::Agree,
        ActionId::Apply,
        ActionId::SignIn,
        ActionId::RequestRelease,
        ActionId::UseLastTry,
        ActionId::Retry,
        ActionId::ReviewTerms,
        ActionId::StartAgain,
        ActionId::Resend,
        ActionId::Finish,
        ActionId::ReadCard,
        ActionId::Close,
    ];
    liked
        .iter()
        .find(|id| screen.actions.iter().any(|action| action.id == **id))
        .map(|id| Do::Press(crate::names::action_name(*id)))
}
