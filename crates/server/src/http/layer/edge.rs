//! The outermost layer: every answer gets its security headers and the server's time, is counted,
//! and leaves one line in the log.
//!
//! **The line never has path parameters, query, addresses or anything a person typed** (R-07).

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::response::Response;
use http::{HeaderName, HeaderValue, Method};

use super::headers;
use crate::clock::Clock;
use crate::http::error::Noted;
use crate::http::metrics::Metrics;
use crate::state::App;
use crate::view::precise;

/// The server's time, so that countdowns do not depend on the client's clock.
const NOW: HeaderName = HeaderName::from_static("x-ident-now");

/// What the outermost layer needs.
pub(super) struct Edge {
    pub(super) clock: Clock,
    pub(super) metrics: Metrics,
    pub(super) is_https: bool,
    pub(super) policy: HeaderValue,
}

impl Edge {
    pub(super) fn of(app: &App) -> Self {
        Self {
            clock: app.clock.clone(),
            metrics: app.metrics.clone(),
            is_https: app.config.is_https(),
            policy: headers::policy(app.config.alumni.as_ref().map(|alumni| &alumni.url)),
        }
    }
}

/// What is remembered of a request until its answer is there.
pub(super) struct Seen {
    started: Instant,
    method: Method,
    route: Option<MatchedPath>,
}

impl Seen {
    pub(super) fn of(request: &Request) -> Self {
        Self {
            started: Instant::now(),
            method: request.method().clone(),
            route: request.extensions().get::<MatchedPath>().cloned(),
        }
    }
}

impl Edge {
    /// What every answer passes last.
    pub(super) fn leave(&self, seen: &Seen, mut response: Response) -> Response {
        headers::put(response.headers_mut(), &self.policy, self.is_https);
        if let Ok(now) = HeaderValue::try_from(precise(self.clock.now())) {
            response.headers_mut().insert(NOW, now);
        }
        let route = seen.route.as_ref().map_or("none", MatchedPath::as_str);
        note(&self.metrics, &seen.method, route, &response, seen.started);
        response
    }
}

fn note(metrics: &Metrics, method: &Method, route: &str, response: &Response, started: Instant) {
    let status = response.status().as_u16();
    let elapsed = started.elapsed();
    metrics.request(method, route, status, elapsed);
    let duration_ms = elapsed.as_secs_f64() * 1_000.0;
    let method = known(method);
    let Some(noted) = response.extensions().get::<Noted>() else {
        tracing::info!(method, route, status, duration_ms, "http.request");
        return;
    };
    let (refusal, reference) = (noted.refusal.code(), noted.reference.as_str());
    metrics.refusal(noted.refusal);
    tracing::info!(
        method,
        route,
        status,
        duration_ms,
        refusal,
        reference,
        "http.request"
    );
}

/// A method is input too: only the usual ones are named.
pub(in crate::http) fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
