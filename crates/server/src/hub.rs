//! Tells waiting screens that a flow has changed, without telling what: they read it afresh.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use ident_core::id::FlowId;
use tokio::sync::Notify;

/// The waiting screens of this node, by flow.
#[derive(Clone, Debug, Default)]
pub struct Hub(Arc<Mutex<Topics>>);

type Topics = HashMap<FlowId, Arc<Topic>>;

/// One flow that somebody waits for.
#[derive(Debug, Default)]
struct Topic {
    changes: AtomicU64,
    wake: Notify,
}

impl Hub {
    /// A hub that nobody waits at.
    pub fn new() -> Self {
        Self::default()
    }

    /// Waits for changes of a flow from now on.
    pub fn subscribe(&self, flow: FlowId) -> Subscription {
        let topic = Arc::clone(self.topics().entry(flow).or_default());
        let seen = topic.changes.load(Ordering::SeqCst);
        Subscription {
            hub: self.clone(),
            flow,
            topic,
            seen,
        }
    }

    /// Wakes those who wait for this flow, and nobody else.
    pub fn wake(&self, flow: FlowId) {
        let topic = self.topics().get(&flow).cloned();
        if let Some(topic) = topic {
            topic.changed();
        }
    }

    /// Wakes everybody: changes may have been missed.
    pub fn wake_all(&self) {
        let topics: Vec<_> = self.topics().values().cloned().collect();
        for topic in topics {
            topic.changed();
        }
    }

    /// How many flows are waited for.
    pub fn len(&self) -> usize {
        self.topics().len()
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Passes on the store's changes until they end.
    pub async fn feed(&self, mut changes: BoxStream<'static, FlowId>) {
        // What happened before the stream was opened is unknown to those who wait already.
        self.wake_all();
        while let Some(flow) = changes.next().await {
            self.wake(flow);
        }
    }

    fn topics(&self) -> MutexGuard<'_, Topics> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Topic {
    fn changed(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
        self.wake.notify_waiters();
    }
}

/// One waiting screen.
#[derive(Debug)]
pub struct Subscription {
    hub: Hub,
    flow: FlowId,
    topic: Arc<Topic>,
    seen: u64,
}

impl Subscription {
    /// Ends when the flow has changed since the subscription was made or this last ended. Several
    /// changes may be told as one. Cancel safe.
    pub async fn changed(&mut self) {
        let topic = Arc::clone(&self.topic);
        loop {
            let mut woken = std::pin::pin!(topic.wake.notified());
            // Registered before the count is read, so that no change falls between the two.
            woken.as_mut().enable();
            let changes = topic.changes.load(Ordering::SeqCst);
            if changes != self.seen {
                self.seen = changes;
                return;
            }
            woken.await;
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut topics = self.hub.topics();
        // Topics are shared out under this lock only: two holders are the map and this one.
        if Arc::strong_count(&self.topic) == 2 {
            topics.remove(&self.flow);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::stream;
    use tokio::time::timeout;

    use super::*;

    fn flow(number: u8) -> FlowId {
        FlowId::from_random([number; 16])
    }

    async fn is_woken(subscription: &mut Subscription) -> bool {
        timeout(Duration::from_millis(20), subscription.changed())
            .await
            .is_ok()
    }

    #[tokio::test]
    async fn a_change_wakes_only_those_who_wait_for_that_flow() {
        let hub = Hub::new();
        let (mut one, mut same, mut other) = (
            hub.subscribe(flow(1)),
            hub.subscribe(flow(1)),
            hub.subscribe(flow(2)),
        );
        hub.wake(flow(1));
        assert!(is_woken(&mut one).await && is_woken(&mut same).await);
        assert!(!is_woken(&mut other).await);
        assert!(!is_woken(&mut one).await, "a change is told once");
    }

    #[tokio::test]
    async fn a_change_between_two_waits_is_not_lost() {
        let hub = Hub::new();
        let mut waiting = hub.subscribe(flow(1));
        assert!(!is_woken(&mut waiting).await);
        hub.wake(flow(1));
        hub.wake(flow(1));
        assert!(is_woken(&mut waiting).await);
        assert!(
            !is_woken(&mut waiting).await,
            "two changes may be told as one"
        );
    }

    #[tokio::test]
    async fn entries_vanish_with_the_last_subscriber() {
        let hub = Hub::new();
        let (one, two) = (hub.subscribe(flow(1)), hub.subscribe(flow(1)));
        drop(one);
        assert_eq!(hub.len(), 1);
        drop(two);
        assert!(hub.is_empty());
    }

    #[tokio::test]
    async fn a_stream_that_opens_anew_wakes_everybody_once() {
        let hub = Hub::new();
        let mut waiting = hub.subscribe(flow(1));
        hub.feed(Box::pin(stream::empty())).await;
        assert!(
            is_woken(&mut waiting).await,
            "a change may have been missed in between"
        );
    }

    #[tokio::test]
    async fn ten_thousand_wait_and_one_is_woken() {
        let hub = Hub::new();
        let ids = (0..10_000_u32).map(|n| {
            let mut bytes = [0; 16];
            bytes[..4].copy_from_slice(&n.to_be_bytes());
            FlowId::from_random(bytes)
        });
        let mut waiting: Vec<_> = ids.map(|id| hub.subscribe(id)).collect();
        hub.wake(waiting[77].flow);
        for (index, subscription) in waiting.iter_mut().enumerate() {
            let woken = futures_util::poll!(std::pin::pin!(subscription.changed())).is_ready();
            assert_eq!(woken, index == 77);
        }
    }
}
