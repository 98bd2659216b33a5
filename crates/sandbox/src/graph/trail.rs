//! The directory's own log of what was changed (`directoryAudit`).
//!
//! The type is not in the part of the schema that the tests hold the other answers against; names
//! and form here follow the documentation of the type and of its examples.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::clock::{Seconds, rfc3339};
use crate::graph::effect::Effect;
use crate::lock::locked;
use crate::population::Account;
use crate::random;

/// Who asked for a change.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    /// Client id, service principal and name of the application.
    pub(crate) app: (&'static str, &'static str, &'static str),
    /// `client-request-id` of the call.
    pub(crate) request: Option<String>,
    /// How long its entries take to come up; `None`: they never do.
    pub(crate) late_s: Option<u32>,
}

/// Habits of the log that can be set by the control interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Habits {
    /// How long every entry takes to come up, in seconds.
    pub(crate) delay_s: u32,
    /// Whether `correlationId` is the caller's `client-request-id`.
    pub(crate) carries_request: bool,
    /// Whether an application is named by its client id, or by its service principal alone.
    pub(crate) carries_app_id: bool,
    /// How many entries a page has at most.
    pub(crate) page: usize,
}

impl Default for Habits {
    fn default() -> Self {
        Self {
            delay_s: 0,
            carries_request: true,
            carries_app_id: true,
            page: 1_000,
        }
    }
}

/// One entry.
#[derive(Debug, Clone)]
pub(super) struct Logged {
    pub(super) at: Seconds,
    pub(super) visible_at: Seconds,
    /// The client id that can be filtered by.
    pub(super) app_id: Option<&'static str>,
    pub(super) service: &'static str,
    pub(super) activity: &'static str,
    pub(super) shown: Value,
}

/// The log.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    entries: Mutex<Vec<Logged>>,
}

const METHODS: &str = "Authentication Methods";
const CORE: &str = "Core Directory";
/// Service, activity, kind of operation and reason, as the directory words them.
type Told = (&'static str, &'static str, &'static str, &'static str);

fn told(effect: &Effect) -> (&'static Account, &'static [Told]) {
    match effect {
        Effect::CreatePass(account, _) => (
            account,
            &[(
                METHODS,
                "Admin registered security info",
                "Add",
                "Admin registered temporary access pass method for user",
            )],
        ),
        Effect::DeletePass(account, _) => (
            account,
            &[(
                METHODS,
                "Admin deleted security info",
                "Delete",
                "Admin deleted temporary access pass method for user",
            )],
        ),
        Effect::RevokeSessions(account) => (
            account,
            &[
                (
                    CORE,
                    "Update StsRefreshTokenValidFrom Timestamp",
                    "Update",
                    "",
                ),
                (CORE, "Update user", "Update", ""),
            ],
        ),
        Effect::SetPassword { account, .. } => (
            account,
            &[
                (CORE, "Reset user password", "Update", ""),
                (
                    CORE,
                    "Update StsRefreshTokenValidFrom Timestamp",
                    "Update",
                    "",
                ),
                (CORE, "Update user", "Update", ""),
            ],
        ),
    }
}

impl Trail {
    /// Writes down a change that was made.
    pub(super) fn write(&self, effect: &Effect, origin: &Origin, habits: Habits, now: Seconds) {
        let Some(late) = origin.late_s else { return };
        let (account, told) = told(effect);
        let visible_at = now + i64::from(late) + i64::from(habits.delay_s);
        let mut entries = locked(&self.entries);
        for one in told {
            let shown = shown(account, *one, (origin, habits), now);
            entries.push(Logged {
                at: now,
                visible_at,
                app_id: habits.carries_app_id.then_some(origin.app.0),
                service: one.0,
                activity: one.1,
                shown,
            });
        }
    }

    /// What can be read by now, oldest first.
    pub(super) fn visible(&self, now: Seconds) -> Vec<Logged> {
        let entries = locked(&self.entries);
        let visible = entries.iter().filter(|entry| entry.visible_at <= now);
        let mut visible: Vec<Logged> = visible.cloned().collect();
        visible.sort_by_key(|entry| entry.at);
        visible
    }

    pub(super) fn clear(&self) {
        locked(&self.entries).clear();
    }
}

fn shown(
    account: &Account,
    (service, activity, operation, reason): Told,
    (origin, habits): (&Origin, Habits),
    now: Seconds,
) -> Value {
    let own = random::uuid();
    let carried = origin.request.clone().filter(|_| habits.carries_request);
    let correlation = carried.unwrap_or_else(|| own.clone());
    let (app_id, principal, name) = origin.app;
    json!({
        "id": format!("Directory_{own}_1D17_{now}"),
        "category": "UserManagement",
        "correlationId": correlation,
        "result": "success",
        "resultReason": reason,
        "activityDisplayName": activity,
        "activityDateTime": rfc3339(now),
        "loggedByService": service,
        "operationType": operation,
        "initiatedBy": {
            "user": Value::Null,
            "app": {
                "appId": habits.carries_app_id.then_some(app_id),
                "displayName": name,
                "servicePrincipalId": principal,
                "servicePrincipalName": Value::Null,
            },
        },
        "targetResources": [{
            "id": account.oid(),
            "displayName": Value::Null,
            "type": "User",
            "userPrincipalName": account.upn(),
            "groupType": Value::Null,
            "modifiedProperties": [],
        }],
        "additionalDetails": [],
    })
}
