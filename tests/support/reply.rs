//! An answer of our server, and the one HTTP client of all tests.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::OnceLock;

use http::{HeaderMap, StatusCode, header};
use ident_wire::{FlowView, Problem, RefusalView, StartedFlow, VisitView};
use serde::de::DeserializeOwned;
use url::Url;

/// A client that follows nothing and keeps nothing: no cookie, no connection.
pub(crate) fn client() -> &'static reqwest::Client {
    static CLIENT: OnceLock<reqwest::Client> = OnceLock::new();
    CLIENT.get_or_init(|| {
        // Kept connections would belong to the runtime of the test that opened them.
        reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .pool_max_idle_per_host(0)
            .resolve("localhost", SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
            .build()
            .expect("a client")
    })
}

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Its status.
    pub status: StatusCode,
    /// Its header fields.
    pub headers: HeaderMap,
    /// Its body.
    pub body: String,
}

/// What a redirect tells of a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The code.
    pub code: String,
    /// The reference, as in the audit log.
    pub reference: String,
}

impl Reply {
    pub(crate) async fn of(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.text().await.expect("a body");
        Self {
            status,
            headers,
            body,
        }
    }

    /// A header field as text; empty when it is absent.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().expect("text"))
    }

    /// The body as this shape.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.body))
    }

    /// The answer, which must be a success.
    pub fn good(self) -> Self {
        assert!(self.status.is_success(), "{} {}", self.status, self.body);
        self
    }

    /// The visit that a success carries.
    pub fn visit(self) -> VisitView {
        self.good().json()
    }

    /// The flow that a success carries.
    pub fn flow(self) -> FlowView {
        self.good().json()
    }

    /// The started flow that a success carries.
    pub fn started(self) -> StartedFlow {
        self.good().json()
    }

    /// The refusal that this answer must be, in our one form (RFC 9457 media type).
    pub fn refused(&self, code: &str) -> RefusalView {
        assert!(
            self.status.is_client_error() || self.status.is_server_error(),
            "{code} expected: {} {}",
            self.status,
            self.body
        );
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{code} expected: {} {}",
            self.status,
            self.body
        );
        let refusal = self.json::<Problem>().refusal;
        assert_eq!(refusal.code, code);
        assert_eq!(refusal.reference.len(), 8, "{refusal:?}");
        refusal
    }

    /// As [`Self::refused`], where more than one code is right.
    pub fn refused_as_one_of(&self, codes: &[&str]) -> RefusalView {
        let problem: Problem = self.json();
        assert!(
            codes.contains(&problem.refusal.code.as_str()),
            "{problem:?}"
        );
        self.refused(&problem.refusal.code)
    }

    /// Where a redirect goes; nothing but 303 redirects.
    pub fn location(&self) -> &str {
        assert_eq!(
            self.status,
            StatusCode::SEE_OTHER,
            "{} {}",
            self.status,
            self.body
        );
        self.header(header::LOCATION.as_str())
    }

    /// The refusal that a callback told by its redirect.
    pub fn told(&self) -> Told {
        let location = self.location();
        let base = Url::parse("http://ident.invalid/").expect("a URL");
        let url = base.join(location).expect("an address");
        assert_eq!(url.host_str(), base.host_str(), "{location} stays with us");
        assert_eq!(url.path(), "/verify/");
        let value = |name: &str| {
            let mut pairs = url.query_pairs();
            let found = pairs.find(|(known, _)| known == name);
            found.map_or_else(
                || panic!("no {name} in {location}"),
                |(_, value)| value.into_owned(),
            )
        };
        Told {
            code: value("refusal"),
            reference: value("ref"),
        }
    }
}
