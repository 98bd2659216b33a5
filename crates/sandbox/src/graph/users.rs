//! `GET /users/{id | userPrincipalName}`.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};

use crate::clock::rfc3339;
use crate::encoding::Parameters;
use crate::fault::Fault;
use crate::graph::call::{Answer, Call};
use crate::population::{Account, AccountState};
use crate::service::Endpoint;
use crate::world::World;

/// What is answered when `$select` is absent.
const USUAL: &str = "id,userPrincipalName,displayName";

/// `GET /graph/v1.0/users/{key}?$select=…`.
pub(crate) async fn user(
    State(world): State<Arc<World>>,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    let call = Call::enter(world, headers, Endpoint::User)?;
    let (account, state) = call.account(&key)?;
    let query = Parameters::parse(query.unwrap_or_default().as_bytes());
    let select = query.one("$select").unwrap_or(USUAL).to_owned();
    // Graph hides when somebody leaves from whoever may not know; here it says so aloud.
    let leaves = select
        .split(',')
        .any(|name| name.trim() == "employeeLeaveDateTime");
    if leaves && !call.has("User-LifeCycleInfo.Read.All") {
        return Err(call.denied());
    }
    let mut whole = properties(&call.world, account, &state);
    match call.fault {
        Some(Fault::AccountDisabledLate) => whole["accountEnabled"] = json!(true),
        Some(Fault::AccountDisabledNow) => whole["accountEnabled"] = json!(false),
        _ => {}
    }
    match selected(&whole, &select) {
        Ok(chosen) => {
            let context = format!("users({select})/$entity");
            Ok(call.reply(StatusCode::OK, &context, Value::Object(chosen)))
        }
        Err(name) => {
            let message =
                format!("Could not find a property named '{name}' on type 'microsoft.graph.user'.");
            Err(call.bad("BadRequest", &message))
        }
    }
}

/// The properties of a user, as typed in the v1.0 schema.
fn properties(world: &World, account: &Account, state: &AccountState) -> Value {
    let now = world.clock.now();
    let attribute = |number: u8| (number == 1).then_some(account.use_instead).flatten();
    let extension: Map<String, Value> = (1..=15)
        .map(|number| {
            (
                format!("extensionAttribute{number}"),
                json!(attribute(number)),
            )
        })
        .collect();
    json!({
        "id": account.oid(),
        "userPrincipalName": account.upn(),
        "displayName": account.name,
        "accountEnabled": state.is_enabled(now),
        "employeeType": state.employee_type,
        "employeeLeaveDateTime": state.left_at.map(rfc3339),
        "signInSessionsValidFromDateTime": rfc3339(state.sessions_valid_from),
        "lastPasswordChangeDateTime": rfc3339(state.password.changed),
        "mail": Value::Null,
        "otherMails": [],
        "userType": "Member",
        "onPremisesSyncEnabled": true,
        "onPremisesExtensionAttributes": extension,
    })
}

/// The properties that were asked for, or the name of one that does not exist.
fn selected(whole: &Value, select: &str) -> Result<Map<String, Value>, String> {
    select
        .split(',')
        .map(str::trim)
        .map(|name| {
            let value = whole.get(name).ok_or_else(|| name.to_owned())?;
            Ok((name.to_owned(), value.clone()))
        })
        .collect()
}
