//! The loop's view of the page: screens go to every tab, what tabs say comes back.

use std::sync::Arc;

use kazasu_core::screen::{LanguageMenu, Screen};
use kazasu_core::words::Language;
use tokio::sync::mpsc;

use super::html::{self, Around};
use super::hub::Hub;
use super::told::Told;
use crate::shell::{Ui, Wish};

/// A person at any number of tabs of one page.
pub struct Page {
    hub: Arc<Hub>,
    told: mpsc::UnboundedReceiver<Told>,
    /// Which run of the program's flow this is: serials begin anew with each.
    run: u32,
    shown: Option<Screen>,
    said: Option<String>,
    language: Language,
    menu: Option<LanguageMenu>,
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
        Self { hub, told, run: 0, shown: None, said: None, language, menu: None }
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

    /// Shows that a run is over, and asks whether another one is wanted.
    pub async fn over(&mut self) -> Afterwards {
        self.begin();
        loop {
            let Some(menu) = self.menu.clone() else { return Afterwards::Leave };
            let markup = html::over(self.language, &self.key(0), &menu).into_string();
            let title = crate::words::say(self.language, crate::words::text::PAGE_OVER_TITLE, &[]);
            self.publish(markup, &title.written(), self.language);
            tokio::select! {
                told = self.told.recv() => match told {
                    Some(Told::Again) => return Afterwards::Again,
                    Some(Told::Language(language)) => self.language = language,
                    Some(Told::Intent { .. }) => {}
                    Some(Told::Leave) | None => return Afterwards::Leave,
                },
                () = self.hub.deserted() => return Afterwards::Leave,
            }
        }
    }

    /// Tells every tab that the program ends.
    pub fn end(self) {
        let markup = html::gone(self.language).into_string();
        let title = crate::words::say(self.language, crate::words::text::PAGE_GONE_TITLE, &[]).written();
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
        let markup = html::screen(screen, &self.key(screen.serial), &around).into_string();
        self.publish(markup, &screen.title.written(), screen.language);
    }

    fn publish(&self, markup: String, title: &str, language: Language) {
        self.hub.show(|view| (view.app, view.title, view.language) = (markup.into(), title.into(), language));
    }
}

impl Ui for Page {
    fn draw(&mut self, screen: &Screen) {
        if self.shown.as_ref() != Some(screen) {
            self.language = screen.language;
            self.menu = Some(screen.languages.clone());
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
                Some(Told::Again) => {}
                Some(Told::Leave) | None => return Wish::Leave,
            }
        }
    }
}
