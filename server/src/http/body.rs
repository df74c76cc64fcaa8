//! Step 1 of HRP/1 §3.7: size, media type, strict JSON. In this order (§3.15 B21).

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, header};

use crate::json::{Fault, Node, parse};
use crate::problem::{Code, Problem};

const BODY_MAX: usize = 16 * 1024;
/// So much is read of a body that is too large, so that its sender can still read the answer.
const READ_MAX: usize = 64 * 1024;
const READ_TIME: Duration = Duration::from_secs(20);

/// The octets of a body and what they say.
pub(crate) async fn read_json(headers: &HeaderMap, body: Body) -> Result<(Bytes, Node), Problem> {
    let octets = read(headers, body).await?;
    if !is_json(headers) {
        return Err(Problem::new(Code::UnsupportedMediaType));
    }
    let node = parse(&octets).map_err(|detail| Problem::malformed(Fault::at("", detail)))?;
    Ok((octets, node))
}

/// A body where none is described: nothing, or an empty object.
pub(super) async fn read_nothing(headers: &HeaderMap, body: Body) -> Result<(), Problem> {
    let octets = read(headers, body).await?;
    if octets.is_empty() {
        return Ok(());
    }
    if !is_json(headers) {
        return Err(Problem::new(Code::UnsupportedMediaType));
    }
    match parse(&octets) {
        Ok(Node::Object(members)) if members.is_empty() => Ok(()),
        Ok(_) => Err(Problem::malformed(Fault::at("", "must be empty"))),
        Err(detail) => Err(Problem::malformed(Fault::at("", detail))),
    }
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
    let too_large = || Problem::new(Code::PayloadTooLarge).detail("the body is over 16384 octets");
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > READ_MAX as u64) {
        return Err(too_large());
    }
    let octets = tokio::time::timeout(READ_TIME, to_bytes(body, READ_MAX))
        .await
        .map_err(|_| Problem::malformed(Fault::at("", "came too slowly")))?
        .map_err(|_| too_large())?;
    if octets.len() > BODY_MAX { Err(too_large()) } else { Ok(octets) }
}

/// HRP/1 §3.15 B27: media types are compared without case and parameters.
fn is_json(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(one), None) = (types.next(), types.next()) else { return false };
    let essence = one.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json") && !headers.contains_key(header::CONTENT_ENCODING)
}
