//! What the page's tabs can ask for.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Json, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use futures_util::stream::{Stream, unfold};
use kazasu_core::effect::Intent;
use kazasu_core::secret::Secret;
use tokio::sync::watch;

use super::guard::{Address, Nonce, guard};
use super::html::{self, Frame, icons};
use super::hub::{Hub, Tab, View};
use super::told::{Message, Told};

/// Longest body that is taken.
const LONGEST: usize = 1024;
/// The header by which a PIN says on which page it was typed.
const ON: &str = "kazasu-on";

/// Further routes of a practice, and its styles.
#[derive(Default)]
pub struct Further {
    /// The routes.
    pub routes: Router,
    /// Its style.
    pub style: Option<&'static str>,
}

struct App {
    hub: Arc<Hub>,
    styles: Vec<&'static str>,
}

/// All routes, guarded.
pub fn router(hub: Arc<Hub>, address: Arc<Address>, further: Further) -> Router {
    let styles = [Some(include_str!("assets/style.css")), further.style].into_iter().flatten().collect();
    let app = Arc::new(App { hub, styles });
    let own = Router::new()
        .route("/", get(document))
        .route("/script.js", get(|| file("text/javascript; charset=utf-8", include_str!("assets/script.js"))))
        .route("/icon.svg", get(|| file("image/svg+xml", icons::ICON)))
        .route("/events", get(events))
        .route("/tell", post(tell))
        .route("/pin", post(pin))
        .with_state(app)
        .merge(further.routes)
        .layer(DefaultBodyLimit::max(LONGEST));
    // Around the whole, not a layer of it: a router matches a path before its layers can change it.
    Router::new().fallback_service(own).layer(from_fn_with_state(address, guard))
}

async fn document(State(app): State<Arc<App>>, Extension(nonce): Extension<Nonce>) -> Html<String> {
    let view = app.hub.watch().borrow().clone();
    let frame = Frame {
        title: &view.title,
        language: view.language,
        app: &view.app,
        // The screen comes first: what is beside it is sent once that is painted.
        beside: view.beside.is_some(),
        styles: (&app.styles, &nonce),
    };
    Html(html::document(&frame).into_string())
}

/// A file that is part of the program.
async fn file(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

async fn tell(State(app): State<Arc<App>>, Json(message): Json<Message>) -> StatusCode {
    match message.read() {
        Some(told) => {
            app.hub.tell(told);
            StatusCode::NO_CONTENT
        }
        None => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The PIN. The connection ends with the answer: its buffers are freed, and wiped by the allocator.
async fn pin(State(app): State<Arc<App>>, headers: HeaderMap, typed: Bytes) -> Response {
    let Some(on) = headers.get(ON).and_then(|key| key.to_str().ok()).map(str::to_owned) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    app.hub.tell(Told::Intent { on, intent: Intent::EnterPin(Secret::new(typed.to_vec())) });
    (StatusCode::NO_CONTENT, [(header::CONNECTION, "close")]).into_response()
}

async fn events(State(app): State<Arc<App>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let listener = Listener { views: app.hub.watch(), sent: None, _tab: app.hub.tab() };
    let stream = unfold(listener, |mut listener| async {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(25)))
}

/// One tab, and what it has been sent.
struct Listener {
    views: watch::Receiver<View>,
    sent: Option<View>,
    _tab: Tab,
}

impl Listener {
    /// What is new to the tab, once there is something; nothing more after the end.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if self.sent.as_ref().is_some_and(|sent| sent.gone) {
                return None;
            }
            let view = self.views.borrow_and_update().clone();
            let event = self.news(&view);
            self.sent = Some(view);
            if event.is_some() {
                return event;
            }
            self.views.changed().await.ok()?;
        }
    }

    fn news(&self, view: &View) -> Option<Event> {
        let before = self.sent.as_ref();
        // Before the first screen there is nothing to show.
        let app = !view.app.is_empty() && before.is_none_or(|before| !Arc::ptr_eq(&before.app, &view.app));
        let is_other = |beside: &Arc<str>| {
            before.and_then(|before| before.beside.as_ref()).is_none_or(|before| !Arc::ptr_eq(before, beside))
        };
        let beside = view.beside.as_ref().filter(|beside| is_other(beside));
        if !app && beside.is_none() && !view.gone {
            return None;
        }
        let news = serde_json::json!({
            "app": app.then_some(&*view.app),
            "title": &*view.title,
            "lang": html::lang(view.language),
            "beside": beside.map(|beside| &**beside),
            "gone": view.gone,
        });
        Some(Event::default().data(news.to_string()))
    }
}
