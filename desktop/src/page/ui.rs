//! The loop's view of the page: screens go to every tab, what tabs say comes back.

use std::sync::Arc;
use std::time::Duration;

use kazasu_core::screen::Screen;
use kazasu_core::words::Language;
use maud::Markup;
use tokio::sync::mpsc;
use tokio::time::interval;

use super::html::{self, Around};
use super::hub::Hub;
use super::told::Told;
use crate::card::Reader;
use crate::shell::{Ui, Wish};
use crate::words::{Text, say, text};

/// How often the list of readers is looked at while it is shown.
const LOOK: Duration = Duration::from_secs(1);

/// A person at any number of tabs of one page.
pub struct Page {
    hub: Arc<Hub>,
    told: mpsc::UnboundedReceiver<Told>,
    /// Which run of the program's flow this is: serials begin anew with each.
    run: u32,
    shown: Option<Screen>,
    said: Option<String>,
    language: Language,
}

/// What the person wants after a run.
pub enum Afterwards {
    /// Another run.
    Again,
    /// Nothing more.
    Leave,
}

impl Page {
    /// The page of this hub.
    pub fn new(hub: Arc<Hub>, told: mpsc::UnboundedReceiver<Told>, language: Language) -> Self {
        Self { hub, told, run: 0, shown: None, said: None, language }
    }

    /// A run begins: what was meant for a page of the one before it is not taken any more.
    pub fn begin(&mut self) {
        self.run += 1;
        (self.shown, self.said) = (None, None);
    }

    /// The language that was chosen last.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Asks on which of several readers the card is, as long as there are several; the answer is for one run only.
    /// `false`: the person leaves.
    pub async fn choose_reader(&mut self, reader: &mut dyn Reader) -> bool {
        let mut looks = interval(LOOK);
        let mut shown = Vec::new();
        loop {
            let told = tokio::select! {
                told = self.told.recv() => told,
                () = self.hub.deserted() => None,
                _ = looks.tick() => {
                    let names = reader.choices();
                    if names.is_empty() {
                        return true;
                    }
                    if names != shown {
                        // Another list is another page: a tap on the old one must not take what moved to its place.
                        self.begin();
                        shown = names;
                        self.ask_reader(&shown);
                    }
                    continue;
                }
            };
            match told {
                Some(Told::Reader { on, place }) if on == self.key(0) => match place {
                    Some(place) => {
                        if let Some(name) = shown.get(place) {
                            reader.choose(name);
                            return true;
                        }
                    }
                    None => return true,
                },
                Some(Told::Language(language)) => {
                    self.language = language;
                    self.ask_reader(&shown);
                }
                Some(Told::Intent { .. } | Told::Reader { .. } | Told::Again) => {}
                Some(Told::Leave) | None => return false,
            }
        }
    }

    fn ask_reader(&self, names: &[String]) {
        self.publish(html::readers(self.language, &self.key(0), names), text::PAGE_READERS_TITLE);
    }

    /// Shows that a run is over, and asks whether another one is wanted.
    pub async fn over(&mut self) -> Afterwards {
        self.begin();
        loop {
            self.publish(html::over(self.language, &self.key(0)), text::PAGE_OVER_TITLE);
            tokio::select! {
                told = self.told.recv() => match told {
                    Some(Told::Again) => return Afterwards::Again,
                    Some(Told::Language(language)) => self.language = language,
                    Some(Told::Intent { .. } | Told::Reader { .. }) => {}
                    Some(Told::Leave) | None => return Afterwards::Leave,
                },
                () = self.hub.deserted() => return Afterwards::Leave,
            }
        }
    }

    /// Tells every tab that the program ends.
    pub fn end(self) {
        let markup = html::gone(self.language).into_string();
        let title = say(self.language, text::PAGE_GONE_TITLE, &[]).written();
        self.hub.show(|view| {
            (view.app, view.title, view.gone) = (markup.into(), title.into(), true);
            view.beside = view.beside.as_ref().map(|_| "".into());
        });
    }

    /// By which a screen of this run is known on the page.
    #[cfg(feature = "sandbox")]
    pub fn key_of(&self, screen: &Screen) -> String {
        self.key(screen.serial)
    }

    fn key(&self, serial: u64) -> String {
        format!("{}.{serial}", self.run)
    }

    /// The serial of a page that is shown now, or was, in this run.
    fn serial(&self, key: &str) -> Option<u64> {
        let (run, serial) = key.split_once('.')?;
        (run.parse() == Ok(self.run)).then(|| serial.parse().ok()).flatten()
    }

    fn redraw(&self) {
        let Some(screen) = &self.shown else { return };
        let around = Around { said: self.said.as_deref() };
        self.show(html::screen(screen, &self.key(screen.serial), &around), screen.title.written());
    }

    /// Shows a screen of the page's own.
    fn publish(&self, markup: Markup, title: Text) {
        self.show(markup, say(self.language, title, &[]).written());
    }

    fn show(&self, markup: Markup, title: String) {
        let (markup, language) = (markup.into_string(), self.language);
        self.hub.show(|view| (view.app, view.title, view.language) = (markup.into(), title.into(), language));
    }
}

impl Ui for Page {
    const IN_BROWSER: bool = true;

    fn draw(&mut self, screen: &Screen) {
        if self.shown.as_ref() != Some(screen) {
            self.language = screen.language;
            self.shown = Some(screen.clone());
            self.redraw();
        }
    }

    fn say(&mut self, sentence: &str) {
        self.said = Some(sentence.to_owned());
        self.redraw();
    }

    /// A tap on an old page, or the second of a double tap: the tab is sent the new one anyway.
    fn not_taken(&mut self) {}

    async fn next(&mut self) -> Wish {
        loop {
            let told = tokio::select! {
                told = self.told.recv() => told,
                () = self.hub.deserted() => return Wish::Leave,
            };
            match told {
                Some(Told::Intent { on, intent }) => {
                    if let Some(screen) = self.serial(&on) {
                        self.said = None;
                        return Wish::Do { screen, intent };
                    }
                }
                Some(Told::Language(language)) => return Wish::Present(language),
                Some(Told::Again | Told::Reader { .. }) => {}
                Some(Told::Leave) | None => return Wish::Leave,
            }
        }
    }
}
