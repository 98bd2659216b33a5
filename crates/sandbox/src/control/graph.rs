//! Graph's settings by the control interface.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::control::field::Field;
use crate::graph::{SecondPass, TapPolicy, WriteBudget};
use crate::world::World;

/// Body of `POST /control/graph`; what is absent stays.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    #[serde(default)]
    policy: Map<String, Value>,
    #[serde(default)]
    second_pass: Option<SecondPass>,
    #[serde(default)]
    write_budget: Field<WriteBudget>,
}

/// `GET /control/graph`.
pub(crate) async fn settings(State(world): State<Arc<World>>) -> Json<Value> {
    let settings = world.directory.settings();
    Json(json!({
        "policy": settings.policy,
        "second_pass": settings.second_pass,
        "write_budget": settings.write_budget,
    }))
}

/// `POST /control/graph`.
pub(crate) async fn change_settings(
    State(world): State<Arc<World>>,
    Json(change): Json<Change>,
) -> Response {
    let changed = world.directory.change(|settings| {
        let policy = merged(&settings.policy, &change.policy)?;
        settings.policy = policy;
        if let Some(second) = change.second_pass {
            settings.second_pass = second;
        }
        change.write_budget.put(&mut settings.write_budget);
        Some(())
    });
    if changed.is_some() {
        settings(State(world)).await.into_response()
    } else {
        let error = json!({ "error": "such a policy is not possible" });
        (StatusCode::BAD_REQUEST, Json(error)).into_response()
    }
}

fn merged(policy: &TapPolicy, changes: &Map<String, Value>) -> Option<TapPolicy> {
    let mut whole = serde_json::to_value(policy).ok()?;
    for (name, value) in changes {
        *whole.get_mut(name)? = value.clone();
    }
    let policy: TapPolicy = serde_json::from_value(whole).ok()?;
    policy.is_possible().then_some(policy)
}
