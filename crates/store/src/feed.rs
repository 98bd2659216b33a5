//! Naming changed flows to those who wait.
//!
//! A stream names every flow that changed after it was made, at least once per change. When names
//! may have been lost (a receiver that lags, a lost connection to the database), the stream
//! *ends*: whoever waits then asks for a new one and reads again what it waits for. So nothing is
//! lost silently, and nothing has to be remembered here.

use std::sync::{Mutex, PoisonError};

use futures_core::stream::BoxStream;
use futures_util::{StreamExt, stream};
use ident_core::id::FlowId;
use tokio::sync::broadcast::{Receiver, Sender, channel};

/// How many names a receiver may lag behind.
const CAPACITY: usize = 8_192;

/// The source of the streams.
#[derive(Debug)]
pub(crate) struct Feed(Mutex<Sender<FlowId>>);

impl Feed {
    /// A source without receivers.
    pub(crate) fn new() -> Self {
        Self(Mutex::new(channel(CAPACITY).0))
    }

    /// Names changed flows.
    pub(crate) fn announce(&self, flows: &[FlowId]) {
        if flows.is_empty() {
            return;
        }
        let sender = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for flow in flows {
            // An error only says that nobody listens.
            let _ = sender.send(*flow);
        }
    }

    /// Ends all streams made so far.
    pub(crate) fn end_all(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = channel(CAPACITY).0;
    }

    /// The names from now on.
    pub(crate) fn stream(&self) -> BoxStream<'static, FlowId> {
        let receiver = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .subscribe();
        stream::unfold(receiver, |mut receiver: Receiver<FlowId>| async move {
            let flow = receiver.recv().await.ok()?;
            Some((flow, receiver))
        })
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(number: usize) -> FlowId {
        FlowId::from_random((number as u128).to_be_bytes())
    }

    #[tokio::test]
    async fn f16_a_receiver_that_lags_sees_its_stream_end_instead_of_a_gap() {
        let feed = Feed::new();
        let mut slow = feed.stream();
        let names: Vec<FlowId> = (0..=CAPACITY).map(flow).collect();
        feed.announce(&names);
        assert_eq!(slow.next().await, None);
        let mut anew = feed.stream();
        feed.announce(&names[..1]);
        assert_eq!(anew.next().await, Some(flow(0)));
    }

    #[tokio::test]
    async fn f16_all_streams_end_when_names_may_have_been_lost() {
        let feed = Feed::new();
        let mut waiting = feed.stream();
        feed.end_all();
        assert_eq!(waiting.next().await, None);
    }
}
