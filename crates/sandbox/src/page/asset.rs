//! The one style sheet and the one script.

use axum::http::{HeaderName, header};
use axum::response::IntoResponse;

const CACHE: (HeaderName, &str) = (header::CACHE_CONTROL, "no-cache");

/// `GET /assets/sandbox.css`.
pub(crate) async fn style() -> impl IntoResponse {
    let sheet = include_str!("../../assets/sandbox.css");
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), CACHE],
        sheet,
    )
}

/// `GET /assets/sandbox.js`.
pub(crate) async fn script() -> impl IntoResponse {
    let script = include_str!("../../assets/sandbox.js");
    (
        [
            (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
            CACHE,
        ],
        script,
    )
}
