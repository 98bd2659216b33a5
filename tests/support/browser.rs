//! A browser: cookies by their rules, the headers that browsers send, and no step by itself.

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use ident_wire::{FlowView, VisitView};
use serde_json::{Value, json};
use url::Url;

use crate::jar::Jar;
use crate::reply::{Reply, client};
use crate::sandbox::{Person, Sandbox};
use crate::service::Service;

/// A browser with one window at our site.
#[derive(Clone, Debug)]
pub struct Browser {
    /// Its cookies.
    pub jar: Jar,
    pub(crate) sandbox: Sandbox,
    address: String,
    agent: &'static str,
}

impl Browser {
    pub(crate) fn new(service: &Service, agent: &'static str) -> Self {
        Self {
            jar: Jar::default(),
            sandbox: service.sandbox.clone(),
            address: service.address.clone(),
            agent,
        }
    }

    /// The header fields that our own page sends with a call, without cookies.
    pub fn own_headers(&self) -> HeaderMap {
        fields(&[
            ("user-agent", self.agent),
            ("origin", &self.address),
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-mode", "cors"),
            ("x-ident", "1"),
            ("content-type", "application/json"),
        ])
    }

    /// Sends a request with exactly these header fields, and the cookies.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: HeaderMap,
        body: impl Into<reqwest::Body>,
    ) -> Reply {
        let cookies = self.jar.field(false);
        self.request(method, &self.url(path), headers, cookies, body)
            .await
    }

    /// A call of our page that changes something.
    pub async fn post(&mut self, path: &str, body: Value) -> Reply {
        let headers = self.own_headers();
        let path = format!("/api/v1/{path}");
        self.send(Method::POST, &path, headers, body.to_string())
            .await
    }

    /// A call of our page that reads.
    pub async fn get(&mut self, path: &str) -> Reply {
        let headers = fields(&[
            ("user-agent", self.agent),
            ("sec-fetch-site", "same-origin"),
        ]);
        let path = format!("/api/v1/{path}");
        self.send(Method::GET, &path, headers, "").await
    }

    /// A provider's page sends this browser here: a top-level navigation from another site.
    pub async fn arrive(&mut self, url: &str) -> Reply {
        let cookies = self.jar.field(true);
        let headers = fields(&[
            ("user-agent", self.agent),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
        ]);
        self.request(Method::GET, url, headers, cookies, "").await
    }

    /// A person presses through the provider's pages in this browser, which then comes back.
    pub async fn go(&mut self, request: &str, person: impl Into<Person<'_>>) -> Reply {
        let answer = self.sandbox.approve(request, person).await;
        self.arrive(&answer).await
    }

    /// The visit as our page sees it.
    pub async fn visit(&mut self) -> VisitView {
        self.get("visit").await.visit()
    }

    /// Whether our site knows this browser at all.
    pub async fn is_known(&mut self) -> bool {
        self.get("visit").await.status == 200
    }

    /// The flow on the screen.
    ///
    /// # Panics
    /// When there is none.
    pub async fn flow(&mut self) -> FlowView {
        self.visit().await.flow.expect("a flow on the screen")
    }

    /// A move of a flow that needs no words.
    pub async fn press(&mut self, flow: &str, what: &str) -> Reply {
        self.post(&format!("flows/{flow}/{what}"), json!({})).await
    }

    /// An address of ours.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// The value of the visit's cookie.
    ///
    /// # Panics
    /// When there is none.
    pub fn visit_cookie(&self) -> String {
        let kept = self.jar.get("ident_visit").expect("a visit");
        kept.value.clone()
    }

    async fn request(
        &mut self,
        method: Method,
        url: &str,
        mut headers: HeaderMap,
        cookies: Option<String>,
        body: impl Into<reqwest::Body>,
    ) -> Reply {
        if let Some(cookies) = cookies {
            let value = HeaderValue::try_from(cookies).expect("cookies are text");
            headers.append(header::COOKIE, value);
        }
        let mut request = client().request(method, plain(url)).headers(headers);
        let body = body.into();
        if body.as_bytes() != Some(b"") {
            request = request.body(body);
        }
        let reply = Reply::of(request.send().await.expect("our server answers")).await;
        self.jar.take(&reply.headers);
        reply
    }
}

/// TLS ends at a proxy; behind it our server speaks plain HTTP.
fn plain(url: &str) -> Url {
    let text = url.replacen("https://", "http://", 1);
    Url::parse(&text).expect("a URL")
}

/// Header fields from text.
pub(crate) fn fields(pairs: &[(&str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        let name = HeaderName::try_from(*name).expect("a name");
        headers.append(name, HeaderValue::try_from(*value).expect("a value"));
    }
    headers
}
