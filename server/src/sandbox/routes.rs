//! The control endpoints. Every body is strict JSON; every change answers 204.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, delete, get, post, put};
use serde_json::{Value, json};

use super::controls::{CertificateStatus, Controls};
use super::faults::{Kind, Rule, Target};
use super::settings::first_terms;
use crate::answer::Answer;
use crate::app::App;
use crate::audit::{Entry, Event};
use crate::eligibility::Verdict;
use crate::http::{Peer, Trace, no_query, read_json};
use crate::ids::TraceId;
use crate::json::{Fault, Fields};
use crate::problem::{Code, Problem};
use crate::store::{Registration, ReleaseState};
use crate::terms::{Terms, is_version};
use crate::words::{SenderConstrained, ServiceState};

type Done = Result<StatusCode, Problem>;
type Routes = Router<Arc<App>>;

/// Adds the control endpoints, if the platform was opened with controls.
pub(crate) fn add_routes(routes: Routes, app: &Arc<App>) -> Routes {
    let Some(controls) = app.settings.controls.clone() else { return routes };
    let mine = |route: MethodRouter<Arc<App>>| {
        route.layer::<_, Infallible>(from_fn(loopback_only)).layer::<_, Infallible>(Extension(controls.clone()))
    };
    routes
        .route("/sandbox/v1/clock", mine(put(set_clock)))
        .route("/sandbox/v1/certificates/{serial}", mine(put(set_certificate)))
        .route("/sandbox/v1/eligibility", mine(put(set_eligibility)))
        .route("/sandbox/v1/service", mine(put(set_service)))
        .route("/sandbox/v1/sender-constrained", mine(put(set_sender_constrained)))
        .route("/sandbox/v1/terms", mine(post(new_terms)))
        .route("/sandbox/v1/purge", mine(post(purge)))
        .route("/sandbox/v1/power-cut", mine(put(cut_power)))
        .route("/sandbox/v1/faults", mine(put(set_faults)))
        .route("/sandbox/v1/registrations", mine(get(registrations)))
        .route("/sandbox/v1", mine(delete(reset)))
}

async fn loopback_only(request: Request, next: Next) -> Response {
    match Peer::of(request.extensions()).address.is_loopback() {
        true => next.run(request).await,
        false => Problem::new(Code::NotFound).into_response(),
    }
}

/// What every control needs.
struct Control {
    app: Arc<App>,
    controls: Arc<Controls>,
    trace: TraceId,
}

impl axum::extract::FromRequestParts<Arc<App>> for Control {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, app: &Arc<App>) -> Result<Self, Problem> {
        no_query(&parts.uri)?;
        let controls = parts.extensions.get::<Arc<Controls>>().cloned().ok_or_else(Problem::internal)?;
        let Trace(trace) = parts.extensions.get::<Trace>().cloned().ok_or_else(Problem::internal)?;
        Ok(Self { app: app.clone(), controls, trace })
    }
}

impl Control {
    async fn done(self, what: &str) -> Done {
        let note = Entry::new(Event::AdminSandbox, self.app.now(), &self.trace).outcome(what);
        self.app.store.note(note).await?;
        self.app.outbox.notify_one();
        Ok(StatusCode::NO_CONTENT)
    }
}

async fn object(headers: &HeaderMap, body: Body) -> Result<Fields, Problem> {
    Ok(Fields::of(read_json(headers, body).await?.1, "")?)
}

async fn set_clock(control: Control, headers: HeaderMap, body: Body) -> Done {
    let mut fields = object(&headers, body).await?;
    let offset = fields.optional_integer("offset_s")?.ok_or_else(|| fields.fault("offset_s", "is missing"))?;
    fields.end()?;
    control.app.clock.set_offset(offset);
    control.done("clock").await
}

async fn set_certificate(control: Control, Path(serial): Path<String>, headers: HeaderMap, body: Body) -> Done {
    let is_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    if serial.is_empty() || !serial.bytes().all(is_hex) {
        return Err(Problem::new(Code::NotFound));
    }
    let mut fields = object(&headers, body).await?;
    let status = fields.word("status", CertificateStatus::parse)?;
    fields.end()?;
    control.controls.set_certificate(&serial, status);
    control.done("certificates").await
}

async fn set_eligibility(control: Control, headers: HeaderMap, body: Body) -> Done {
    let mut fields = object(&headers, body).await?;
    let delay = fields.optional_integer("delay_s")?.unwrap_or(2);
    let delay = u64::try_from(delay).map_err(|_| fields.fault("delay_s", "must not be negative"))?;
    let outcome = match fields.optional_text("outcome")? {
        None => Verdict::Linked,
        Some(word) => Verdict::parse(&word)
            .filter(|verdict| *verdict != Verdict::Released)
            .ok_or_else(|| fields.fault("outcome", "is not an allowed value"))?,
    };
    fields.end()?;
    control.controls.set_eligibility(Duration::from_secs(delay), outcome);
    control.done("eligibility").await
}

async fn set_service(control: Control, headers: HeaderMap, body: Body) -> Done {
    let mut fields = object(&headers, body).await?;
    let state = fields.word("state", ServiceState::parse)?;
    fields.end()?;
    control.app.service.set(state);
    control.done("service").await
}

async fn set_sender_constrained(control: Control, headers: HeaderMap, body: Body) -> Done {
    let mut fields = object(&headers, body).await?;
    let how = fields.word("how", SenderConstrained::parse)?;
    fields.end()?;
    control.controls.set_sender_constrained(how);
    control.done("sender-constrained").await
}

/// Erases now what the schedule would erase.
async fn purge(control: Control, headers: HeaderMap, body: Body) -> Done {
    object(&headers, body).await?.end()?;
    control.app.store.purge(control.app.now()).await?;
    control.done("purge").await
}

/// Puts a version in force: a former one as it was, a new one with the words of the present one.
async fn new_terms(control: Control, headers: HeaderMap, body: Body) -> Done {
    let mut fields = object(&headers, body).await?;
    let version = fields.word("version", |text| is_version(text).then(|| text.to_owned()))?;
    fields.end()?;
    let book = &control.app.terms;
    let terms = match book.version(&version) {
        Some(former) => Terms::clone(&former),
        None => Terms { version, effective_from: control.app.now(), ..Terms::clone(&book.current()) },
    };
    book.put_in_force(terms);
    control.done("terms").await
}

/// Ends the program at a statement that is to come.
async fn cut_power(control: Control, headers: HeaderMap, body: Body) -> Done {
    let mut fields = object(&headers, body).await?;
    let statement = fields.optional_integer("statement")?.and_then(|number| u64::try_from(number).ok());
    let statement = statement.ok_or_else(|| fields.fault("statement", "must be a number from 0"))?;
    fields.end()?;
    let app = control.app.clone();
    let done = control.done("power-cut").await;
    app.store.cut_power_at(statement);
    done
}

async fn set_faults(control: Control, headers: HeaderMap, body: Body) -> Done {
    let mut fields = object(&headers, body).await?;
    let next = fields.list("next")?;
    fields.end()?;
    let rules: Vec<Rule> = next
        .into_iter()
        .enumerate()
        .map(|(place, node)| rule(Fields::of(node, format!("/next/{place}"))?))
        .collect::<Result<_, Fault>>()?;
    control.controls.set_faults(rules);
    control.done("faults").await
}

fn rule(mut fields: Fields) -> Result<Rule, Fault> {
    let target = fields.word("operation", Target::parse)?;
    let kind = fields.word("fault", Kind::parse)?;
    let pause = fields.optional_integer("ms")?.unwrap_or(0);
    let pause = u64::try_from(pause).map_err(|_| fields.fault("ms", "must not be negative"))?;
    fields.end()?;
    Ok(Rule { target, kind, pause: Duration::from_millis(pause) })
}

async fn registrations(State(app): State<Arc<App>>, uri: Uri) -> Result<Answer, Problem> {
    no_query(&uri)?;
    let stored = app.store.snapshot().await?;
    let body = json!({
        "registrations": stored.registrations.iter().map(registration_json).collect::<Vec<_>>(),
        "proofs_seen": stored.proofs_seen,
        "sessions": stored.sessions,
    });
    Ok(Answer::json(200, &body))
}

fn registration_json(stored: &Registration) -> Value {
    json!({
        "registration_id": stored.id.as_str(),
        "subject_ref": stored.subject.0,
        "portal_user": stored.portal_at.is_some(),
        "state": match stored.release {
            None => stored.card.as_str(),
            Some((ReleaseState::Requested, _)) => "release-requested",
            Some((ReleaseState::Released, _)) => "released",
        },
        "terms_version": stored.terms_version,
        "consents": stored.consents,
        "receipt_number": stored.receipt,
        "accepted_at": stored.accepted_at.to_string(),
    })
}

async fn reset(control: Control) -> Done {
    control.controls.reset();
    control.app.clock.set_offset(0);
    control.app.service.set(ServiceState::Ok);
    control.app.terms.put_in_force(first_terms());
    control.done("reset").await
}
