//! Methods, header fields, cookies and bearer values.

use http::{HeaderName, HeaderValue, Method};
use ident_tests::{Service, card};
use serde_json::json;

use super::{Untouched, busy, is_ours};

#[tokio::test]
async fn other_methods_are_refused_on_every_route() {
    let service = Service::start().await;
    let mut pc = busy(&service).await;
    let before = Untouched::now(&service);
    let methods = [
        "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "X",
    ];
    for path in [
        "flows",
        "visit",
        "context",
        "link",
        "unlink",
        "flows/x/cancel",
        "handoffs/x",
    ] {
        for method in methods.iter().filter(|method| **method != "CONNECT") {
            let method = Method::from_bytes(method.as_bytes()).expect("a method");
            let headers = pc.own_headers();
            let path = format!("/api/v1/{path}");
            let answer = pc.send(method.clone(), &path, headers, "{}").await;
            is_ours(&answer, &format!("{method} {path}"));
        }
    }
    let started = pc
        .send(Method::GET, "/api/v1/link", pc.own_headers(), "")
        .await;
    started.refused("request_not_found");
    before.holds(&service, "methods");
}

#[tokio::test]
async fn r58_a_change_without_the_marks_of_our_own_page_is_refused() {
    let service = Service::start().await;
    let mut pc = busy(&service).await;
    let before = Untouched::now(&service);
    let cases: [(&str, &str); 10] = [
        ("x-ident", ""),
        ("x-ident", "0"),
        ("origin", ""),
        ("origin", "null"),
        ("origin", "https://evil.example"),
        ("origin", "http://localhost"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("content-type", "text/plain"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    for (name, value) in cases {
        let mut headers = pc.own_headers();
        headers.remove(name);
        if !value.is_empty() {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a name");
            headers.insert(name, HeaderValue::from_static(value));
        }
        let body = json!({ "relink": false }).to_string();
        let answer = pc.send(Method::POST, "/api/v1/link", headers, body).await;
        is_ours(&answer, name);
        before.holds(&service, name);
    }
    pc.link().await.good();
}

#[tokio::test]
async fn r58_a_browser_that_says_it_is_an_app_gets_no_visit_of_a_browser() {
    let service = Service::start().await;
    let mut pc = busy(&service).await;
    let mut headers = pc.own_headers();
    headers.insert("x-ident-channel", HeaderValue::from_static("app"));
    let body = json!({ "relink": false }).to_string();
    let answer = pc.send(Method::POST, "/api/v1/link", headers, body).await;
    answer.refused("visit_missing");
    assert_eq!(service.count("link"), 0);
}

#[tokio::test]
async fn hostile_cookies_are_no_visit() {
    let service = Service::start().await;
    busy(&service).await;
    let before = Untouched::now(&service);
    let long = "A".repeat(4_000);
    for value in [
        "",
        "x",
        "A",
        &long,
        "\"",
        "ident_visit",
        "%41",
        "AAAA=AAAA",
        "null",
    ] {
        let mut pc = service.pc();
        let mut headers = pc.own_headers();
        let field = format!("ident_visit={value}; ident_flow={value}");
        headers.insert("cookie", field.parse().expect("a value"));
        let answer = pc
            .send(Method::POST, "/api/v1/link", headers, r#"{"relink":false}"#)
            .await;
        answer.refused_as_one_of(&["visit_missing", "visit_expired"]);
    }
    before.holds(&service, "cookies");
}

#[tokio::test]
async fn hostile_bearer_values_are_no_visit() {
    let service = Service::start().await;
    let mut app = service.app().await;
    app.begin(&card("link")).await;
    let good = app.bearer.clone().expect("a bearer value");
    let before = Untouched::now(&service);
    for value in [
        String::new(),
        "x".to_owned(),
        good.to_lowercase(),
        format!("{good}="),
        format!("{good} {good}"),
        format!("{good},{good}"),
        good[1..].to_owned(),
        "A".repeat(8_000),
    ] {
        app.bearer = Some(value.clone());
        let answer = app.post("unlink", json!({})).await;
        answer.refused_as_one_of(&["visit_missing", "visit_expired"]);
        before.holds(&service, &value);
    }
}

#[tokio::test]
async fn the_cookie_of_a_browser_is_no_bearer_value() {
    let service = Service::start().await;
    let pc = busy(&service).await;
    let mut app = service.app().await;
    app.bearer = Some(pc.visit_cookie());
    app.post("link", json!({ "relink": false }))
        .await
        .refused("visit_expired");
    assert_eq!(service.count("link"), 0);
}

#[tokio::test]
async fn malformed_heads_are_refused_before_any_route() {
    let service = Service::start().await;
    let before = Untouched::now(&service);
    let host = "host: localhost\r\n";
    for (what, head) in [
        (
            "two lengths",
            format!(
                "POST /api/v1/flows HTTP/1.1\r\n{host}content-length: 1\r\ncontent-length: 2\r\n\r\nxx"
            ),
        ),
        (
            "length and chunks",
            format!(
                "POST /api/v1/flows HTTP/1.1\r\n{host}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"
            ),
        ),
        (
            "a space in a name",
            format!("GET / HTTP/1.1\r\n{host}x y: z\r\n\r\n"),
        ),
        (
            "a null in a name",
            format!("GET / HTTP/1.1\r\n{host}x\u{0}: z\r\n\r\n"),
        ),
        (
            "a control character",
            format!("GET /\u{1} HTTP/1.1\r\n{host}\r\n"),
        ),
        ("no method", format!(" / HTTP/1.1\r\n{host}\r\n")),
        ("another protocol", format!("GET / HTTP/9.9\r\n{host}\r\n")),
        (
            "a negative length",
            format!("POST /api/v1/flows HTTP/1.1\r\n{host}content-length: -1\r\n\r\n"),
        ),
    ] {
        let answer = service.raw(head.as_bytes()).await;
        let refused = answer.is_empty()
            || answer.starts_with("HTTP/1.1 4")
            || answer.starts_with("HTTP/1.0 4")
            || answer.starts_with("HTTP/1.1 505");
        assert!(refused, "{what}: {answer}");
    }
    before.holds(&service, "heads");
}
