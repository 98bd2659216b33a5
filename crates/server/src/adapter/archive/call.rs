//! One HTTP call and its limits.

use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue};
use ident_core::port::Fault;
use ident_core::secret::Secret;
use ident_core::time::Span;
use reqwest::{Client, Method, Response};
use url::Url;

use super::refused;

const CONNECT_TIME: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_secs(5);
const MAX_BODY_BYTES: usize = 16 * 1024;
/// Where a desk that is too busy does not say for how long.
const PAUSE: Span = Span::seconds(60);

/// The outbound client. It follows no redirect and unpacks nothing (A-14, F-04).
pub(super) struct Http {
    client: Client,
    bearer: HeaderValue,
}

/// An answer, read to its end.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

impl Http {
    pub(super) fn new(token: &Secret<String>) -> Option<Self> {
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", token.expose())).ok()?;
        bearer.set_sensitive(true);
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .referer(false)
            .connect_timeout(CONNECT_TIME)
            .timeout(PATIENCE)
            .build()
            .ok()?;
        Some(Self { client, bearer })
    }

    /// Sends one request, once. What was sent may have been done, unless the desk says no.
    pub(super) async fn send(
        &self,
        method: Method,
        url: Url,
        body: Vec<u8>,
    ) -> Result<Answer, Fault> {
        let request = self
            .client
            .request(method, url)
            .header(AUTHORIZATION, self.bearer.clone())
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
            .body(body);
        let response = request.send().await.map_err(|error| fault(&error))?;
        let status = response.status().as_u16();
        tracing::info!(status, "archive.answered");
        match status {
            429 => Err(Fault::Throttled(wait(response.headers()))),
            500.. => Err(Fault::Unknown),
            _ => Ok(Answer {
                status,
                body: read(response).await?,
            }),
        }
    }
}

fn fault(error: &reqwest::Error) -> Fault {
    let never_sent = error.is_connect();
    tracing::warn!(never_sent, late = error.is_timeout(), "archive.unreachable");
    if never_sent {
        refused()
    } else {
        Fault::Unknown
    }
}

async fn read(mut response: Response) -> Result<Vec<u8>, Fault> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| Fault::Unknown)? {
        if body.len() + chunk.len() > MAX_BODY_BYTES {
            return Err(Fault::Unknown);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// `Retry-After` in seconds (RFC 9110 section 10.2.3).
fn wait(headers: &HeaderMap) -> Span {
    let seconds = headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.trim().parse().ok());
    seconds.map_or(PAUSE, |seconds: u16| Span::seconds(u32::from(seconds)))
}
