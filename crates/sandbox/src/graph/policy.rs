//! The tenant's policy for Temporary Access Passes.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::graph::call::{Answer, Call};
use crate::lock::locked;
use crate::population::{Account, AccountState};
use crate::service::Endpoint;
use crate::world::World;

/// The group of those who are left out in the population.
const OUTSIDE: &str = "0a0a0a0a-0000-4000-8000-0000000e0001";

/// The policy, in Graph's own names.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TapPolicy {
    pub(crate) state: PolicyState,
    pub(crate) default_length: usize,
    pub(crate) default_lifetime_in_minutes: i64,
    pub(crate) minimum_lifetime_in_minutes: i64,
    pub(crate) maximum_lifetime_in_minutes: i64,
    pub(crate) is_usable_once: bool,
    /// Numbers of accounts that are left out one by one.
    pub(crate) exclude: Vec<String>,
}

/// Whether a method may be used at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum PolicyState {
    Enabled,
    Disabled,
}

impl Default for TapPolicy {
    fn default() -> Self {
        Self {
            state: PolicyState::Enabled,
            // The directory's own default is 8; this tenant is set up as it is to be.
            default_length: 12,
            default_lifetime_in_minutes: 60,
            minimum_lifetime_in_minutes: 60,
            maximum_lifetime_in_minutes: 480,
            is_usable_once: false,
            exclude: Vec::new(),
        }
    }
}

impl TapPolicy {
    /// Whether the policy lets this account have and use a pass.
    pub(crate) fn covers(&self, account: &Account, state: &AccountState) -> bool {
        self.state == PolicyState::Enabled
            && !state.is_outside_pass_policy
            && !self.exclude.iter().any(|number| number == account.number)
    }

    /// Whether what is written in it is possible at all.
    pub(crate) fn is_possible(&self) -> bool {
        let lifetimes = 10..=43_200;
        let (least, most) = (
            self.minimum_lifetime_in_minutes,
            self.maximum_lifetime_in_minutes,
        );
        (8..=48).contains(&self.default_length)
            && lifetimes.contains(&least)
            && lifetimes.contains(&most)
            && (least..=most).contains(&self.default_lifetime_in_minutes)
    }
}

/// `GET /policies/authenticationMethodsPolicy/authenticationMethodConfigurations/temporaryAccessPass`.
pub(crate) async fn policy(State(world): State<Arc<World>>, headers: HeaderMap) -> Answer {
    let call = Call::enter(world, headers, Endpoint::Policy)?;
    let policy = call.world.directory.settings().policy;
    let body = json!({
        "@odata.type": "#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration",
        "id": "TemporaryAccessPass",
        "state": policy.state,
        "defaultLength": policy.default_length,
        "defaultLifetimeInMinutes": policy.default_lifetime_in_minutes,
        "minimumLifetimeInMinutes": policy.minimum_lifetime_in_minutes,
        "maximumLifetimeInMinutes": policy.maximum_lifetime_in_minutes,
        "isUsableOnce": policy.is_usable_once,
        "excludeTargets": excluded(&call.world, &policy),
        "includeTargets": [
            { "targetType": "group", "id": "all_users", "isRegistrationRequired": false },
        ],
    });
    let context = "authenticationMethodConfigurations/$entity";
    Ok(call.reply(StatusCode::OK, context, body))
}

fn excluded(world: &World, policy: &TapPolicy) -> Vec<Value> {
    let population = locked(&world.population);
    let group = population
        .accounts()
        .any(|(_, state)| state.is_outside_pass_policy)
        .then(|| json!({ "id": OUTSIDE, "targetType": "group" }));
    let users = policy.exclude.iter().filter_map(|number| {
        let account = population.account(number)?;
        Some(json!({ "id": account.oid(), "targetType": "user" }))
    });
    group.into_iter().chain(users).collect()
}
