//! `PATCH users/{id}` with `passwordProfile`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use bytes::Bytes;
use serde::Deserialize;
use serde_json::Value;

use crate::graph::call::{Answer, Call, Refused};
use crate::graph::effect::Effect;
use crate::service::Endpoint;
use crate::world::World;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PasswordProfile {
    password: Option<String>,
    #[serde(default)]
    force_change_password_next_sign_in: Option<bool>,
    #[serde(default)]
    force_change_password_next_sign_in_with_mfa: Option<bool>,
}

/// Sets a password. Everything else of a user may not be written by us.
pub(crate) async fn set(
    State(world): State<Arc<World>>,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let call = Call::enter(world, headers, Endpoint::Password)?;
    let (account, state) = call.account(&key)?;
    if state.is_privileged() {
        return Err(call.denied());
    }
    let profile = profile(&call, &body)?;
    let Some(value) = profile.password.filter(|password| is_strong(password)) else {
        return Err(call.bad(
            "Request_BadRequest",
            "The specified password does not comply with password complexity requirements.",
        ));
    };
    let must_change = profile.force_change_password_next_sign_in.unwrap_or(true)
        || profile
            .force_change_password_next_sign_in_with_mfa
            .unwrap_or(false);
    let effect = Effect::SetPassword {
        account,
        value,
        must_change,
    };
    call.perform(effect, StatusCode::NO_CONTENT.into_response())
}

fn profile(call: &Call, body: &[u8]) -> Result<PasswordProfile, Refused> {
    let mut body = call.body(body)?;
    let profile = body.remove("passwordProfile").unwrap_or(Value::Null);
    if !body.is_empty() {
        return Err(call.denied());
    }
    serde_json::from_value(profile).map_err(|_| {
        call.bad(
            "Request_BadRequest",
            "Invalid value specified for property 'passwordProfile'.",
        )
    })
}

/// Entra's own rule: 8 to 256 characters, three of the four classes.
pub(crate) fn is_strong(password: &str) -> bool {
    let classes = [
        password.chars().any(|c| c.is_ascii_lowercase()),
        password.chars().any(|c| c.is_ascii_uppercase()),
        password.chars().any(|c| c.is_ascii_digit()),
        password.chars().any(|c| !c.is_ascii_alphanumeric()),
    ];
    let count = classes.into_iter().filter(|&has| has).count();
    (8..=256).contains(&password.chars().count()) && count >= 3
}
