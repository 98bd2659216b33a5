//! The stream of a flow's progress (server-sent events), as a page reads it.

use std::time::Duration;

use http::{HeaderValue, header};
use ident_wire::{FlowView, StageView};
use reqwest::{RequestBuilder, Response};
use tokio::time::timeout;

use crate::app::AppClient;
use crate::browser::Browser;
use crate::reply::client;

/// No event takes longer; a stream that stays silent fails its test.
const PATIENCE: Duration = Duration::from_secs(20);

/// An open stream.
pub struct Events {
    response: Response,
    pending: String,
}

impl Browser {
    /// Opens the stream of a flow.
    ///
    /// # Panics
    /// When the server does not answer with a stream.
    pub async fn listen(&self, flow: &str) -> Events {
        let url = self.url(&format!("/api/v1/flows/{flow}/events"));
        let cookies = HeaderValue::try_from(self.jar.field(false).unwrap_or_default());
        let request = client().get(url);
        let request = request.header(header::COOKIE, cookies.expect("text"));
        Events::open(request).await
    }
}

impl AppClient {
    /// Opens the stream of a flow.
    ///
    /// # Panics
    /// When the server does not answer with a stream.
    pub async fn listen(&self, flow: &str) -> Events {
        let url = self.url(&format!("flows/{flow}/events"));
        let bearer = self.bearer.as_deref().expect("a visit");
        let request = client().get(url).header("x-ident-channel", "app");
        Events::open(request.bearer_auth(bearer)).await
    }
}

impl Events {
    async fn open(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("our server answers");
        assert_eq!(response.status(), 200);
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "text/event-stream"
        );
        Self {
            response,
            pending: String::new(),
        }
    }

    /// All that comes until the server ends the stream, as text.
    ///
    /// # Panics
    /// When it does not end.
    pub async fn rest(mut self) -> String {
        let mut rest = std::mem::take(&mut self.pending);
        loop {
            let chunk = timeout(PATIENCE, self.response.chunk()).await;
            match chunk.expect("an end in time").expect("a stream") {
                Some(chunk) => rest.push_str(&String::from_utf8_lossy(&chunk)),
                None => return rest,
            }
        }
    }

    /// The stage that the next event tells.
    ///
    /// # Panics
    /// When the stream ends or stays silent.
    pub async fn next(&mut self) -> StageView {
        loop {
            if let Some((event, rest)) = self.pending.split_once("\n\n") {
                let data = event.lines().find_map(|line| line.strip_prefix("data: "));
                let flow = data.map(serde_json::from_str::<FlowView>);
                let rest = rest.to_owned();
                self.pending = rest;
                if let Some(flow) = flow {
                    return flow.expect("a flow").stage;
                }
                continue;
            }
            let chunk = timeout(PATIENCE, self.response.chunk()).await;
            let chunk = chunk.expect("an event in time").expect("a stream");
            let chunk = chunk.expect("another event before the end");
            self.pending.push_str(&String::from_utf8_lossy(&chunk));
        }
    }

    /// The first stage from now on that fits.
    pub async fn until(&mut self, fits: impl Fn(&StageView) -> bool) -> StageView {
        loop {
            let stage = self.next().await;
            if fits(&stage) {
                return stage;
            }
        }
    }
}
