//! Calls.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderValue};
use reqwest::{Client, RequestBuilder, Response, redirect};
use serde::Deserialize;
use serde_json::{Value, json};
use tauri::Url;

use super::address::Address;
use super::answer::Answer;
use super::path::ApiPath;
use super::reach;
use crate::vault::Vault;

const CONNECT: Duration = Duration::from_secs(10);
/// For a whole answer; the server itself gives up on the outside services before.
const ANSWER: Duration = Duration::from_secs(40);
/// For an act that speaks with the directory several times.
const LONG_ANSWER: Duration = Duration::from_mins(2);

/// The two methods that the API has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Method {
    Get,
    Post,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CallError {
    #[error("the server does not answer")]
    Unreachable,
    #[error("this device has no network")]
    Offline,
    #[error("the visit was left meanwhile")]
    Left,
    #[error("this is no call of the API")]
    NotOurApi,
}

/// Our server.
#[derive(Debug)]
pub(crate) struct Server {
    address: Address,
    client: Client,
    vault: Vault,
    /// Counts visits that were left; an answer to an earlier one is not taken any more.
    left: AtomicU64,
    /// Addresses of other sites that the server named in its context.
    named: Mutex<BTreeSet<String>>,
}

impl Server {
    /// Connects to nothing yet.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub(crate) fn new(address: Address, vault: Vault) -> reqwest::Result<Self> {
        let client = Client::builder()
            .user_agent(concat!("ident-app/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT)
            // The API never redirects; following one could carry the token elsewhere.
            .redirect(redirect::Policy::none())
            .build()?;
        Ok(Self {
            address,
            client,
            vault,
            left: AtomicU64::new(0),
            named: Mutex::default(),
        })
    }

    /// The server's name: its origin.
    pub(crate) fn name(&self) -> String {
        self.address.name()
    }

    /// The secrets that belong to this server.
    pub(crate) fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Makes one call.
    ///
    /// # Errors
    /// When there is no answer. A refusal by the server is an answer.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &ApiPath,
        body: Option<&Value>,
    ) -> Result<Answer, CallError> {
        self.vault.open().await;
        self.call_as(self.vault.bearer(), method, path, body).await
    }

    /// The same in the name of a certain visit.
    pub(crate) async fn call_as(
        &self,
        visit: Option<HeaderValue>,
        method: Method,
        path: &ApiPath,
        body: Option<&Value>,
    ) -> Result<Answer, CallError> {
        let (path_alone, query) = path.parts();
        let mut url = self.address.join(path_alone);
        url.set_query(query);
        let request = match (method, body) {
            (Method::Get, None) => self.client.get(url),
            (Method::Get, Some(_)) => return Err(CallError::NotOurApi),
            // Says that a page of ours asks (the server refuses other state-changing calls).
            (Method::Post, body) => {
                let empty = Value::Object(serde_json::Map::new());
                self.client
                    .post(url)
                    .header("x-ident", "1")
                    .json(body.unwrap_or(&empty))
            }
        };
        let patience = if path.is_long() { LONG_ANSWER } else { ANSWER };
        let turn = self.left.load(Ordering::SeqCst);
        let response = self.send(request.timeout(patience), visit).await?;
        let has_ended = path.ends_visit() && response.status().is_success();
        let answer = Answer::read(response).await?;
        if turn != self.left.load(Ordering::SeqCst) {
            return Err(CallError::Left);
        }
        if has_ended {
            self.vault.forget().await;
        }
        if path.is_context() && answer.status == 200 {
            *self.named.lock().unwrap_or_else(PoisonError::into_inner) = answer.addresses();
        }
        Ok(answer)
    }

    /// Hands in a code that came back through this device (way B).
    ///
    /// # Errors
    /// When there is no answer. A refusal by the server is an answer.
    pub(crate) async fn redeem(
        &self,
        flow: &str,
        code: &str,
        verifier: &str,
    ) -> Result<Answer, CallError> {
        let path = ApiPath::redemption(flow).map_err(|_| CallError::NotOurApi)?;
        let body = json!({ "code": code, "verifier": verifier });
        self.call(Method::Post, &path, Some(&body)).await
    }

    /// Leaves the visit at once: its secret is forgotten here and given to the caller for a last
    /// word, and whatever is still on its way is dropped when it comes (K-07).
    pub(crate) async fn leave(&self) -> Option<HeaderValue> {
        self.left.fetch_add(1, Ordering::SeqCst);
        let last = self.vault.bearer();
        self.vault.forget().await;
        last
    }

    /// Sends a request as a visit and keeps the token that the server may give.
    pub(super) async fn send(
        &self,
        request: RequestBuilder,
        visit: Option<HeaderValue>,
    ) -> Result<Response, CallError> {
        let turn = self.left.load(Ordering::SeqCst);
        let mut request = request.header("x-ident-channel", "app");
        if let Some(bearer) = visit {
            request = request.header(AUTHORIZATION, bearer);
        }
        let response = match request.send().await {
            Ok(response) => response,
            Err(_) if reach::is_offline(&self.address).await => return Err(CallError::Offline),
            Err(_) => return Err(CallError::Unreachable),
        };
        if turn != self.left.load(Ordering::SeqCst) {
            return Err(CallError::Left);
        }
        if let Some(token) = response.headers().get("x-ident-visit") {
            self.vault.keep_visit(token).await;
        }
        Ok(response)
    }

    /// A request for a stream of events.
    pub(super) fn stream(&self, path: &str) -> RequestBuilder {
        self.client
            .get(self.address.join(path))
            .header(ACCEPT, "text/event-stream")
    }

    /// One of the server's own pages.
    #[cfg(test)]
    pub(super) fn page(&self, path: &str) -> Url {
        self.address.join(path)
    }

    /// True for the server's own pages, and for addresses that its context names. One without a
    /// path of its own (the sandbox) stands for the whole site, any other for itself alone.
    pub(crate) fn may_open(&self, url: &Url) -> bool {
        let covers = |named: &Url| {
            let is_site = named.path() == "/" && named.query().is_none();
            named == url || is_site && named.origin() == url.origin()
        };
        let is_named = || {
            let named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
            named
                .iter()
                .any(|named| named.parse().is_ok_and(|named| covers(&named)))
        };
        self.address.is_origin_of(url) || is_named()
    }
}
