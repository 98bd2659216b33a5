//! A task that ends, or fails, is started again; ever more slowly while it does not hold.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_mins(1);

/// Keeps a task running until `end`.
pub(super) async fn supervise<F, T>(name: &'static str, end: CancellationToken, start: F)
where
    F: Fn() -> T,
    T: Future<Output = ()>,
{
    let mut pause = SHORTEST;
    loop {
        let started = Instant::now();
        let outcome = tokio::select! {
            () = end.cancelled() => return,
            outcome = AssertUnwindSafe(start()).catch_unwind() => outcome,
        };
        if started.elapsed() >= LONGEST {
            pause = SHORTEST;
        }
        let failed = outcome.is_err();
        let pause_s = pause.as_secs();
        tracing::error!(task = name, failed, pause_s, "task.ended");
        tokio::select! {
            () = end.cancelled() => return,
            () = sleep(pause) => pause = (pause * 2).min(LONGEST),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    async fn starts_within(seconds: u64, fails: bool) -> u32 {
        let (starts, end) = (Arc::new(AtomicU32::new(0)), CancellationToken::new());
        let counted = Arc::clone(&starts);
        let task = supervise("test", end.clone(), move || {
            counted.fetch_add(1, Ordering::SeqCst);
            async move { assert!(!fails, "as the test wants it") }
        });
        let stop = async {
            sleep(Duration::from_secs(seconds)).await;
            end.cancel();
        };
        tokio::join!(task, stop);
        starts.load(Ordering::SeqCst)
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_that_ends_is_started_again_ever_more_slowly() {
        // At 0, 1, 3, 7, 15, 31, 63, 123 and 183 seconds.
        assert_eq!(starts_within(2, false).await, 2);
        assert_eq!(starts_within(20, false).await, 5);
        assert_eq!(starts_within(200, false).await, 9);
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_that_panics_is_started_again_too() {
        assert_eq!(starts_within(20, true).await, 5);
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_that_held_for_long_is_started_again_at_once() {
        let (starts, end) = (Arc::new(AtomicU32::new(0)), CancellationToken::new());
        let counted = Arc::clone(&starts);
        let task = supervise("test", end.clone(), move || {
            counted.fetch_add(1, Ordering::SeqCst);
            sleep(Duration::from_secs(100))
        });
        let stop = async {
            sleep(Duration::from_secs(304)).await;
            end.cancel();
        };
        tokio::join!(task, stop);
        assert_eq!(
            starts.load(Ordering::SeqCst),
            4,
            "at 0, 101, 202 and 303 seconds"
        );
    }
}
