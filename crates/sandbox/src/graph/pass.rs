//! `users/{id}/authentication/temporaryAccessPassMethods`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use crate::clock::{Seconds, from_rfc3339, rfc3339};
use crate::graph::call::{Answer, Call, Refused};
use crate::graph::effect::Effect;
use crate::population::{Account, AccountState, Pass, Usability};
use crate::service::Endpoint;
use crate::world::World;

/// `GET`: none or one.
pub(crate) async fn list(
    State(world): State<Arc<World>>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let call = Call::enter(world, headers, Endpoint::TapList)?;
    let (account, state) = call.account(&key)?;
    let passes: Vec<Value> = state
        .pass
        .iter()
        .map(|pass| shown(&call.world, (account, &state), pass))
        .collect();
    let body = json!({ "value": passes });
    Ok(call.reply(StatusCode::OK, &context(account), body))
}

/// `GET …/{tapId}`.
pub(crate) async fn get(
    State(world): State<Arc<World>>,
    Path((key, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    let call = Call::enter(world, headers, Endpoint::TapGet)?;
    let (account, state) = call.account(&key)?;
    let pass = state.pass.as_ref().filter(|pass| pass.id == id);
    let pass = pass.ok_or_else(|| call.no_pass())?;
    let body = shown(&call.world, (account, &state), pass);
    let context = format!("{}/$entity", context(account));
    Ok(call.reply(StatusCode::OK, &context, body))
}

/// `POST`: the one answer with the value.
pub(crate) async fn create(
    State(world): State<Arc<World>>,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let call = Call::enter(world, headers, Endpoint::TapCreate)?;
    let (account, state) = call.account(&key)?;
    may_change(&call, &state)?;
    let policy = call.world.directory.settings().policy;
    if !policy.covers(account, &state) {
        return Err(call.bad(
            "badRequest",
            "Converged UserCredentialPolicy does not allow creating or updating this \
             authentication method. AuthMethodType [TemporaryAccessPass]",
        ));
    }
    let now = call.world.clock.now();
    let asked = asked(&call, &call.body(&body)?, now)?;
    let lifetime = asked
        .lifetime_min
        .unwrap_or(policy.default_lifetime_in_minutes);
    let allowed = policy.minimum_lifetime_in_minutes..=policy.maximum_lifetime_in_minutes;
    if !allowed.contains(&lifetime) {
        return Err(call.bad(
            "badRequest",
            "lifetimeInMinutes lies outside the range of the policy.",
        ));
    }
    let is_one_time = policy.is_usable_once || asked.is_one_time;
    let pass = Pass::issue(
        (now, asked.start),
        (policy.default_length, lifetime),
        is_one_time,
    );
    let mut body = shown(&call.world, (account, &state), &pass);
    body["temporaryAccessPass"] = json!(pass.value);
    let context = format!("{}/$entity", context(account));
    let answer = call.reply(StatusCode::CREATED, &context, body);
    call.perform(Effect::CreatePass(account, pass), answer)
}

/// `DELETE …/{tapId}`.
pub(crate) async fn delete(
    State(world): State<Arc<World>>,
    Path((key, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    let call = Call::enter(world, headers, Endpoint::TapDelete)?;
    let (account, state) = call.account(&key)?;
    may_change(&call, &state)?;
    let answer = StatusCode::NO_CONTENT.into_response();
    call.perform(Effect::DeletePass(account, id), answer)
}

fn may_change(call: &Call, state: &AccountState) -> Result<(), Refused> {
    if !state.is_privileged() {
        return Ok(());
    }
    Err(call.refuse((
        StatusCode::FORBIDDEN,
        "accessDenied",
        "Request Authorization failed",
    )))
}

fn context(account: &Account) -> String {
    format!(
        "users('{}')/authentication/temporaryAccessPassMethods",
        account.oid()
    )
}

/// A pass as the schema has it, without its value.
pub(super) fn shown(
    world: &World,
    (account, state): (&Account, &AccountState),
    pass: &Pass,
) -> Value {
    let policy = world.directory.settings().policy;
    let reason = pass.usability(world.clock.now(), policy.covers(account, state));
    json!({
        "id": pass.id,
        "temporaryAccessPass": Value::Null,
        "createdDateTime": rfc3339(pass.created),
        "startDateTime": rfc3339(pass.start),
        "lifetimeInMinutes": pass.lifetime_min,
        "isUsableOnce": pass.is_one_time,
        "isUsable": reason == Usability::EnabledByPolicy,
        "methodUsabilityReason": reason,
    })
}

struct Asked {
    start: Seconds,
    lifetime_min: Option<i64>,
    is_one_time: bool,
}

fn asked(call: &Call, body: &Map<String, Value>, now: Seconds) -> Result<Asked, Refused> {
    let mut asked = Asked {
        start: now,
        lifetime_min: None,
        is_one_time: false,
    };
    for (name, value) in body {
        let taken = match (name.as_str(), value) {
            ("@odata.type", Value::String(_)) | (_, Value::Null) => Some(()),
            ("startDateTime", Value::String(text)) => {
                from_rfc3339(text).map(|at| asked.start = at.max(now))
            }
            ("lifetimeInMinutes", value) => value
                .as_i64()
                .map(|minutes| asked.lifetime_min = Some(minutes)),
            ("isUsableOnce", value) => value.as_bool().map(|once| asked.is_one_time = once),
            _ => None,
        };
        taken.ok_or_else(|| {
            let message = format!("The property '{name}' does not exist or has a wrong value.");
            call.bad("BadRequest", &message)
        })?;
    }
    Ok(asked)
}
