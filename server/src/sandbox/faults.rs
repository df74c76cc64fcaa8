//! Faults that are made on purpose, one for each request that fits.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body::{Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use super::hangup::Cut;
use crate::app::App;
use crate::http::Peer;
use crate::ids::TraceId;
use crate::problem::{Code, Problem};
use crate::words::words;

words! {
    /// Kinds of faults.
    Kind {
        /// The answer comes late.
        Delay = "delay",
        /// Nothing is stored and the connection is cut.
        DropBeforeCommit = "drop-before-commit",
        /// Everything is stored and the connection is cut.
        DropAfterCommit = "drop-after-commit",
        /// `internal`, and nothing is done.
        Internal = "500",
        /// `overloaded`, and nothing is done.
        Overloaded = "503",
        /// The answer comes octet by octet.
        SlowDrip = "slow-drip",
        /// The answer says that it is HTML.
        WrongContentType = "wrong-content-type",
    }
}

words! {
    /// Requests that a fault fits.
    Target {
        /// `POST /v1/registrations`.
        Register = "register",
        /// Every request but those to the control endpoints.
        All = "*",
    }
}

/// One fault to come.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) target: Target,
    pub(super) kind: Kind,
    pub(super) pause: Duration,
}

/// The fault that one request meets.
pub(crate) struct Fault {
    kind: Kind,
    pause: Duration,
    cut: Option<Cut>,
    registers: bool,
}

/// Marks a proof post that is to stop when everything was checked and nothing is stored.
#[derive(Debug, Clone)]
pub(crate) struct StopBeforeCommit;

impl Fault {
    /// Takes the next fault that fits the request.
    pub(crate) fn of(app: &App, request: &Request) -> Option<Self> {
        let path = request.uri().path();
        if path.starts_with("/sandbox/") {
            return None;
        }
        let registers = request.method() == Method::POST && path == "/v1/registrations";
        let rule = app.settings.controls.as_ref()?.take_fault(|rule| registers || rule.target == Target::All)?;
        Some(Self { kind: rule.kind, pause: rule.pause, cut: Peer::of(request.extensions()).cut, registers })
    }
}

/// The request that meets a fault.
pub(crate) struct Meeting<'a> {
    pub(crate) app: &'a App,
    pub(crate) trace: &'a TraceId,
    pub(crate) instance: &'a str,
}

impl Meeting<'_> {
    fn told(&self, response: Response) -> (Response, &'static str) {
        crate::http::told(self.app, response, self.trace, self.instance)
    }
}

/// Runs a request through its fault, or as usual when there is none.
pub(crate) async fn meet(
    fault: Option<Fault>,
    meeting: Meeting<'_>,
    mut request: Request,
    next: Next,
) -> (Response, &'static str) {
    let Some(fault) = fault else {
        return meeting.told(next.run(request).await);
    };
    match fault.kind {
        Kind::Internal => meeting.told(Problem::internal().into_response()),
        Kind::Overloaded => meeting.told(Problem::new(Code::Overloaded).after(1).into_response()),
        Kind::Delay => {
            let told = meeting.told(next.run(request).await);
            sleep(fault.pause).await;
            told
        }
        Kind::DropBeforeCommit => {
            if fault.registers {
                request.extensions_mut().insert(StopBeforeCommit);
                next.run(request).await;
            }
            (cut(fault.cut), "")
        }
        Kind::DropAfterCommit => {
            let (_, code) = meeting.told(next.run(request).await);
            (cut(fault.cut), code)
        }
        Kind::SlowDrip => {
            let (response, code) = meeting.told(next.run(request).await);
            (drip(response, fault.pause).await, code)
        }
        Kind::WrongContentType => {
            let (mut response, code) = meeting.told(next.run(request).await);
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
            (response, code)
        }
    }
}

/// Cuts the connection. A router that is used without one answers with a body that breaks off.
fn cut(connection: Option<Cut>) -> Response {
    if let Some(cut) = connection {
        cut.now();
    }
    Response::new(Body::new(BrokenOff))
}

async fn drip(response: Response, pause: Duration) -> Response {
    let (parts, body) = response.into_parts();
    let octets = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let pause = pause.max(Duration::from_millis(1));
    Response::from_parts(parts, Body::new(Drip { octets, pause, timer: Box::pin(sleep(pause)) }))
}

struct BrokenOff;

impl http_body::Body for BrokenOff {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(Err(io::ErrorKind::BrokenPipe.into())))
    }
}

/// One octet, then a pause.
struct Drip {
    octets: Bytes,
    pause: Duration,
    timer: Pin<Box<Sleep>>,
}

impl http_body::Body for Drip {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.octets.is_empty() {
            return Poll::Ready(None);
        }
        std::task::ready!(self.timer.as_mut().poll(cx));
        let pause = self.pause;
        self.timer.as_mut().reset(tokio::time::Instant::now() + pause);
        let one = self.octets.split_to(1);
        Poll::Ready(Some(Ok(Frame::data(one))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.octets.len() as u64)
    }
}
