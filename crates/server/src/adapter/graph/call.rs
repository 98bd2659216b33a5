//! One HTTP call and its limits.

use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue};
use ident_core::refusal::Refusal;
use ident_core::secret::Secret;
use reqwest::{Client, RequestBuilder, Response};
use thiserror::Error;
use url::Url;

const CONNECT_TIME: Duration = Duration::from_secs(2);
const MAX_BODY_BYTES: usize = 64 * 1024;
/// Longer than this a person is not kept waiting.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(super) enum Failure {
    #[error("no connection")]
    Connection,
    #[error("no answer in time")]
    Late,
    #[error("asked to come back in {} s", wait.as_secs())]
    Throttled { wait: Duration },
    #[error("asked to come back later than a person can wait")]
    ThrottledLong,
    #[error("access token not accepted")]
    Unauthorized,
    #[error("status {0}")]
    Status(u16),
    #[error("answer larger than the limit")]
    TooLarge,
    #[error("answer not in the agreed form")]
    Form,
    #[error("no access token")]
    Token,
}

/// One question.
pub(super) struct Call {
    pub(super) url: Url,
    pub(super) request_id: [u8; 16],
}

/// The outbound client. It follows no redirect and unpacks nothing (A-14, F-04).
pub(super) struct Http(Client);

impl Http {
    pub(super) fn new() -> Result<Self, Refusal> {
        Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .referer(false)
            .tcp_nodelay(true)
            .connect_timeout(CONNECT_TIME)
            .timeout(super::PATIENCE)
            .build()
            .map(Self)
            .map_err(|_| Refusal::Unexpected)
    }

    /// Reads; `None` when there is no such thing (404).
    pub(super) async fn get(
        &self,
        call: &Call,
        token: &Secret<String>,
    ) -> Result<Option<Vec<u8>>, Failure> {
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", token.expose()))
            .map_err(|_| Failure::Token)?;
        bearer.set_sensitive(true);
        let request = self
            .0
            .get(call.url.clone())
            .header(AUTHORIZATION, bearer)
            .header(ACCEPT, "application/json")
            .header("client-request-id", guid(call.request_id));
        let response = send(request).await?;
        note(&response, call);
        match response.status().as_u16() {
            200 => read(response).await.map(Some),
            404 => Ok(None),
            401 => Err(Failure::Unauthorized),
            429 | 503 => Err(throttled(response.headers())),
            other => Err(Failure::Status(other)),
        }
    }

    /// Sends a form to the token endpoint.
    pub(super) async fn post_form(&self, url: &Url, form: String) -> Result<Vec<u8>, Failure> {
        let request = self
            .0
            .post(url.clone())
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "application/json");
        let response = send(request.body(form)).await?;
        match response.status().as_u16() {
            200 => read(response).await,
            429 | 503 => Err(throttled(response.headers())),
            other => Err(Failure::Status(other)),
        }
    }
}

/// Graph's own name of the call, for a question to its support.
fn note(response: &Response, call: &Call) {
    let request_id = response
        .headers()
        .get("request-id")
        .and_then(|id| id.to_str().ok());
    let request_id = request_id.filter(|id| id.len() <= 64).unwrap_or("none");
    let (status, client_request_id) = (response.status().as_u16(), guid(call.request_id));
    tracing::info!(status, request_id, client_request_id, "graph.get_user");
}

async fn send(request: RequestBuilder) -> Result<Response, Failure> {
    request.send().await.map_err(|error| failure(&error))
}

fn failure(error: &reqwest::Error) -> Failure {
    if error.is_timeout() {
        Failure::Late
    } else {
        Failure::Connection
    }
}

async fn read(mut response: Response) -> Result<Vec<u8>, Failure> {
    let media = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = media
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(Failure::Form);
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error))? {
        if body.len() + chunk.len() > MAX_BODY_BYTES {
            return Err(Failure::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Obeys `Retry-After` in seconds (RFC 9110 section 10.2.3) when it is short.
fn throttled(headers: &HeaderMap) -> Failure {
    let seconds = headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok());
    let wait = seconds
        .and_then(|text| text.trim().parse().ok())
        .map(Duration::from_secs);
    match wait {
        Some(wait) if wait <= LONGEST_WAIT => Failure::Throttled { wait },
        _ => Failure::ThrottledLong,
    }
}

/// A version 4 UUID (RFC 9562 section 5.4).
fn guid(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    parts.join("-")
}
