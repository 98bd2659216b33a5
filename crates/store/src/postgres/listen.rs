//! Hearing which flows changed, on any node (LISTEN).

use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use ident_core::id::FlowId;
use tokio::sync::oneshot;
use tokio::task::AbortHandle;
use tokio_postgres::AsyncMessage;

use super::connect::Address;
use crate::error::OpenError;
use crate::feed::Feed;

/// The pause before a lost connection is made anew.
const PAUSE: Duration = Duration::from_secs(1);

/// Listens until it is dropped.
#[derive(Debug)]
pub(super) struct Listener(AbortHandle);

impl Drop for Listener {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Listener {
    /// Begins to listen; returns when the first name can be heard.
    pub(super) async fn start(
        address: Address,
        channel: String,
        feed: Arc<Feed>,
    ) -> Result<Self, OpenError> {
        let (heard, first) = oneshot::channel();
        let listening = tokio::spawn(async move {
            let mut heard = Some(heard);
            loop {
                let ended = listen(&address, &channel, &feed, &mut heard).await;
                tracing::warn!(
                    connected = ended.is_ok(),
                    "flows are not heard of for a moment"
                );
                tokio::time::sleep(PAUSE).await;
            }
        });
        let listener = Self(listening.abort_handle());
        let waited = tokio::time::timeout(Duration::from_secs(10), first).await;
        let failed = |error| OpenError::Unreachable(error);
        waited
            .map_err(|error| failed(Box::new(error)))?
            .map_err(|error| failed(Box::new(error)))?;
        Ok(listener)
    }
}

/// One connection, from its making to its loss.
async fn listen(
    address: &Address,
    channel: &str,
    feed: &Arc<Feed>,
    heard: &mut Option<oneshot::Sender<()>>,
) -> Result<(), tokio_postgres::Error> {
    let (client, mut connection) = address.config.connect(address.tls.clone()).await?;
    let names = Arc::clone(feed);
    let messages = tokio::spawn(async move {
        let mut messages = stream::poll_fn(move |context| connection.poll_message(context));
        while let Some(Ok(message)) = messages.next().await {
            if let AsyncMessage::Notification(notification) = message {
                let flow = FlowId::parse(notification.payload());
                names.announce(flow.as_slice());
            }
        }
    });
    client.batch_execute(&format!("LISTEN {channel}")).await?;
    // Before this moment names may have been lost: whoever waits looks again.
    feed.end_all();
    if let Some(heard) = heard.take() {
        let _ = heard.send(());
    }
    let _ = messages.await;
    Ok(())
}
