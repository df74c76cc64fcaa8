//! The API description, as it stands in this package.

use axum::http::{Uri, header};
use axum::response::IntoResponse;

use super::request::no_query;
use crate::problem::Problem;

const DOCUMENT: &str = include_str!("../../openapi.yaml");

/// `application/yaml` is RFC 9512.
pub(super) async fn document(uri: Uri) -> Result<impl IntoResponse, Problem> {
    no_query(&uri)?;
    let headers = [(header::CONTENT_TYPE, "application/yaml"), (header::CACHE_CONTROL, "public, max-age=300")];
    Ok((headers, DOCUMENT))
}
