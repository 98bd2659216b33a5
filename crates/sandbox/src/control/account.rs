//! Accounts by the control interface: what they are like, and what becomes of them.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::pass_usability;
use crate::clock::{Seconds, from_rfc3339, rfc3339};
use crate::control::field::Field;
use crate::lock::locked;
use crate::population::{
    Account, AccountState, DirectoryRole, Method, MethodKind, Pass, Usability,
};
use crate::random;
use crate::world::World;

const DAY: Seconds = 24 * 60 * 60;

/// Body of `POST /control/accounts/{number}`; what is absent stays.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Change {
    password: Option<String>,
    password_lost: Option<bool>,
    #[serde(rename = "must_change")]
    has_temporary_password: Option<bool>,
    methods: Option<Vec<Registration>>,
    methods_lost: Option<bool>,
    tap_excluded: Option<bool>,
    enabled: Field<bool>,
    leave_date: Field<String>,
    left_days_ago: Option<i64>,
    employee_type: Option<String>,
    directory_role: Option<bool>,
    group_role: Option<bool>,
    app_roles: Option<Vec<String>>,
    /// Null takes the pass away; passes are made by Graph only.
    tap: Field<Never>,
}

/// What cannot be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum Never {}

/// A method to be registered.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Registration {
    Kind(MethodKind),
    Whole {
        kind: MethodKind,
        #[serde(default)]
        lost: bool,
        #[serde(default)]
        label: Option<String>,
    },
}

/// `GET /control/accounts/{number}`.
pub(crate) async fn account(State(world): State<Arc<World>>, Path(key): Path<String>) -> Response {
    world.settle();
    match known(&world, &key) {
        Some(account) => Json(shown(&world, account)).into_response(),
        None => unknown(),
    }
}

/// `POST /control/accounts/{number}`.
pub(crate) async fn change_account(
    State(world): State<Arc<World>>,
    Path(key): Path<String>,
    Json(change): Json<Change>,
) -> Response {
    world.settle();
    let Some(account) = known(&world, &key) else {
        return unknown();
    };
    match world.change_account(account, change) {
        Ok(()) => Json(shown(&world, account)).into_response(),
        Err(why) => (StatusCode::BAD_REQUEST, Json(json!({ "error": why }))).into_response(),
    }
}

pub(super) fn known(world: &World, key: &str) -> Option<&'static Account> {
    locked(&world.population).account(key)
}

pub(super) fn unknown() -> Response {
    let error = json!({ "error": "no such account" });
    (StatusCode::NOT_FOUND, Json(error)).into_response()
}

impl World {
    /// Changes what an account is like, as the world outside would.
    ///
    /// # Errors
    /// When a date is not one.
    pub(crate) fn change_account(
        &self,
        account: &'static Account,
        change: Change,
    ) -> Result<(), &'static str> {
        let now = self.clock.now();
        let mut population = locked(&self.population);
        let state = population.state_mut(account);
        match &change.leave_date {
            Field::Absent => {}
            Field::Null => state.left_at = None,
            Field::Value(text) => {
                let left = from_rfc3339(text).ok_or("leave_date is not a moment of RFC 3339")?;
                state.left_at = Some(left);
            }
        }
        if let Some(days) = change.left_days_ago {
            state.left_at = Some(now - days * DAY);
        }
        change.secrets(state, now);
        change.place_in_directory(state);
        Ok(())
    }
}

impl Change {
    /// The person forgets, or loses the phone, or finds both again.
    pub(crate) fn loss(password_lost: Option<bool>, methods_lost: Option<bool>) -> Self {
        Self {
            password_lost,
            methods_lost,
            ..Self::default()
        }
    }

    /// The person leaves that many days ago, or is a member again.
    pub(crate) fn leave(days: Option<i64>, employee_type: Option<&str>) -> Self {
        Self {
            leave_date: Field::Null,
            left_days_ago: days,
            employee_type: employee_type.map(str::to_owned),
            ..Self::default()
        }
    }

    fn secrets(&self, state: &mut AccountState, now: Seconds) {
        if let Some(value) = &self.password {
            state.set_password(value, false, now);
        }
        match self.password_lost {
            Some(true) => {
                state.password.value = random::token();
                state.password.is_known = false;
            }
            Some(false) => state.set_password(Account::PASSWORD, false, now),
            None => {}
        }
        if let Some(must) = self.has_temporary_password {
            state.password.must_change = must;
        }
        if let Some(registrations) = &self.methods {
            state.methods.clear();
            for registration in registrations {
                state.register(registration.method(now));
            }
        }
        if let Some(lost) = self.methods_lost {
            for method in &mut state.methods {
                method.lost = lost;
            }
        }
        if self.tap == Field::Null {
            state.pass = None;
        }
    }

    fn place_in_directory(self, state: &mut AccountState) {
        if let Some(excluded) = self.tap_excluded {
            state.is_outside_pass_policy = excluded;
        }
        self.enabled.put(&mut state.forced);
        if let Some(employee_type) = self.employee_type {
            state.employee_type = employee_type;
        }
        if let Some(privileged) = self.directory_role {
            let role = privileged.then_some(DirectoryRole::USER_ADMINISTRATOR);
            state.directory_roles = role.into_iter().collect();
        }
        if let Some(privileged) = self.group_role {
            let role = privileged.then_some(DirectoryRole::USER_ADMINISTRATOR);
            state.group_roles = role.into_iter().collect();
        }
        if let Some(roles) = self.app_roles {
            state.app_roles = roles;
        }
    }
}

impl Registration {
    fn method(&self, now: Seconds) -> Method {
        let (kind, lost, label) = match self {
            Self::Kind(kind) => (*kind, false, None),
            Self::Whole { kind, lost, label } => (*kind, *lost, label.clone()),
        };
        let fresh = Method::new(kind, now);
        Method {
            lost,
            label: label.unwrap_or(fresh.label),
            ..fresh
        }
    }
}

/// What an account is like, without any secret.
fn shown(world: &World, account: &Account) -> Value {
    let now = world.clock.now();
    let state = locked(&world.population).state(account).clone();
    let usability = pass_usability(world, account, &state);
    let tap = |pass: &Pass| {
        json!({ "id": pass.id, "reason": usability, "one_time": pass.is_one_time,
                "start": rfc3339(pass.start), "ends": rfc3339(pass.ends()) })
    };
    let methods: Vec<Value> = state
        .methods
        .iter()
        .map(|method| json!({ "id": method.id, "kind": method.kind, "lost": method.lost }))
        .collect();
    json!({
        "number": account.number,
        "id": account.id,
        "object_id": account.oid(),
        "upn": account.upn(),
        "enabled": state.is_enabled(now),
        "employee_type": state.employee_type,
        "leave_date": state.left_at.map(rfc3339),
        "ends": state.ends().map(rfc3339),
        "password": {
            "lost": !state.password.is_known,
            "must_change": state.password.must_change,
            "changed": rfc3339(state.password.changed),
        },
        "methods": methods,
        "live_taps": u8::from(state.pass.as_ref().is_some_and(|pass| pass.is_live(now))),
        "tap_usable": usability == Some(Usability::EnabledByPolicy),
        "tap": state.pass.as_ref().map(tap),
        "tap_excluded": state.is_outside_pass_policy,
        "directory_role": !state.directory_roles.is_empty(),
        "group_role": !state.group_roles.is_empty(),
        "app_roles": state.app_roles,
        "sessions": world.tenant.session_count(account.number, now),
        "sessions_valid_from": rfc3339(state.sessions_valid_from),
    })
}
