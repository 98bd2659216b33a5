//! `GET users/{id}/memberOf/microsoft.graph.directoryRole`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use crate::graph::call::{Answer, Call};
use crate::service::Endpoint;
use crate::world::World;

/// The active directory roles of an account.
pub(crate) async fn roles(
    State(world): State<Arc<World>>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let call = Call::enter(world, headers, Endpoint::Roles)?;
    let (_, state) = call.account(&key)?;
    let roles: Vec<Value> = state
        .directory_roles
        .iter()
        .map(|role| {
            json!({ "id": role.id, "displayName": role.name, "roleTemplateId": role.template })
        })
        .collect();
    let body = json!({ "value": roles });
    Ok(call.reply(StatusCode::OK, "directoryRoles", body))
}
