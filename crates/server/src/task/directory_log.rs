//! Reads the directory's own log, again and again.
//!
//! On several nodes each reads for itself; the entries and attempts of a page are dealt with by a
//! swap, so that each is told of once.

use std::sync::Arc;
use std::time::Duration;

use ident_core::port::Fault;
use ident_core::time::Timestamp;
use tokio::time::sleep;

use crate::flow::read_directory_log;
use crate::state::App;

/// Reads for as long as the server runs.
pub(super) async fn read(app: Arc<App>) {
    let Some(config) = &app.config.directory.log else {
        tracing::warn!("directory_log.not_configured: nobody sees what others do in our name");
        return std::future::pending().await;
    };
    let every = Duration::from_secs(config.every_s.into());
    let mut good_at = app.now();
    loop {
        let wait = match read_directory_log(&app).await {
            Ok(_) => {
                good_at = app.now();
                every
            }
            Err(fault) => {
                failed(&app, fault, good_at);
                match fault {
                    Fault::Throttled(wait) => every.max(duration(wait.whole_seconds_up())),
                    _ => every,
                }
            }
        };
        sleep(wait).await;
    }
}

const fn duration(seconds: u32) -> Duration {
    Duration::from_secs(seconds as u64)
}

/// A log that cannot be read is an alarm as soon as what it would tell is overdue.
fn failed(app: &App, fault: Fault, good_at: Timestamp) {
    app.metrics.log_outcome("failed");
    let patience = app.config.directory.log.as_ref();
    let patience = patience.map_or(0, |log| i64::from(log.patience_s) * 1000);
    let silent_s = (app.now() - good_at).millis() / 1000;
    if silent_s * 1000 >= patience {
        tracing::error!(alarm = true, ?fault, silent_s, "directory_log.unread");
    } else {
        tracing::warn!(?fault, silent_s, "directory_log.unread");
    }
}
