//! `GET /users/{id | userPrincipalName}`.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::{Map, Value, json};

use crate::clock::rfc3339;
use crate::encoding::Parameters;
use crate::fault::Fault;
use crate::graph::error::error;
use crate::graph::guard::guard;
use crate::lock::locked;
use crate::population::Account;
use crate::reply::no_store;
use crate::world::World;

/// What is answered when `$select` is absent.
const USUAL: &str = "id,userPrincipalName,displayName";

/// `GET /graph/v1.0/users/{key}?$select=…`.
pub(crate) async fn user(
    State(world): State<Arc<World>>,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let fault = match guard(&world, &headers) {
        Ok(fault) => fault,
        Err(response) => return *response,
    };
    let account = locked(&world.population).account(&key);
    // Only object id and sign-in name find a user; the sandbox's own names do not.
    let known =
        account.filter(|account| key.contains('@') || key.eq_ignore_ascii_case(&account.oid()));
    let Some(account) = known.filter(|_| fault != Some(Fault::UserNotFound)) else {
        let message = format!("Resource '{key}' does not exist.");
        let what = (
            StatusCode::NOT_FOUND,
            "Request_ResourceNotFound",
            message.as_str(),
        );
        return error(&world, &headers, what);
    };
    let query = Parameters::parse(query.unwrap_or_default().as_bytes());
    let select = query.one("$select").unwrap_or(USUAL).to_owned();
    let mut whole = properties(&world, account);
    match fault {
        Some(Fault::AccountDisabledLate) => whole["accountEnabled"] = json!(true),
        Some(Fault::AccountDisabledNow) => whole["accountEnabled"] = json!(false),
        _ => {}
    }
    match selected(&whole, &select) {
        Ok(mut chosen) => {
            let context = format!(
                "{}/$metadata#users({select})/$entity",
                world.addresses.graph_base()
            );
            chosen.insert("@odata.context".to_owned(), json!(context));
            no_store(StatusCode::OK, Value::Object(chosen))
        }
        Err(name) => {
            let message =
                format!("Could not find a property named '{name}' on type 'microsoft.graph.user'.");
            error(
                &world,
                &headers,
                (StatusCode::BAD_REQUEST, "BadRequest", &message),
            )
        }
    }
}

/// The properties of a user, as typed in the v1.0 schema.
fn properties(world: &World, account: &Account) -> Value {
    let now = world.clock.now();
    let population = locked(&world.population);
    let state = population.state(account);
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
