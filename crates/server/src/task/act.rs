//! Acts that nobody looks at: what a process left in the middle, and what was not fetched in time.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::flow::settle_stale;
use crate::state::App;

const LOOK: Duration = Duration::from_secs(10);

/// Does to them what time does.
pub(super) async fn settle(app: Arc<App>) {
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match settle_stale(&app).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "act.settled"),
            Err(refused) => tracing::warn!(refusal = refused.refusal.code(), "act.not_settled"),
        }
    }
}
