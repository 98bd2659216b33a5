//! The layers around small routes of their own.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::routing::{get, post};
use futures_util::stream;
use http::HeaderMap;
use http_body_util::BodyExt;
use ident_core::time::Timestamp;
use tower::ServiceExt;

use super::*;
use crate::clock::Clock;
use crate::http::metrics::Metrics;

const OWN: &str = "https://ident.example.ac.jp";

async fn fault() -> String {
    panic!("見本 花子")
}

fn service() -> Router {
    let (clock, _) = Clock::fixed(Timestamp::from_seconds(1_795_190_400));
    let edge = edge::Edge {
        clock,
        metrics: Metrics::new(),
        is_https: true,
        policy: super::headers::policy(None),
    };
    let routes = Router::new()
        .route("/read/{id}", get(|| async { "read" }))
        .route(
            "/change",
            post(|body: String| async move { body.len().to_string() }),
        )
        .route("/fault", get(fault));
    around(routes, Arc::new(edge), OWN.into())
}

fn change(body: Body) -> Request<Body> {
    Request::post("/change")
        .header("origin", OWN)
        .header("x-ident", "1")
        .header("content-type", "application/json")
        .body(body)
        .expect("a request")
}

async fn ask(request: Request<Body>) -> (StatusCode, HeaderMap, String) {
    let response = service().oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("a body").to_bytes();
    (
        parts.status,
        parts.headers,
        String::from_utf8_lossy(&body).into_owned(),
    )
}

fn read(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).expect("a request")
}

#[tokio::test]
async fn r16_every_answer_has_the_security_headers_and_the_time() {
    for path in ["/read/1", "/nothing", "/fault"] {
        let (_, headers, _) = ask(read(path)).await;
        let policy = headers["content-security-policy"]
            .to_str()
            .expect("a policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
        assert_eq!(headers["cache-control"], "no-store", "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(
            headers["strict-transport-security"], "max-age=63072000",
            "{path}"
        );
        assert_eq!(headers["x-ident-now"], "2026-11-20T16:00:00Z", "{path}");
        assert!(
            !headers.contains_key("access-control-allow-origin"),
            "R-18: {path}"
        );
    }
}

#[tokio::test]
async fn a_fault_of_ours_is_told_in_our_own_form_without_its_text() {
    let (status, headers, body) = ask(read("/fault")).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(headers["content-type"], "application/problem+json");
    assert!(
        body.contains("\"unexpected\"") && !body.contains("花子"),
        "{body}"
    );
}

#[tokio::test]
async fn a31_a_body_of_ten_megabytes_is_refused_before_it_is_read() {
    let (status, _, body) = ask(change(Body::from(vec![b'x'; 10_000_000]))).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(body.contains("request_too_large"), "{body}");
    let mut large = read("/read/1");
    large
        .headers_mut()
        .insert("content-length", 10_000_000.into());
    assert_eq!(ask(large).await.0, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a31_a_body_that_never_says_its_length_is_cut_at_the_limit() {
    let endless = stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b'x'; 1024]));
    let (status, _, body) = ask(change(Body::from_stream(endless))).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{body}");
    let (status, _, body) = ask(change(Body::from(vec![b'x'; limit::MAX_BODY_BYTES]))).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "16384"));
}

#[tokio::test(start_paused = true)]
async fn a31_a_body_that_never_ends_is_given_up() {
    let body = Body::from_stream(stream::pending::<Result<Vec<u8>, std::io::Error>>());
    let answer = tokio::time::timeout(Duration::from_secs(20), ask(change(body))).await;
    assert_eq!(
        answer.expect("an answer in time").0,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn r58_a_foreign_page_does_not_reach_the_route() {
    let mut foreign = change(Body::from("{}"));
    foreign
        .headers_mut()
        .insert("origin", "https://evil.example".parse().expect("a value"));
    let (status, _, body) = ask(foreign).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(body.contains("request_origin"), "{body}");
}
