//! `GET users/{id}/memberOf` and `transitiveMemberOf`, each cast to `microsoft.graph.directoryRole`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use crate::graph::call::{Answer, Call};
use crate::population::DirectoryRole;
use crate::service::Endpoint;
use crate::world::World;

/// The active directory roles that an account itself was given.
pub(crate) async fn roles(
    State(world): State<Arc<World>>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let call = Call::enter(world, headers, Endpoint::Roles)?;
    let (_, state) = call.account(&key)?;
    Ok(call.reply(
        StatusCode::OK,
        "directoryRoles",
        body(&state.directory_roles),
    ))
}

/// Those, and the ones that it has as a member of a group.
pub(crate) async fn all_roles(
    State(world): State<Arc<World>>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let call = Call::enter(world, headers, Endpoint::Roles)?;
    let (_, state) = call.account(&key)?;
    let roles = [&state.directory_roles[..], &state.group_roles[..]].concat();
    Ok(call.reply(StatusCode::OK, "directoryRoles", body(&roles)))
}

fn body(roles: &[DirectoryRole]) -> Value {
    let shown = |role: &DirectoryRole| json!({ "id": role.id, "displayName": role.name, "roleTemplateId": role.template });
    json!({ "value": roles.iter().map(shown).collect::<Vec<_>>() })
}
