//! Answers of protocol endpoints: JSON that is never cached, and OAuth errors (RFC 6749 5.2).

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

/// What the journal is told about an answer.
#[derive(Debug, Clone)]
pub(crate) struct Outcome(pub(crate) String);

/// Marks the answer to a request that changed something.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effected;

/// A JSON answer that must not be stored.
pub(crate) fn no_store(status: StatusCode, body: Value) -> Response {
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::PRAGMA, HeaderValue::from_static("no-cache")),
    ];
    (status, headers, Json(body)).into_response()
}

/// The answer with a word for the journal.
pub(crate) fn noted(mut response: Response, outcome: &str) -> Response {
    response
        .extensions_mut()
        .insert(Outcome(outcome.to_owned()));
    response
}
