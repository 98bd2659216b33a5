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
use std::time::Duration;

use serde_json::Value;
use tauri::async_runtime::{JoinHandle, spawn};
use tauri::{AppHandle, Manager};
use tokio::time::{Instant, sleep};

use crate::news::{AppMessage, News};
use crate::server::{Answer, Server};
use crate::setting::ReturnBy;
use crate::vault::Expected;
use crate::window;

pub(crate) use link::Link;
#[cfg(test)]
pub(crate) use link::SCHEME;
pub(crate) use request::Request;

/// As long as the server takes a code.
const LIFETIME: Duration = Duration::from_mins(1);
/// Until the server is asked again that could not be reached.
const SOON: Duration = Duration::from_secs(2);

/// What waits for a result, and what came that nobody waited for.
pub(crate) struct HandBack {
    by: ReturnBy,
    listening: Mutex<Option<JoinHandle<()>>>,
    ignored: AtomicU32,
    /// One code after the other: whether a second one is expected depends on the first.
    redeeming: tokio::sync::Mutex<()>,
}

impl HandBack {
    /// Waits for nothing yet.
    pub(crate) fn new(by: ReturnBy) -> Self {
        Self {
            by,
            listening: Mutex::default(),
            ignored: AtomicU32::new(0),
            redeeming: tokio::sync::Mutex::default(),
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
    /// flow that is under way changes nothing; it is counted, and the page says so.
    pub(crate) async fn receive(&self, app: &AppHandle, link: Link) {
        let Link::HandBack { flow, code } = link;
        let _turn = self.redeeming.lock().await;
        let server = app.state::<Server>();
        server.vault().open().await;
        let expected = server.vault().expected();
        let Some(expected) = expected.filter(|expected| expected.flow == flow) else {
            self.ignore();
            app.state::<News>().tell(AppMessage::Unexpected);
            return;
        };
        window::show(app);
        self.redeem(app, &expected, code.as_str()).await;
    }

    /// Hands the code in. It is good once, and for a minute: while the server cannot be reached it
    /// is kept that long, and tried again.
    async fn redeem(&self, app: &AppHandle, expected: &Expected, code: &str) {
        let server = app.state::<Server>();
        let news = app.state::<News>();
        let until = Instant::now() + LIFETIME;
        let mut held = false;
        // Cancelled, or something newer was begun: then it is nobody's result any more.
        while server.vault().expected().as_ref() == Some(expected) {
            let told = server
                .redeem(&expected.flow, code, &expected.verifier)
                .await;
            match told {
                // Nothing is on its way yet, so this was not it: the true one still comes.
                Ok(answer) if !held && is_early(&answer) => {
                    self.ignore();
                    news.tell(AppMessage::Unexpected);
                    return;
                }
                Err(_) if Instant::now() < until => {
                    held = true;
                    news.tell(AppMessage::Held);
                    sleep(SOON).await;
                }
                told => {
                    server.vault().expect(None).await;
                    news.tell(news_of(told.ok()));
                    return;
                }
            }
        }
    }

    /// Something came that is no answer to anything.
    pub(crate) fn ignore(&self) {
        let count = self.ignored.fetch_add(1, Ordering::Relaxed) + 1;
        eprintln!("Ident ignored a link or a request that it does not expect ({count} so far)");
    }

    fn listen(&self, app: &AppHandle, listener: Option<tokio::net::TcpListener>, flow: &str) {
        let handle = app.clone();
        let flow = flow.to_owned();
        self.set(listener.map(|listener| spawn(listening(handle, listener, flow))));
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

/// Takes what comes for `flow` until nothing is expected for it any more.
async fn listening(app: AppHandle, listener: tokio::net::TcpListener, flow: String) {
    let hand_back = app.state::<HandBack>();
    let is_expected = || {
        let expected = app.state::<Server>().vault().expected();
        expected.is_some_and(|expected| expected.flow == flow)
    };
    let mut listener = Some(listener);
    while let Some(open) = listener.take() {
        let Some((link, open)) = loopback::wait(open, &flow, || hand_back.ignore()).await else {
            return;
        };
        // The port stays ours until the result is known: what came may not have been it.
        hand_back.receive(&app, link).await;
        listener = is_expected().then_some(open);
    }
}

/// The server has nothing to hand back for this flow at this moment.
fn is_early(answer: &Answer) -> bool {
    let code = |body: &Value| body["refusal"]["code"] == "flow_out_of_order";
    answer.status != 200 && answer.body.as_ref().is_some_and(code)
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
