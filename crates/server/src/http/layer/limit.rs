//! No request is larger or longer than an honest one, and none takes another down with it.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{Method, header};
use http_body_util::LengthLimitError;
use ident_core::refusal::Refusal;
use tokio::time::timeout;

use crate::flow::Refused;

/// The largest body of a request, in bytes.
pub(super) const MAX_BODY_BYTES: usize = 16 * 1024;
/// Until the body is there; an honest one comes with the head.
const BODY_TIME: Duration = Duration::from_secs(10);
/// Until the head of the answer is there: three calls to a provider at their own limits, and
/// time to write. What streams afterwards is not counted.
const ANSWER_TIME: Duration = Duration::from_secs(45);

/// Reads the whole body within its limits, then gives the rest a limited time.
pub(super) async fn within(request: Request, next: Next) -> Response {
    let request = match whole(request).await {
        Ok(request) => request,
        Err(refusal) => return Refused::from(refusal).into_response(),
    };
    timeout(ANSWER_TIME, own_task(request, next))
        .await
        .unwrap_or_else(|_| {
            tracing::error!("http.timeout");
            Refused::from(Refusal::Unexpected).into_response()
        })
}

async fn whole(request: Request) -> Result<Request, Refusal> {
    if announced(&request).is_some_and(|length| length > MAX_BODY_BYTES as u64) {
        return Err(Refusal::RequestTooLarge);
    }
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    match timeout(BODY_TIME, to_bytes(body, MAX_BODY_BYTES)).await {
        Ok(Ok(bytes)) => Ok(Request::from_parts(parts, Body::from(bytes))),
        Ok(Err(error)) if is_too_long(&error) => Err(Refusal::RequestTooLarge),
        Ok(Err(_)) | Err(_) => Err(Refusal::RequestMalformed),
    }
}

fn announced(request: &Request) -> Option<u64> {
    request
        .headers()
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

fn is_too_long(error: &axum::Error) -> bool {
    std::error::Error::source(error).is_some_and(<dyn std::error::Error>::is::<LengthLimitError>)
}

/// Answers in a task of its own: a client that goes away does not stop a step half-way, and a
/// fault of ours ends one request, in our own form, and nothing else.
async fn own_task(request: Request, next: Next) -> Response {
    tokio::spawn(next.run(request)).await.unwrap_or_else(|_| {
        tracing::error!("http.panic");
        Refused::from(Refusal::Unexpected).into_response()
    })
}
