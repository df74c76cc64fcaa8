//! Nobody at a terminal: a flow that asks nothing but to lay the card there. What comes of it goes to standard output, and
//! what to do meanwhile to standard error, so that a script reads only the former.

use std::io::{self, Write as _};

use kazasu_core::effect::Intent;
use kazasu_core::screen::{ActionId, Block, Screen};

use super::painter::Painter;
use super::signals::Signals;
use super::{JsonLines, lines};
use crate::shell::{Ui, Wish};

/// Goes the one way that there is.
pub struct Alone {
    signals: Signals,
    painter: Painter,
    json: Option<JsonLines>,
    /// The card has been asked for.
    read: bool,
    told: Option<u64>,
    press: Option<(u64, ActionId)>,
}

impl Alone {
    /// Prints screens, or JSON lines. Needs a Tokio runtime around it.
    pub fn new(json: Option<JsonLines>) -> io::Result<Self> {
        let (signals, painter) = (Signals::listen()?, Painter::without_colour());
        Ok(Self { signals, painter, json, read: false, told: None, press: None })
    }

    /// What is waited for, said once.
    fn wait(&mut self, screen: &Screen) {
        let busy = screen.blocks.iter().find_map(|block| match block {
            Block::Busy { text } if screen.id == "hold" => Some(text.annotated()),
            _ => None,
        });
        if let Some(text) = busy.filter(|_| self.told.replace(screen.serial) != Some(screen.serial)) {
            let _ = write!(io::stderr(), "{}", self.painter.plain(&[text])); // nobody is left to be told if it is closed
        }
    }

    /// What came of it.
    fn tell(&self, screen: &Screen) {
        if self.json.is_none() {
            let mut all = lines::of_screen(screen);
            all.retain(|lines::Line(_, text)| !text.is_empty());
            let _ = write!(io::stdout(), "{}", self.painter.paint(&all)); // as above
        }
    }
}

impl Ui for Alone {
    const IN_BROWSER: bool = false;

    fn draw(&mut self, screen: &Screen) {
        if let Some(json) = &mut self.json {
            json.screen(screen);
        }
        let offers = |id| screen.actions.iter().any(|action| action.id == id);
        let rests = !screen.blocks.iter().any(|block| matches!(block, Block::Busy { .. } | Block::Hold { .. }));
        if offers(ActionId::ReadCard) && !self.read {
            self.read = true;
            self.press = Some((screen.serial, ActionId::ReadCard));
        } else if rests && self.told != Some(screen.serial) {
            self.told = Some(screen.serial);
            self.tell(screen);
            let ways = [ActionId::Finish, ActionId::Close, ActionId::Back];
            self.press = ways.into_iter().find(|id| offers(*id)).map(|id| (screen.serial, id));
        } else {
            self.wait(screen);
        }
    }

    fn say(&mut self, _: &str) {}

    fn not_taken(&mut self) {}

    async fn next(&mut self) -> Wish {
        match self.press.take() {
            Some((screen, id)) => Wish::Do { screen, intent: Intent::Press(id) },
            None => {
                self.signals.next().await;
                Wish::Leave
            }
        }
    }
}
