//! The built pages. Files come from one folder, under their own names; every page of ours is the
//! same document, whose script reads the address.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use ident_core::refusal::Refusal;
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

use crate::flow::Refused;
use crate::state::App;

/// The addresses of pages (design section 9).
const PAGES: [&str; 10] = [
    "/verify/",
    "/verify/h/{token}",
    "/verify/start/{token}",
    "/verify/guide/",
    "/verify/notice/{token}",
    "/my/",
    "/my/history/",
    "/my/contacts/",
    "/office/",
    "/help/",
];
/// The same without the last slash, as people type them.
const SHORT: [(&str, &str); 8] = [
    ("/", "/verify/"),
    ("/verify", "/verify/"),
    ("/verify/guide", "/verify/guide/"),
    ("/my", "/my/"),
    ("/my/history", "/my/history/"),
    ("/my/contacts", "/my/contacts/"),
    ("/office", "/office/"),
    ("/help", "/help/"),
];

/// A name with the hash of its content never means anything else.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const FOR_AN_HOUR: &str = "public, max-age=3600";

/// Where the built pages are.
struct Build {
    page: ServeFile,
    files: ServeDir,
    icon: ServeFile,
}

/// The routes of pages and their files.
pub(super) fn routes(app: &App) -> Router<Arc<App>> {
    around(&app.config.assets)
}

fn around<S: Clone + Send + Sync + 'static>(folder: &Path) -> Router<S> {
    let build = Arc::new(Build::of(folder));
    let mut routes = Router::new();
    for path in PAGES {
        routes = routes.route(path, get(page));
    }
    for (from, to) in SHORT {
        routes = routes.route(from, get(move || async move { see_other(to) }));
    }
    routes
        .route("/assets/{name}", get(file))
        .route("/icon.svg", get(icon))
        .route("/robots.txt", get(robots))
        .fallback(nothing)
        .with_state(build)
}

impl Build {
    fn of(folder: &Path) -> Self {
        let packed = |file: &str| {
            ServeFile::new(folder.join(file))
                .precompressed_br()
                .precompressed_gzip()
        };
        if !folder.join("index.html").is_file() {
            tracing::error!(folder = %folder.display(), "assets.missing");
        }
        let files = ServeDir::new(folder.join("assets")).append_index_html_on_directories(false);
        Self {
            page: packed("index.html"),
            files: files.precompressed_br().precompressed_gzip(),
            icon: packed("icon.svg"),
        }
    }
}

async fn page(State(build): State<Arc<Build>>, request: Request) -> Response {
    document(&build, request).await
}

/// The one document, or a word to people and operators when it has not been built.
async fn document(build: &Build, request: Request) -> Response {
    let mut response = whole(build.page.clone().oneshot(plain(&request, "/")).await);
    if response.status() == StatusCode::NOT_FOUND {
        return not_built();
    }
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response
}

async fn file(State(build): State<Arc<Build>>, request: Request) -> Response {
    let path = request
        .uri()
        .path()
        .strip_prefix("/assets")
        .unwrap_or_default()
        .to_owned();
    // What a build makes has plain names; anything else is not looked for.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
    if !path.bytes().all(is_plain) || path.contains("..") {
        return Refused::from(Refusal::RequestNotFound).into_response();
    }
    kept(
        build.files.clone().oneshot(plain(&request, &path)).await,
        FOR_EVER,
    )
}

async fn icon(State(build): State<Arc<Build>>, request: Request) -> Response {
    kept(
        build.icon.clone().oneshot(plain(&request, "/")).await,
        FOR_AN_HOUR,
    )
}

async fn robots() -> Response {
    (
        [(header::CONTENT_TYPE, "text/plain")],
        "User-agent: *\nDisallow: /\n",
    )
        .into_response()
}

/// A person gets the page that says so, a program the refusal.
async fn nothing(State(build): State<Arc<Build>>, request: Request) -> Response {
    if !(reads(request.method()) && wants_page(request.headers())) {
        return Refused::from(Refusal::RequestNotFound).into_response();
    }
    let mut response = document(&build, request).await;
    if response.status().is_success() {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

fn reads(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// The same request for a file, with no more of it than choosing the packing needs.
fn plain(request: &Request, path: &str) -> http::Request<Body> {
    let mut plain = http::Request::new(Body::empty());
    *plain.method_mut() = request.method().clone();
    *plain.uri_mut() = path.parse().unwrap_or_default();
    if let Some(packing) = request.headers().get(header::ACCEPT_ENCODING) {
        plain
            .headers_mut()
            .insert(header::ACCEPT_ENCODING, packing.clone());
    }
    plain
}

fn whole<B, E>(answer: Result<http::Response<B>, E>) -> Response
where
    B: http_body::Body<Data = bytes::Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    match answer {
        Ok(response) => {
            let mut response = response.map(Body::new);
            let packing = HeaderValue::from_static("accept-encoding");
            response.headers_mut().insert(header::VARY, packing);
            response
        }
        Err(_) => Refused::from(Refusal::RequestNotFound).into_response(),
    }
}

fn kept<B, E>(answer: Result<http::Response<B>, E>, how_long: &'static str) -> Response
where
    B: http_body::Body<Data = bytes::Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    let mut response = whole(answer);
    if response.status() == StatusCode::NOT_FOUND {
        return Refused::from(Refusal::RequestNotFound).into_response();
    }
    if response.status().is_success() {
        let value = HeaderValue::from_static(how_long);
        response.headers_mut().insert(header::CACHE_CONTROL, value);
    }
    response
}

fn see_other(to: &'static str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

fn not_built() -> Response {
    const TEXT: &str = "<!doctype html><html lang=\"ja\"><meta charset=\"utf-8\">\
        <title>準備中 / Not ready</title><h1>準備中です</h1>\
        <p>画面の準備ができていません。しばらくしてから、もう一度開いてください。</p>\
        <h1 lang=\"en\">Not ready yet</h1>\
        <p lang=\"en\">The pages are not ready. Please open this address again in a while.</p>\
        <p lang=\"en\">Operators: build the pages (<code>npm run build</code> in <code>ui</code>) \
        and point <code>assets</code> in the configuration to them.</p></html>";
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::RETRY_AFTER, "60"),
    ];
    (StatusCode::SERVICE_UNAVAILABLE, headers, TEXT).into_response()
}

#[cfg(test)]
#[path = "assets_tests.rs"]
mod tests;
