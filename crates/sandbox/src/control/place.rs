//! What the archive desk and the alumni service hold.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::clock::rfc3339;
use crate::world::World;

/// `GET /control/archive`.
pub(crate) async fn archive(State(world): State<Arc<World>>) -> Json<Value> {
    let now = world.clock.now();
    let grants: Vec<Value> = world
        .desk
        .all()
        .into_iter()
        .map(|(case, grant)| {
            let state = if grant.is_open(now) { "open" } else { "ended" };
            json!({ "case": case, "account": grant.account, "service": grant.service,
                    "until": rfc3339(grant.until), "state": state })
        })
        .collect();
    Json(json!({ "grants": grants }))
}

/// `GET /control/alumni`.
pub(crate) async fn alumni(State(world): State<Arc<World>>) -> Json<Value> {
    Json(json!({ "joined": world.roll.members() }))
}
