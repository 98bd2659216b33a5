//! One HTTP call and its limits.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, Method};
use ident_core::reconcile::RequestId;
use ident_core::refusal::Refusal;
use ident_core::secret::Secret;
use reqwest::{Client, RequestBuilder, Response};
use serde::Deserialize;
use url::Url;
use zeroize::Zeroizing;

use super::failure::Failure;

const CONNECT_TIME: Duration = Duration::from_secs(2);
const MAX_BODY_BYTES: usize = 64 * 1024;
/// Of a page of the directory's log.
const MAX_LOG_BYTES: usize = 4 << 20;
/// Where the directory names no time, nobody comes back sooner.
const USUAL_WAIT: Duration = Duration::from_secs(30);
/// No directory closes for longer than this at once; more is taken for a mistake.
const MOST_WAIT: Duration = Duration::from_hours(1);

/// A body that is wiped when it was read: it may hold a pass.
pub(super) type Body = Zeroizing<Vec<u8>>;

/// One question or order.
pub(super) struct Call {
    /// A short name for logs and counters.
    pub(super) op: &'static str,
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) body: Option<Body>,
    /// The id under which it is sent; questions have random ones.
    pub(super) request: Option<RequestId>,
}

impl Call {
    /// How much of an answer is read.
    fn limit(&self) -> usize {
        if self.op == super::log::LOG {
            MAX_LOG_BYTES
        } else {
            MAX_BODY_BYTES
        }
    }
}

/// The outbound client. It follows no redirect, unpacks nothing (A-14, F-04) and repeats nothing.
pub(super) struct Http(Client);

impl Http {
    pub(super) fn new() -> Result<Self, Refusal> {
        Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .referer(false)
            .tcp_nodelay(true)
            .connect_timeout(CONNECT_TIME)
            .timeout(super::WRITE_PATIENCE)
            .build()
            .map(Self)
            .map_err(|_| Refusal::Unexpected)
    }

    /// Sends one call; `None` when there is no such thing (404), an empty body where the answer
    /// has none.
    pub(super) async fn send(
        &self,
        call: &Call,
        request_id: RequestId,
        token: &Secret<String>,
    ) -> Result<Option<Body>, Failure> {
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", token.expose()))
            .map_err(|_| Failure::Token)?;
        bearer.set_sensitive(true);
        let client_request_id = request_id.to_string();
        let mut request = self
            .0
            .request(call.method.clone(), call.url.clone())
            .header(AUTHORIZATION, bearer)
            .header(ACCEPT, "application/json")
            .header("client-request-id", &client_request_id);
        if let Some(body) = &call.body {
            request = request
                .header(CONTENT_TYPE, "application/json")
                .body(Bytes::from_owner(body.clone()));
        }
        let response = send(request).await?;
        note(&response, call.op, &client_request_id);
        match response.status().as_u16() {
            200 | 201 => read(response, call.limit()).await.map(Some),
            204 => Ok(Some(Body::default())),
            404 => Ok(None),
            401 => Err(Failure::Unauthorized),
            403 => Err(Failure::Forbidden),
            429 => Err(throttled(response.headers())),
            // Without effect only where there cannot be one.
            503 if call.method == Method::GET && response.headers().contains_key(RETRY_AFTER) => {
                Err(throttled(response.headers()))
            }
            other => {
                let code = error_code(response).await;
                tracing::warn!(op = call.op, status = other, code, "graph.refused");
                Err(Failure::Status(other))
            }
        }
    }

    /// Sends a form to the token endpoint.
    pub(super) async fn post_form(&self, url: &Url, form: String) -> Result<Body, Failure> {
        let request = self
            .0
            .post(url.clone())
            .timeout(super::PATIENCE)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "application/json");
        let response = send(request.body(form)).await?;
        match response.status().as_u16() {
            200 => read(response, MAX_BODY_BYTES).await,
            // RFC 6749 section 5.2: our credential is not, or no longer, good.
            400 | 401 => Err(Failure::Credential),
            429 => Err(throttled(response.headers())),
            other => Err(Failure::Status(other)),
        }
    }
}

/// Graph's own name of the call, for a question to its support.
fn note(response: &Response, op: &'static str, client_request_id: &str) {
    let request_id = response
        .headers()
        .get("request-id")
        .and_then(|id| id.to_str().ok());
    let request_id = request_id.filter(|id| id.len() <= 64).unwrap_or("none");
    let status = response.status().as_u16();
    tracing::info!(op, status, request_id, client_request_id, "graph.call");
}

async fn send(request: RequestBuilder) -> Result<Response, Failure> {
    request.send().await.map_err(|error| failure(&error))
}

fn failure(error: &reqwest::Error) -> Failure {
    if error.is_connect() {
        Failure::NotSent
    } else if error.is_timeout() {
        Failure::Late
    } else {
        Failure::Broken
    }
}

async fn read(mut response: Response, limit: usize) -> Result<Body, Failure> {
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
    // Filled in place: a buffer that grows leaves its content behind.
    let mut body = Body::new(Vec::with_capacity(limit));
    while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error))? {
        if body.len() + chunk.len() > limit {
            return Err(Failure::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Graph's code of an error, if it is one; its message may name people and is not read.
async fn error_code(response: Response) -> String {
    #[derive(Deserialize)]
    struct Answer {
        error: Inner,
    }
    #[derive(Deserialize)]
    struct Inner {
        code: String,
    }
    let Ok(body) = read(response, MAX_BODY_BYTES).await else {
        return String::new();
    };
    let code = serde_json::from_slice(&body).map(|answer: Answer| answer.error.code);
    code.ok()
        .filter(|code| code.len() <= 64)
        .filter(|code| code.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_'))
        .unwrap_or_default()
}

/// `Retry-After` in seconds (RFC 9110 section 10.2.3); another form counts as none.
fn throttled(headers: &HeaderMap) -> Failure {
    let seconds = headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok());
    let wait = seconds
        .and_then(|text| text.trim().parse().ok())
        .map_or(USUAL_WAIT, Duration::from_secs);
    Failure::Throttled {
        wait: wait.min(MOST_WAIT),
    }
}
