//! What goes on beside the requests: waking screens, sweeping, keeping the providers' keys fresh.

mod act;
mod directory_log;
mod outbox;
mod policy;
mod rescue;
mod supervise;

use std::sync::Arc;
use std::time::Duration;

use ident_core::refusal::Refusal;
use ident_oidc::RelyingParty;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;

use crate::state::App;
use supervise::supervise;

pub use outbox::{Post, post};
pub use policy::look as look_at_policy;
pub use rescue::{Round, round as rescue_round};

const SWEEP: Duration = Duration::from_mins(1);
/// Often enough that a person's sign-in hardly ever has to wait for keys.
const REFRESH: Duration = Duration::from_mins(5);
/// As long as a provider has not been reached at all.
const TRY_AGAIN: Duration = Duration::from_secs(15);

/// Starts all tasks; they end with `end`.
pub fn spawn(app: &Arc<App>, end: &CancellationToken) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    let (for_hub, for_sweep) = (Arc::clone(app), Arc::clone(app));
    tasks.spawn(supervise("hub", end.clone(), move || {
        wake(Arc::clone(&for_hub))
    }));
    tasks.spawn(supervise("sweep", end.clone(), move || {
        sweep(Arc::clone(&for_sweep))
    }));
    let for_rescue = Arc::clone(app);
    tasks.spawn(supervise("rescue", end.clone(), move || {
        rescue::rescue(Arc::clone(&for_rescue))
    }));
    let for_outbox = Arc::clone(app);
    tasks.spawn(supervise("outbox", end.clone(), move || {
        outbox::outbox(Arc::clone(&for_outbox))
    }));
    let for_acts = Arc::clone(app);
    tasks.spawn(supervise("acts", end.clone(), move || {
        act::settle(Arc::clone(&for_acts))
    }));
    let for_policy = Arc::clone(app);
    tasks.spawn(supervise("policy", end.clone(), move || {
        policy::watch(Arc::clone(&for_policy))
    }));
    let for_log = Arc::clone(app);
    tasks.spawn(supervise("directory_log", end.clone(), move || {
        directory_log::read(Arc::clone(&for_log))
    }));
    for (name, party) in [("digital_id", card as Of), ("utokyo", account as Of)] {
        let app = Arc::clone(app);
        tasks.spawn(supervise(name, end.clone(), move || {
            refresh(Arc::clone(&app), party)
        }));
    }
    tasks
}

type Of = fn(&App) -> &RelyingParty;

fn card(app: &App) -> &RelyingParty {
    &app.card
}

fn account(app: &App) -> &RelyingParty {
    &app.account
}

/// Tells waiting screens of changes, until the store's stream ends.
async fn wake(app: Arc<App>) {
    app.hub.feed(app.store.changes()).await;
}

/// Removes what has outlived its lifetime.
async fn sweep(app: Arc<App>) {
    let mut ticks = interval(SWEEP);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match app.store.sweep(app.config.retention.at(app.now())).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "sweep.removed"),
            Err(_) => tracing::warn!(refusal = Refusal::StoreUnavailable.code(), "sweep.failed"),
        }
    }
}

/// Fetches metadata and signing keys before anybody has to wait for them.
async fn refresh(app: Arc<App>, party: Of) {
    loop {
        let now = || app.now();
        let outcome = party(&app).ready(&now).await;
        sleep(if outcome.is_ok() { REFRESH } else { TRY_AGAIN }).await;
    }
}
