//! What a freeze stops at the directory.

use std::time::Duration;

use ident_core::account::AccountKey;
use ident_core::change::Write;
use ident_core::port::Fault;
use ident_core::reconcile::Aim;

use super::orders::Orders;
use crate::state::App;

/// How long a person waits for the directory at most; the freeze itself holds already.
const PATIENCE: Duration = Duration::from_secs(10);

/// Removes a pass that is live and ends the sessions, each as far as the directory answers. What
/// it does not do now, no act of ours can undo: the link is frozen.
pub(super) async fn stop_at_directory(app: &App, account: &AccountKey) {
    // What was opened at the archive ends as well.
    app.rescue.notify_one();
    let orders = Orders::new(app, account, (Aim::Stop, None));
    // Stopping a misuse does not wait for the database: where it does not answer, an alarm about
    // these orders is the smaller harm.
    let begun = Write::InsertAttempt(orders.begun());
    let noted = app.store.commit(begun.into()).await.is_ok();
    let passes = async {
        for pass in app.passes.list(account).await? {
            orders.delete(&pass).await?;
        }
        Ok::<_, Fault>(())
    };
    let both = async { tokio::join!(passes, orders.end_sessions()) };
    let done = match tokio::time::timeout(PATIENCE, both).await {
        Ok((passes, sessions)) => passes.is_ok() && sessions.is_ok(),
        Err(_) => false,
    };
    if !done {
        tracing::error!("freeze.directory_incomplete");
    }
    let ended = Write::UpdateAttempt(orders.ended());
    if !noted || app.store.commit(ended.into()).await.is_err() {
        tracing::error!("freeze.orders_not_stored");
    }
}
