//! `PUT`, `GET` and `DELETE /archive/v1/grants/{case}`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::archive::desk::{Archive, Grant, Opened};
use crate::clock::{from_rfc3339, rfc3339};
use crate::lock::locked;
use crate::reply::{Effected, no_store, noted};
use crate::world::World;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Opening {
    /// Object id of the account.
    account: String,
    service: Archive,
    /// RFC 3339.
    until: String,
}

/// Opens access.
pub(crate) async fn put(
    State(world): State<Arc<World>>,
    Path(case): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Some(refusal) = stranger(&world, &headers) {
        return refusal;
    }
    let now = world.clock.now();
    let Ok(opening) = serde_json::from_slice::<Opening>(&body) else {
        return refuse(StatusCode::BAD_REQUEST, "invalid_body");
    };
    let Some(until) = from_rfc3339(&opening.until).filter(|&until| until > now) else {
        return refuse(StatusCode::BAD_REQUEST, "invalid_until");
    };
    let account = locked(&world.population).account(&opening.account);
    if account.is_none_or(|account| account.oid() != opening.account) {
        return refuse(StatusCode::BAD_REQUEST, "unknown_account");
    }
    let what = (opening.account, opening.service, until);
    match world.desk.open(&case, what, now) {
        Opened::New(grant) => {
            let body = told(&world, &case, &grant);
            effected(no_store(StatusCode::CREATED, body))
        }
        // An answer that was lost on its way is given again: the same request is the same access.
        Opened::Known(grant) => no_store(StatusCode::OK, told(&world, &case, &grant)),
        Opened::Conflict => refuse(StatusCode::CONFLICT, "conflict"),
    }
}

/// What access is like now.
pub(crate) async fn get(
    State(world): State<Arc<World>>,
    Path(case): Path<String>,
    headers: HeaderMap,
) -> Response {
    if let Some(refusal) = stranger(&world, &headers) {
        return refusal;
    }
    match world.desk.grant(&case) {
        Some(grant) => no_store(StatusCode::OK, shown(&world, &case, &grant)),
        None => refuse(StatusCode::NOT_FOUND, "not_found"),
    }
}

/// Ends access.
pub(crate) async fn delete(
    State(world): State<Arc<World>>,
    Path(case): Path<String>,
    headers: HeaderMap,
) -> Response {
    if let Some(refusal) = stranger(&world, &headers) {
        return refusal;
    }
    if world.desk.end(&case) {
        effected(StatusCode::NO_CONTENT.into_response())
    } else {
        refuse(StatusCode::NOT_FOUND, "not_found")
    }
}

/// A grant with its password, where it has one.
fn told(world: &World, case: &str, grant: &Grant) -> Value {
    let mut body = shown(world, case, grant);
    if let Some(password) = &grant.password {
        body["password"] = json!(password);
    }
    body
}

/// A grant without its password.
pub(super) fn shown(world: &World, case: &str, grant: &Grant) -> Value {
    let is_open = grant.is_open(world.clock.now());
    json!({
        "case": case,
        "account": grant.account,
        "service": grant.service,
        "state": if is_open { "open" } else { "ended" },
        "until": rfc3339(grant.until),
        "address": format!("{}/archive/{case}", world.addresses.account),
    })
}

fn stranger(world: &World, headers: &HeaderMap) -> Option<Response> {
    let expected = format!("Bearer {}", world.options.archive_token);
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    (given != Some(expected.as_str())).then(|| refuse(StatusCode::UNAUTHORIZED, "unauthorized"))
}

fn refuse(status: StatusCode, code: &str) -> Response {
    noted(no_store(status, json!({ "error": code })), code)
}

fn effected(mut response: Response) -> Response {
    response.extensions_mut().insert(Effected);
    response
}
