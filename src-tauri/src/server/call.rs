//! Calls.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION};
use reqwest::{Client, RequestBuilder, Response, redirect};
use serde::Deserialize;
use serde_json::Value;
use tauri::Url;

use super::address::Address;
use super::answer::Answer;
use super::path::ApiPath;
use super::token::VisitToken;

const CONNECT: Duration = Duration::from_secs(10);
/// For a whole answer; the server itself gives up on the outside services before.
const ANSWER: Duration = Duration::from_secs(40);

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
    #[error("this is no call of the API")]
    NotOurApi,
}

/// Our server.
#[derive(Debug)]
pub(crate) struct Server {
    address: Address,
    client: Client,
    token: VisitToken,
    /// Addresses of other sites that the server named in its context.
    named: Mutex<BTreeSet<String>>,
}

impl Server {
    /// Connects to nothing yet.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub(crate) fn new(address: Address) -> reqwest::Result<Self> {
        let client = Client::builder()
            .user_agent(concat!("ident-app/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT)
            // The API never redirects; following one could carry the token elsewhere.
            .redirect(redirect::Policy::none())
            .build()?;
        let (token, named) = (VisitToken::default(), Mutex::default());
        Ok(Self {
            address,
            client,
            token,
            named,
        })
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
        let response = self.send(request.timeout(ANSWER)).await?;
        let has_ended = path.ends_visit() && response.status().is_success();
        let answer = Answer::read(response).await?;
        if has_ended {
            self.token.forget();
        }
        if path.is_context() && answer.status == 200 {
            *self.named.lock().unwrap_or_else(PoisonError::into_inner) = answer.addresses();
        }
        Ok(answer)
    }

    /// Sends a request as this visit and keeps the token that the server may give.
    pub(super) async fn send(&self, request: RequestBuilder) -> Result<Response, CallError> {
        let mut request = request.header("x-ident-channel", "app");
        if let Some(bearer) = self.token.bearer() {
            request = request.header(AUTHORIZATION, bearer);
        }
        let response = request.send().await.map_err(|_| CallError::Unreachable)?;
        if let Some(token) = response.headers().get("x-ident-visit") {
            self.token.keep(token);
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
