//! `POST users/{id}/revokeSignInSessions`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde_json::json;

use crate::graph::call::{Answer, Call};
use crate::graph::effect::Effect;
use crate::service::Endpoint;
use crate::world::World;

/// Ends every session of the account, in the sandbox at once.
pub(crate) async fn revoke(
    State(world): State<Arc<World>>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let call = Call::enter(world, headers, Endpoint::Revoke)?;
    let (account, _) = call.account(&key)?;
    let answer = call.reply(StatusCode::OK, "Edm.Boolean", json!({ "value": true }));
    call.perform(Effect::RevokeSessions(account), answer)
}
