//! The terms, with entity tags (HRP/1 §3.15 B16).

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use super::request::{PathText, only_parameter, path_id};
use crate::answer::Answer;
use crate::app::App;
use crate::codec::{b64u, sha256};
use crate::json::Fault;
use crate::problem::{Code, Problem};
use crate::terms::{Terms, is_version};
use crate::words::Lang;

pub(super) async fn current(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    let lang = lang(&uri)?;
    answer(&app.terms.current(), lang, &headers, "no-cache")
}

pub(super) async fn version(
    State(app): State<Arc<App>>,
    path: PathText,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let version = path_id(path, |text| is_version(text).then(|| text.to_owned()))?;
    let lang = lang(&uri)?;
    let terms = app.terms.version(&version).ok_or_else(|| Problem::new(Code::NotFound))?;
    answer(&terms, lang, &headers, "public, max-age=300")
}

fn lang(uri: &Uri) -> Result<Lang, Problem> {
    let word = only_parameter(uri, "lang")?;
    Lang::parse(word).ok_or_else(|| Problem::malformed(Fault::at("", "has an unknown lang")))
}

fn answer(terms: &Terms, lang: Lang, headers: &HeaderMap, caching: &'static str) -> Result<Response, Problem> {
    let body = terms.to_json(lang).ok_or_else(|| Problem::new(Code::NotFound))?;
    let answer = Answer::json(200, &body);
    let tag = format!("\"{}\"", b64u(&sha256(answer.body.as_bytes())));
    let mut response = match is_known(headers, &tag) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => answer.into_response(),
    };
    let tag = HeaderValue::from_str(&tag).map_err(|_| Problem::internal())?;
    response.headers_mut().insert(header::ETAG, tag);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    Ok(response)
}

/// RFC 9110 §13.1.2: weak comparison with any tag of the list.
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let lists = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}
