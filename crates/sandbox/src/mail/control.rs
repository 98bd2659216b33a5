//! The inbox by the control interface.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::encoding::Parameters;
use crate::world::World;

/// `GET /control/mail?to=ADDRESS`.
pub(crate) async fn inbox(
    State(world): State<Arc<World>>,
    RawQuery(query): RawQuery,
) -> Json<Value> {
    let query = Parameters::parse(query.unwrap_or_default().as_bytes());
    Json(json!({ "mails": world.inbox.mails(query.one("to")) }))
}

/// `DELETE /control/mail`.
pub(crate) async fn empty_inbox(State(world): State<Arc<World>>) -> StatusCode {
    world.inbox.clear();
    StatusCode::NO_CONTENT
}
