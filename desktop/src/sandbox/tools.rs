//! The practice tools that stand beside the page: card, exchanges, server and reception desk. Plainly not the product.

mod act;
mod card;
mod desk;
mod server;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{Json, State};
use axum::http::StatusCode;
use axum::routing::post;
use kazasu_core::words::Language;
use maud::{Markup, html};
use tokio::sync::watch;

pub(super) use self::act::Act;
use self::server::Controls;
use super::platform::{Platform, Registration};
use super::reception::{Desk, Setup};
use super::stand::Stand;
use crate::page::{Further, Hub, line};
use crate::words::{Text, say, text};

/// How often the record is looked at while something in it is under way.
const AGAIN: Duration = Duration::from_millis(700);

/// The tools of one practice.
pub(super) struct Tools {
    stand: Stand,
    platform: Platform,
    state: Mutex<Drawer>,
    changed: watch::Sender<u64>,
}

/// What the tools themselves remember.
struct Drawer {
    view: View,
    controls: Controls,
    setup: Setup,
    desk: Desk,
    registrations: Vec<Registration>,
}

/// Which tools are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum View {
    /// Card, exchanges and record.
    Card,
    /// The server's controls.
    Server,
    /// The reception desk.
    Desk,
}

impl Tools {
    pub(super) fn new(stand: Stand, platform: Platform, setup: Setup) -> Arc<Self> {
        let setup = setup.visited_by(false, true);
        let drawer = Drawer {
            view: View::Card,
            controls: Controls::default(),
            desk: Desk::new(setup.clone()),
            setup,
            registrations: Vec::new(),
        };
        Arc::new(Self { stand, platform, state: Mutex::new(drawer), changed: watch::Sender::new(0) })
    }

    /// Their routes, below the page's address.
    pub(super) fn further(self: &Arc<Self>) -> Further {
        let routes = Router::new().route("/practice", post(practice)).with_state(Arc::clone(self));
        Further { routes, style: Some(include_str!("tools/assets/sandbox.css")) }
    }

    /// Keeps what is beside the page up to date, for as long as it is awaited.
    pub(super) async fn keep_shown(self: Arc<Self>, hub: Arc<Hub>) {
        let (mut stand, mut own, mut page) = (self.stand.changes(), self.changed.subscribe(), hub.watch());
        let mut drawn: Option<Arc<str>> = None;
        loop {
            let (app, language) = {
                let view = page.borrow_and_update();
                (Arc::clone(&view.app), view.language)
            };
            let registrations = self.platform.registrations().await;
            let is_under_way = registrations.iter().any(|one| matches!(&*one.state, "accepted" | "processing"));
            self.with(|drawer| drawer.registrations = registrations);
            let markup: Arc<str> = self.draw(language).into_string().into();
            if drawn.as_ref() != Some(&markup) {
                hub.show(|view| view.beside = Some(Arc::clone(&markup)));
                drawn = Some(markup);
            }
            let other_page = page.wait_for(|view| !Arc::ptr_eq(&view.app, &app) || view.language != language);
            tokio::select! {
                _ = stand.changed() => {}
                _ = own.changed() => {}
                _ = other_page => {}
                () = tokio::time::sleep(AGAIN), if is_under_way => {}
            }
        }
    }

    fn with<T>(&self, look: impl FnOnce(&mut Drawer) -> T) -> T {
        look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn draw(&self, language: Language) -> Markup {
        let tools = Words(language);
        let look = self.stand.look();
        self.with(|drawer| {
            html! {
                h2 #beside-title { (tools.say(text::PRACTICE_TITLE)) }
                p.lead { (tools.say(text::PRACTICE_LEAD)) }
                form.views data-to="practice" {
                    input type="hidden" name="do" value="view";
                    @for (view, name, words) in [
                        (View::Card, "card", text::PRACTICE_VIEW_CARD),
                        (View::Server, "server", text::PRACTICE_VIEW_SERVER),
                        (View::Desk, "desk", text::PRACTICE_VIEW_DESK),
                    ] {
                        button type="submit" name="view" value=(name) aria-pressed=(view == drawer.view) { (tools.say(words)) }
                    }
                }
                @match drawer.view {
                    View::Card => {
                        (card::draw(&tools, &look))
                        (card::exchanges(&tools, &look))
                        (server::record(&tools, &drawer.registrations))
                    }
                    View::Server => (server::draw(&tools, &drawer.controls, look.serial.is_some())),
                    View::Desk => (desk::draw(&tools, &drawer.desk)),
                }
            }
        })
    }
}

/// Does what somebody wants of the tools.
async fn practice(State(tools): State<Arc<Tools>>, Json(act): Json<Act>) -> StatusCode {
    let done = act.perform(&tools).await;
    tools.changed.send_modify(|count| *count += 1);
    if done { StatusCode::NO_CONTENT } else { StatusCode::CONFLICT }
}

/// Words of the tools in one language.
struct Words(Language);

impl Words {
    fn say(&self, id: Text) -> Markup {
        line(&say(self.0, id, &[]))
    }

    fn say_with(&self, id: Text, args: kazasu_core::words::Args<'_>) -> Markup {
        line(&say(self.0, id, args))
    }

    /// For an attribute or an option, which know no ruby.
    fn written(&self, id: Text) -> String {
        say(self.0, id, &[]).written()
    }
}
