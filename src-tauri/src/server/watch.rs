//! Following one flow over the server's stream of events.

use std::time::Duration;

use reqwest::Response;
use serde::Serialize;
use serde_json::Value;

use super::call::Server;
use super::path::FlowId;
use super::sse::Reader;

/// The server says something every 20 s; a connection that is silent for longer is dead.
const SILENCE: Duration = Duration::from_secs(45);
/// Pauses before connecting again; the last one is repeated.
const PAUSES: [Duration; 5] = [
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(5),
    Duration::from_secs(10),
];

/// What the page is told.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum WatchMessage {
    /// The stream is open (again).
    Opened,
    /// The flow as it is now.
    Flow { flow: Value },
    /// The stream broke; it is tried again.
    Lost,
}

/// Why a stream ended.
#[derive(Debug, PartialEq)]
enum End {
    /// It may work next time.
    Broken,
    /// The page does not listen any more, or the server does not know the flow.
    Final,
}

impl Server {
    /// Follows a flow until `send` says that nobody listens, or the server does not know it.
    pub(crate) async fn watch(&self, id: &FlowId, mut send: impl FnMut(WatchMessage) -> bool) {
        let mut failures = 0;
        loop {
            let outcome = match self.open(id).await {
                Ok(response) => {
                    failures = 0;
                    forward(response, &mut send).await
                }
                Err(end) => end,
            };
            if outcome == End::Final || !send(WatchMessage::Lost) {
                return;
            }
            tokio::time::sleep(PAUSES[failures.min(PAUSES.len() - 1)]).await;
            failures += 1;
        }
    }

    async fn open(&self, id: &FlowId) -> Result<Response, End> {
        let connected = tokio::time::timeout(
            SILENCE,
            self.send(self.stream(&id.events()), self.vault().bearer()),
        )
        .await;
        match connected {
            Ok(Ok(response)) if response.status().is_success() => Ok(response),
            Ok(Ok(response)) if response.status().is_client_error() => Err(End::Final),
            _ => Err(End::Broken),
        }
    }
}

async fn forward(mut response: Response, send: &mut impl FnMut(WatchMessage) -> bool) -> End {
    if !send(WatchMessage::Opened) {
        return End::Final;
    }
    let mut reader = Reader::default();
    while let Ok(Ok(Some(bytes))) = tokio::time::timeout(SILENCE, response.chunk()).await {
        let Ok(events) = reader.take(&bytes) else {
            return End::Broken;
        };
        for event in events.iter().filter(|event| event.name == "flow") {
            let Ok(flow) = serde_json::from_str(&event.data) else {
                return End::Broken;
            };
            if !send(WatchMessage::Flow { flow }) {
                return End::Final;
            }
        }
    }
    End::Broken
}
