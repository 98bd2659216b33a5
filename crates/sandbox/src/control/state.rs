//! Faults, clock, keys, journal and reset.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::clock::rfc3339;
use crate::fault::{Arming, Fault};
use crate::service::Service;
use crate::world::World;

/// `GET /control/faults`: which exist and which are armed.
pub(crate) async fn list_faults(State(world): State<Arc<World>>) -> Json<Value> {
    let known: Vec<Value> = Fault::ALL
        .iter()
        .map(|fault| {
            let ops: Vec<Service> = Service::ALL
                .into_iter()
                .filter(|&op| fault.kind().fits(op))
                .collect();
            json!({ "name": fault.name(), "kind": fault.kind(), "ops": ops, "does": fault.does() })
        })
        .collect();
    Json(json!({ "faults": known, "armed": world.faults.list() }))
}

/// `POST /control/faults`.
pub(crate) async fn arm(State(world): State<Arc<World>>, Json(arming): Json<Arming>) -> Response {
    if world.faults.arm(arming) {
        StatusCode::NO_CONTENT.into_response()
    } else {
        let error = json!({ "error": "this service has no such part, or times is 0" });
        (StatusCode::BAD_REQUEST, Json(error)).into_response()
    }
}

/// `DELETE /control/faults`.
pub(crate) async fn clear_faults(State(world): State<Arc<World>>) -> StatusCode {
    world.faults.clear();
    StatusCode::NO_CONTENT
}

/// `POST /control/reset`: all but keys and secrets as after the start.
pub(crate) async fn reset(State(world): State<Arc<World>>) -> StatusCode {
    world.reset();
    StatusCode::NO_CONTENT
}

/// Body of `POST /control/clock`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Skew {
    skew_seconds: i64,
}

/// `POST /control/clock`.
pub(crate) async fn clock(State(world): State<Arc<World>>, Json(skew): Json<Skew>) -> StatusCode {
    world.clock.set_skew(skew.skew_seconds);
    StatusCode::NO_CONTENT
}

/// `GET /control/state`: where everything is.
pub(crate) async fn state(State(world): State<Arc<World>>) -> Json<Value> {
    let addresses = &world.addresses;
    Json(json!({
        "ident_url": world.ident_url(),
        "portal_url": addresses.main,
        "account_url": addresses.account,
        "graph_base": addresses.graph_base(),
        "security_info": addresses.security_info(),
        "archive_base": addresses.archive_base(),
        "alumni_audience": addresses.alumni(),
        "smtp": { "host": addresses.smtp.ip().to_string(), "port": addresses.smtp.port() },
        "now": rfc3339(world.clock.now()),
        "skew_seconds": world.clock.skew(),
    }))
}

/// Body of `POST /control/rotate-keys`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rotation {
    op: Service,
    /// Whether the former key stays published.
    #[serde(default)]
    keep_old: bool,
}

/// `POST /control/rotate-keys`.
pub(crate) async fn rotate_keys(
    State(world): State<Arc<World>>,
    Json(rotation): Json<Rotation>,
) -> StatusCode {
    let keys = match rotation.op {
        Service::DigitalId => &world.agency.keys,
        Service::Utokyo => &world.tenant.keys,
        _ => return StatusCode::BAD_REQUEST,
    };
    match keys.rotate(rotation.keep_old) {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(error) => {
            tracing::error!(%error, "keys.rotate");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

/// `GET /control/journal`.
pub(crate) async fn journal(State(world): State<Arc<World>>) -> Json<Value> {
    Json(json!({ "entries": world.journal.entries() }))
}
