//! What is read of a request besides its body.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderMap, HeaderValue, Uri, header};

use crate::app::App;
use crate::ids::IdempotencyKey;
use crate::json::Fault;
use crate::problem::{Code, Problem};
use crate::session::Dpop;
use crate::words::ServiceState;

pub(crate) type PathText = Result<Path<String>, PathRejection>;

/// An id in a path; HRP/1 §3.15 B15: a malformed one is 404.
pub(super) fn path_id<T>(path: PathText, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, Problem> {
    path.ok().and_then(|Path(text)| parse(&text)).ok_or_else(|| Problem::new(Code::NotFound))
}

/// HRP/1 §3.15 B14: unknown query parameters are 400.
pub(crate) fn no_query(uri: &Uri) -> Result<(), Problem> {
    match uri.query() {
        None | Some("") => Ok(()),
        Some(_) => Err(Problem::malformed(Fault::at("", "has a query parameter where none is known"))),
    }
}

/// The one parameter that is known, once.
pub(super) fn only_parameter<'a>(uri: &'a Uri, name: &str) -> Result<&'a str, Problem> {
    let malformed = |detail| Problem::malformed(Fault::at("", detail));
    let mut parameters = uri.query().unwrap_or_default().split('&').filter(|part| !part.is_empty());
    let (Some(first), None) = (parameters.next(), parameters.next()) else {
        return Err(malformed("needs exactly one query parameter, lang"));
    };
    first
        .split_once('=')
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value)
        .ok_or_else(|| malformed("has an unknown query parameter"))
}

/// The bearer token, if there is exactly one.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<String> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(one), None) = (values.next(), values.next()) else { return None };
    let (scheme, token) = one.to_str().ok()?.split_once(' ')?;
    let known = scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("dpop");
    (known && !token.is_empty()).then(|| token.trim_start().to_owned())
}

/// What a post says about its session key.
pub(super) fn dpop(headers: &HeaderMap, path: &str) -> Dpop {
    let text = |value: &HeaderValue| value.to_str().unwrap_or_default().to_owned();
    Dpop { headers: headers.get_all("dpop").iter().map(text).collect(), method: "POST", path: path.to_owned() }
}

pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<IdempotencyKey, Problem> {
    let mut values = headers.get_all("idempotency-key").iter();
    let Some(one) = values.next() else {
        return Err(Problem::new(Code::IdempotencyKeyMissing));
    };
    let key = one.to_str().ok().filter(|_| values.next().is_none()).and_then(IdempotencyKey::parse);
    key.ok_or_else(|| Problem::malformed(Fault::at("", "has a malformed Idempotency-Key")))
}

/// During maintenance nothing new is taken.
pub(super) fn open_for_business(app: &App) -> Result<(), Problem> {
    match app.service.state() {
        ServiceState::Maintenance => Err(Problem::new(Code::Maintenance).after(60)),
        ServiceState::Ok | ServiceState::Degraded => Ok(()),
    }
}
