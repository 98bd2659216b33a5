//! The tenant's policy for passes (`temporaryAccessPassAuthenticationMethodConfiguration`).

use ident_core::account::AccountKey;
use ident_core::act::PassPolicy;
use ident_core::time::Span;
use serde::Deserialize;
use url::Url;

use super::path;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Policy {
    state: String,
    default_length: u16,
    minimum_lifetime_in_minutes: u32,
    maximum_lifetime_in_minutes: u32,
    #[serde(default)]
    exclude_targets: Vec<Target>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Target {
    id: String,
    target_type: String,
}

pub(super) fn url(base: &Url) -> Url {
    path(
        base,
        &[
            "policies",
            "authenticationMethodsPolicy",
            "authenticationMethodConfigurations",
            "temporaryAccessPass",
        ],
    )
}

/// Reads an answer. Whether the account is in an excluded group is not visible here; the directory
/// says so when the pass is created.
pub(super) fn parse(body: &[u8], key: &AccountKey) -> Option<PassPolicy> {
    let policy: Policy = serde_json::from_slice(body).ok()?;
    let excluded = policy.exclude_targets.iter().any(|target| {
        target.target_type.eq_ignore_ascii_case("user")
            && target.id.eq_ignore_ascii_case(&key.object)
    });
    let minutes = |count: u32| Span::minutes(count.min(1_000_000));
    Some(PassPolicy {
        enabled: policy.state.eq_ignore_ascii_case("enabled"),
        excluded,
        shortest: minutes(policy.minimum_lifetime_in_minutes),
        longest: minutes(policy.maximum_lifetime_in_minutes),
        length: policy.default_length,
    })
}
