//! Looks at the tenant's policy for passes before anybody needs one: what is wrong there is for
//! operators to mend, and people find it out too late.

use std::sync::Arc;
use std::time::Duration;

use ident_core::account::AccountKey;
use tokio::time::sleep;

use crate::state::App;

/// Somebody may change the policy at any time.
const LOOK: Duration = Duration::from_hours(1);
/// While the directory does not answer.
const TRY_AGAIN: Duration = Duration::from_mins(1);
/// An object that no directory has; the policy is the same for all.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// Looks for as long as the server runs.
pub(super) async fn watch(app: Arc<App>) {
    loop {
        sleep(if look(&app).await.is_some() {
            LOOK
        } else {
            TRY_AGAIN
        })
        .await;
    }
}

/// Looks once; `None` when the directory does not answer. Whether passes are as they are to be.
pub async fn look(app: &App) -> Option<bool> {
    let nobody = AccountKey::parse(&app.config.tenant.id, NOBODY)?;
    let policy = app.passes.policy(&nobody).await.ok()?;
    let length = policy.length;
    if policy.is_too_short() {
        tracing::error!(alarm = true, length, "directory.pass_too_short");
        return Some(false);
    }
    if policy.lifetime().is_err() {
        tracing::error!(alarm = true, "directory.pass_policy_off");
        return Some(false);
    }
    tracing::info!(length, "directory.pass_policy");
    Some(true)
}
