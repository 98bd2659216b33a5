//! Way B: the result of the system's browser comes back through this very device, as a one-time
//! code that only the app which asked for it can use (R-22 to R-25, RFC 8252).
//!
//! Nothing of it passes through the page: the verifier is made, kept and used here.

mod answer;
mod link;
mod loopback;
mod request;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;
use tauri::async_runtime::{JoinHandle, spawn};
use tauri::{AppHandle, Manager};

use crate::news::{AppMessage, News};
use crate::server::{Answer, Server};
use crate::setting::ReturnBy;
use crate::window;

pub(crate) use link::Link;
#[cfg(test)]
pub(crate) use link::SCHEME;
pub(crate) use request::Request;

/// What waits for a result, and what came that nobody waited for.
pub(crate) struct HandBack {
    by: ReturnBy,
    listening: Mutex<Option<JoinHandle<()>>>,
    ignored: AtomicU32,
}

impl HandBack {
    /// Waits for nothing yet.
    pub(crate) fn new(by: ReturnBy) -> Self {
        Self {
            by,
            listening: Mutex::default(),
            ignored: AtomicU32::new(0),
        }
    }

    /// Opens the way back for a flow that is about to begin.
    pub(crate) async fn prepare(&self) -> Request {
        let listener = match self.by {
            ReturnBy::Loopback => loopback::open().await,
            ReturnBy::Link => None,
        };
        Request::new(listener)
    }

    /// The flow has begun: from now on one result is expected, and only this one.
    pub(crate) async fn expect(&self, app: &AppHandle, flow: &str, request: Request) {
        let (expected, listener) = request.of_flow(flow);
        app.state::<Server>().vault().expect(Some(expected)).await;
        self.listen(app, listener, flow);
    }

    /// Waits again for what an earlier run of the app was waiting for.
    pub(crate) async fn take_up(&self, app: &AppHandle) {
        let Some(expected) = app.state::<Server>().vault().expected() else {
            return;
        };
        if let Some(port) = expected.port {
            // The same port again; if somebody else has it, the person begins anew.
            let listener = loopback::reopen(port, expected.ipv6).await;
            self.listen(app, listener, &expected.flow);
        }
    }

    /// Expects nothing any more.
    pub(crate) async fn stop(&self, app: &AppHandle) {
        self.set(None);
        app.state::<Server>().vault().expect(None).await;
    }

    /// A link or a request on the loopback interface has come. What does not belong to the one
    /// flow that is under way is ignored, and counted.
    pub(crate) async fn receive(&self, app: &AppHandle, link: Link) {
        let Link::HandBack { flow, code } = link;
        let server = app.state::<Server>();
        server.vault().open().await;
        let expected = server.vault().expected();
        let Some(expected) = expected.filter(|expected| expected.flow == flow) else {
            self.ignore();
            return;
        };
        // Good for one use, whatever becomes of it.
        server.vault().expect(None).await;
        window::show(app);
        let told = server
            .redeem(&flow, code.as_str(), &expected.verifier)
            .await;
        app.state::<News>().tell(news_of(told.ok()));
    }

    /// Something came that is no answer to anything.
    pub(crate) fn ignore(&self) {
        let count = self.ignored.fetch_add(1, Ordering::Relaxed) + 1;
        eprintln!("Ident ignored a link or a request that it does not expect ({count} so far)");
    }

    fn listen(&self, app: &AppHandle, listener: Option<tokio::net::TcpListener>, flow: &str) {
        let handle = app.clone();
        let flow = flow.to_owned();
        self.set(listener.map(|listener| {
            spawn(async move {
                let link = loopback::wait(listener, &flow, || {
                    handle.state::<Self>().ignore();
                });
                if let Some(link) = link.await {
                    handle.state::<Self>().receive(&handle, link).await;
                }
            })
        }));
    }

    fn set(&self, listening: Option<JoinHandle<()>>) {
        let mut current = self
            .listening
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(earlier) = std::mem::replace(&mut *current, listening) {
            earlier.abort();
        }
    }
}

/// What the page is told of a redemption. Without an answer it has to ask what is the case.
fn news_of(answer: Option<Answer>) -> AppMessage {
    let refusal = answer
        .filter(|answer| answer.status != 200)
        .and_then(|answer| answer.body?.get("refusal").cloned());
    refusal.map_or(AppMessage::Visit, |refusal: Value| AppMessage::Refused {
        refusal,
    })
}
