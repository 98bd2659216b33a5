//! Outbound HTTP with its limits: bounded time, bounded size, no redirects, no compression.

use std::time::Duration;

use ident_core::refusal::Refusal;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use url::Url;

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
#[derive(Clone, Debug)]
pub struct Http(Client);

impl Http {
    /// A client with a connection pool of its own.
    ///
    /// # Errors
    /// `Unexpected` when TLS cannot be set up.
    pub fn new() -> Result<Self, Refusal> {
        Self::with_limits(CONNECT_TIME, TOTAL_TIME)
    }

    pub(crate) fn with_limits(connect: Duration, total: Duration) -> Result<Self, Refusal> {
        Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            // A small answer that unpacks to a large one must stay small (F-04), whatever another
            // crate switches on in reqwest.
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .referer(false)
            .tcp_nodelay(true)
            .pool_idle_timeout(IDLE_TIME)
            .connect_timeout(connect)
            .timeout(total)
            .build()
            .map(Self)
            .map_err(|_| Refusal::Unexpected)
    }

    /// Reads `url`.
    pub(crate) async fn get(&self, url: &Url, cap: usize) -> Result<Answer, CallFailure> {
        let accept = HeaderValue::from_static("application/json, application/jwk-set+json");
        send(self.0.get(url.clone()).header(ACCEPT, accept), cap).await
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
        let request = self
            .0
            .get(url.clone())
            .header(ACCEPT, accept)
            .header(AUTHORIZATION, bearer);
        send(request, MAX_BODY_BYTES).await
    }

    /// Sends a form to `url`, in the body only.
    pub(crate) async fn post_form(&self, url: &Url, form: String) -> Result<Answer, CallFailure> {
        let form_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        let accept = HeaderValue::from_static("application/json");
        let request = self
            .0
            .post(url.clone())
            .header(CONTENT_TYPE, form_type)
            .header(ACCEPT, accept);
        send(request.body(form), MAX_BODY_BYTES).await
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

impl From<reqwest::Error> for CallFailure {
    fn from(error: reqwest::Error) -> Self {
        // A connection that does not come about in time is a connection that does not come about.
        if error.is_connect() {
            Self::NotConnected
        } else if error.is_timeout() {
            Self::OutOfTime
        } else {
            Self::Broken
        }
    }
}

async fn send(request: RequestBuilder, cap: usize) -> Result<Answer, CallFailure> {
    let response = request.send().await?;
    let (status, media) = (response.status().as_u16(), media(&response));
    Ok(Answer {
        status,
        media,
        body: read(response, cap).await?,
    })
}

async fn read(mut response: Response, cap: usize) -> Result<Vec<u8>, CallFailure> {
    let announced = response.content_length().unwrap_or_default();
    if announced > cap as u64 {
        return Err(CallFailure::TooLarge);
    }
    let mut body = Vec::with_capacity(usize::try_from(announced).unwrap_or_default());
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > cap {
            return Err(CallFailure::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn media(response: &Response) -> Media {
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
