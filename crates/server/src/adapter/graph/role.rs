//! Directory roles: those that a user was given, and those that come with a group, whatever lies
//! between (`transitiveMemberOf`). A role that somebody may only take up for a while, and one that
//! holds for an administrative unit alone, are not among them.

use ident_core::account::AccountKey;
use serde::Deserialize;
use serde::de::IgnoredAny;
use url::Url;

use super::path;

#[derive(Deserialize)]
struct Answer {
    value: Vec<IgnoredAny>,
}

pub(super) fn url(base: &Url, key: &AccountKey) -> Url {
    let roles = "microsoft.graph.directoryRole";
    path(
        base,
        &["users", key.object.as_str(), "transitiveMemberOf", roles],
    )
}

/// Whether there is any.
pub(super) fn parse(body: &[u8]) -> Option<bool> {
    let answer: Answer = serde_json::from_slice(body).ok()?;
    Some(!answer.value.is_empty())
}
