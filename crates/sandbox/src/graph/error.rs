//! Graph's error body.

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::clock::rfc3339;
use crate::random;
use crate::reply::noted;
use crate::world::World;

/// An error answer: status, code, message.
pub(crate) fn error(
    world: &World,
    headers: &HeaderMap,
    (status, code, message): (StatusCode, &str, &str),
) -> Response {
    let request_id = random::uuid();
    let client_id = headers
        .get("client-request-id")
        .and_then(|value| value.to_str().ok());
    let body = json!({ "error": {
        "code": code,
        "message": message,
        "innerError": {
            "date": rfc3339(world.clock.now()),
            "request-id": request_id,
            "client-request-id": client_id.unwrap_or(&request_id),
        },
    } });
    noted(
        (status, [("request-id", request_id)], Json(body)).into_response(),
        code,
    )
}
