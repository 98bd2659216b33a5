//! Outbound HTTP with its limits: bounded time, bounded size, no redirects, no compression.

mod connect;

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::request::Builder;
use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Incoming};
use hyper_util::client::legacy::{Client, Error};
use ident_core::refusal::Refusal;
use tokio::time::timeout;
use url::Url;

use self::connect::Connector;

/// Until a connection stands.
const CONNECT_TIME: Duration = Duration::from_secs(3);
/// One call in all, its body included (R-42, F-03).
const TOTAL_TIME: Duration = Duration::from_secs(10);
/// An unused connection is given up before the other side is likely to: a request into a closing
/// connection is lost, and a code cannot be sent twice.
const IDLE_TIME: Duration = Duration::from_secs(30);
/// The largest answer that is read, in bytes.
pub(crate) const MAX_BODY_BYTES: usize = 256 * 1024;

/// A pool of outbound connections. Cheap to clone; one for all providers is enough.
///
/// What it lacks is on purpose: it follows no redirect, unpacks nothing (F-04), keeps no cookie, asks
/// no proxy and tells no referrer.
#[derive(Clone, Debug)]
pub struct Http {
    client: Client<Connector, Full<Bytes>>,
    total: Duration,
}

impl Http {
    /// A client with a connection pool of its own.
    ///
    /// # Errors
    /// `Unexpected` when TLS cannot be set up.
    pub fn new() -> Result<Self, Refusal> {
        Self::with_limits(CONNECT_TIME, TOTAL_TIME)
    }

    pub(crate) fn with_limits(connect: Duration, total: Duration) -> Result<Self, Refusal> {
        let connector = Connector::new(connect).ok_or(Refusal::Unexpected)?;
        Ok(Self {
            client: connect::client(connector, IDLE_TIME),
            total,
        })
    }

    /// Reads `url`.
    pub(crate) async fn get(&self, url: &Url, cap: usize) -> Result<Answer, CallFailure> {
        let accept = HeaderValue::from_static("application/json, application/jwk-set+json");
        let request = Request::get(url.as_str()).header(ACCEPT, accept);
        self.send(request, Bytes::new(), cap).await
    }

    /// Reads `url` with an access token, in the header only (R-08, C-24).
    pub(crate) async fn get_with_token(
        &self,
        url: &Url,
        token: &str,
    ) -> Result<Answer, CallFailure> {
        let mut bearer =
            HeaderValue::try_from(["Bearer ", token].concat()).map_err(|_| CallFailure::Broken)?;
        bearer.set_sensitive(true);
        let accept = HeaderValue::from_static("application/json, application/jwt");
        let request = Request::get(url.as_str())
            .header(ACCEPT, accept)
            .header(AUTHORIZATION, bearer);
        self.send(request, Bytes::new(), MAX_BODY_BYTES).await
    }

    /// Sends a form to `url`, in the body only.
    pub(crate) async fn post_form(&self, url: &Url, form: String) -> Result<Answer, CallFailure> {
        let form_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        let accept = HeaderValue::from_static("application/json");
        let request = Request::post(url.as_str())
            .header(CONTENT_TYPE, form_type)
            .header(ACCEPT, accept);
        self.send(request, form.into(), MAX_BODY_BYTES).await
    }

    async fn send(&self, request: Builder, body: Bytes, cap: usize) -> Result<Answer, CallFailure> {
        let request = request.body(Full::new(body));
        let request = request.map_err(|_| CallFailure::NotConnected)?;
        let call = async {
            let response = self.client.request(request).await?;
            let (status, media) = (response.status().as_u16(), media(&response));
            let body = read(response.into_body(), cap).await?;
            Ok(Answer {
                status,
                media,
                body,
            })
        };
        timeout(self.total, call)
            .await
            .unwrap_or(Err(CallFailure::OutOfTime))
    }
}

/// An answer, whatever its status.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Status code.
    pub(crate) status: u16,
    /// What it says it is.
    pub(crate) media: Media,
    /// At most the cap of the call.
    pub(crate) body: Vec<u8>,
}

/// The media types that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Media {
    /// `application/json`.
    Json,
    /// `application/jwk-set+json`.
    JwkSet,
    /// `application/jwt`.
    Jwt,
    /// Anything else, or nothing.
    Other,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CallFailure {
    /// No connection; nothing was sent.
    NotConnected,
    /// Out of time. Something may have been sent.
    OutOfTime,
    /// The connection broke. Something may have been sent.
    Broken,
    /// The answer is larger than the cap.
    TooLarge,
}

impl CallFailure {
    /// What the person is told.
    pub(crate) const fn refusal(self) -> Refusal {
        match self {
            Self::NotConnected => Refusal::ProviderUnreachable,
            Self::OutOfTime => Refusal::ProviderTimeout,
            Self::Broken | Self::TooLarge => Refusal::ProviderBadAnswer,
        }
    }
}

impl From<Error> for CallFailure {
    fn from(error: Error) -> Self {
        // A connection that does not come about in time is a connection that does not come about.
        if error.is_connect() {
            Self::NotConnected
        } else {
            Self::Broken
        }
    }
}

async fn read(mut incoming: Incoming, cap: usize) -> Result<Vec<u8>, CallFailure> {
    let announced = incoming.size_hint().lower();
    if announced > cap as u64 {
        return Err(CallFailure::TooLarge);
    }
    let mut body = Vec::with_capacity(usize::try_from(announced).unwrap_or_default());
    while let Some(frame) = incoming.frame().await {
        let frame = frame.map_err(|_| CallFailure::Broken)?;
        let chunk = frame.into_data().unwrap_or_default();
        if body.len() + chunk.len() > cap {
            return Err(CallFailure::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn media(response: &Response<Incoming>) -> Media {
    let value = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = value
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim();
    [
        ("application/json", Media::Json),
        ("application/jwk-set+json", Media::JwkSet),
        ("application/jwt", Media::Jwt),
    ]
    .into_iter()
    .find_map(|(name, media)| essence.eq_ignore_ascii_case(name).then_some(media))
    .unwrap_or(Media::Other)
}
