//! The loop between the core, the PC and a person: draw the screen, perform the effects, report what happened.

mod performer;
mod ui;

use kazasu_core::effect::{Effect, Event};
use kazasu_core::flow::{Flow, Outcome};
use kazasu_core::screen::{Block, Presentation, Screen, Shell};
use kazasu_core::words::Language;
use tracing::{debug, error};

pub use performer::Performer;
pub use ui::{Ui, Wish};

use crate::clock;

/// How a run ended, and the last screen that was shown.
pub struct Ended {
    /// What came of it.
    pub outcome: Outcome,
    /// The last screen.
    pub screen: Screen,
    /// Whether the person left in the middle.
    pub left: bool,
}

/// Runs a flow to its end. The person may leave at any time; what is signed by then is kept.
pub async fn run(mut flow: Flow, mut performer: Performer, ui: &mut impl Ui) -> Ended {
    let outcome = converse(&mut flow, &mut performer, ui).await;
    let (screen, closed) = (flow.screen(), flow.is_closed());
    drop(flow); // and with it every secret
    performer.finish(closed).await;
    Ended { outcome, screen, left: !closed }
}

async fn converse<U: Ui>(flow: &mut Flow, performer: &mut Performer, ui: &mut U) -> Outcome {
    loop {
        while let Some((id, effect)) = flow.take_effect() {
            if let Effect::CloseCard { sheet, success: true } = &effect {
                ui.say(sheet);
            }
            performer.perform(id, effect);
        }
        if flow.is_closed() {
            return flow.outcome().unwrap_or(Outcome::Defect);
        }
        let screen = flow.screen();
        performer.watch(screen.blocks.iter().any(|block| matches!(block, Block::Steps { .. })));
        ui.draw(&screen);
        tokio::select! {
            happened = performer.next() => {
                let Some(event) = happened else { return Outcome::Defect };
                if let Event::Noticed(facts) = &event {
                    debug!(?facts, "noticed");
                }
                if let Err(misuse) = flow.handle(clock::now(), event) {
                    error!(%misuse, "the core refuses an answer of this program");
                    return Outcome::Defect;
                }
            }
            wish = ui.next() => match wish {
                Wish::Do { screen, intent } => {
                    if let Err(misuse) = flow.handle(clock::now(), Event::Intent { screen, intent }) {
                        debug!(%misuse, "not taken");
                        ui.not_taken();
                    }
                }
                Wish::Stop { screen, intent } => {
                    let taken = flow.handle(clock::now(), Event::Intent { screen, intent });
                    if taken.is_err() {
                        return left(flow, performer);
                    }
                }
                Wish::Present(language) => flow.present(presentation::<U>(language)),
                Wish::Leave => return left(flow, performer),
            },
        }
    }
}

/// How this PC draws for that kind of view.
pub fn presentation<U: Ui>(language: Language) -> Presentation {
    Presentation { language, shell: Shell::Pc, browser: U::IN_BROWSER }
}

/// The person left in the middle.
fn left(flow: &Flow, performer: &Performer) -> Outcome {
    let unsettled = if performer.keeps_unsettled() { Outcome::Unsent } else { Outcome::Cancelled };
    flow.outcome().unwrap_or(unsettled)
}
