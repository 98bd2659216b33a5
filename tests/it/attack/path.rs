//! Odd paths, foreign addresses, forged hosts.

use http::{HeaderMap, Method};
use ident_tests::{Offer, Service, card};
use ident_wire::Go;
use serde_json::json;
use url::Url;

#[tokio::test]
async fn a11_other_spellings_of_the_callback_are_nothing() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    let answer = service.sandbox.approve(&started.url, "sakura").await;
    let query = answer.split_once('?').expect("a query").1;
    let before = service.everything();
    for path in [
        "//verify/callback",
        "/verify//callback",
        "/verify/callback/",
        "/verify/callback/x",
        "/verify/callback;x",
        "/verify/..;/verify/callback",
        "/verify/%2e%2e/verify/callback",
        "/verify/%63allback/",
        "/verify%2fcallback",
        "/VERIFY/callback",
        "/verify/callback%00",
        "/api/v1/verify/callback",
    ] {
        let raw =
            format!("GET {path}?{query} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        let reply = service.raw(raw.as_bytes()).await;
        assert!(
            reply.starts_with("HTTP/1.1 404") || reply.starts_with("HTTP/1.1 400"),
            "{path}: {reply}"
        );
    }
    assert_eq!(service.everything(), before);
    assert_eq!(pc.arrive(&answer).await.location(), "/verify/");
}

#[tokio::test]
async fn a12_addresses_in_input_lead_nowhere() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    let answer = service.sandbox.approve(&started.url, "sakura").await;
    let evil =
        "return_to=https://evil.example&next=//evil.example&redirect_uri=https://evil.example";
    let landed = pc.arrive(&format!("{answer}&{evil}")).await;
    assert_eq!(landed.location(), "/verify/");
    for page in ["/", "/verify", "/my", "/help"] {
        let reply = pc.arrive(&pc.url(&format!("{page}?{evil}"))).await;
        assert!(!reply.header("location").contains("evil"), "{page}");
    }
    let body =
        json!({ "errand": card("link"), "way": "this_pc", "return_to": "https://evil.example" });
    pc.post("flows", body).await.refused("request_malformed");
}

#[tokio::test]
async fn a12_a_hand_back_goes_to_a_port_of_this_machine_and_nowhere_else() {
    let service = Service::start().await;
    let mut app = service.app().await;
    let challenge = "A".repeat(43);
    for target in [
        json!({ "kind": "loopback", "port": 80 }),
        json!({ "kind": "loopback", "port": 99999 }),
        json!({ "kind": "loopback", "port": "8080@evil.example" }),
        json!({ "kind": "loopback", "port": 8080, "host": "evil.example" }),
        json!({ "kind": "url", "url": "https://evil.example" }),
        json!({ "kind": "claimed_link", "url": "https://evil.example" }),
        json!("https://evil.example"),
    ] {
        let hand_back = json!({ "challenge": challenge, "target": target });
        let body = json!({ "errand": card("link"), "way": "app", "hand_back": hand_back });
        app.post("flows", body).await.refused("request_malformed");
    }
    assert_eq!(service.state(), "");
}

fn forged() -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-for", "192.0.2.1"),
        ("forwarded", "for=192.0.2.1;host=evil.example;proto=https"),
        ("x-original-url", "/evil"),
        ("x-rewrite-url", "/evil"),
    ] {
        headers.insert(name, value.parse().expect("a value"));
    }
    headers
}

#[tokio::test]
async fn a13_forged_hosts_change_no_address() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let mut headers = pc.own_headers();
    headers.extend(forged());
    let body = json!({ "errand": card("link"), "way": "this_pc" }).to_string();
    let started = pc
        .send(Method::POST, "/api/v1/flows", headers.clone(), body)
        .await
        .started();
    let Go::Navigate { url } = started.go else {
        panic!("not sent anywhere");
    };
    let url = Url::parse(&url).expect("a URL");
    let redirect = url.query_pairs().find(|(name, _)| name == "redirect_uri");
    assert_eq!(
        redirect.expect("one").1,
        format!("{}/verify/callback", service.address)
    );
    let body = json!({ "errand": card("link"), "way": "other_device" }).to_string();
    let offered = pc
        .send(Method::POST, "/api/v1/flows", headers, body)
        .await
        .started();
    let ident_wire::StageView::Offered {
        link: Some(link), ..
    } = &offered.flow.stage
    else {
        panic!("not offered");
    };
    let token = Offer::of(&offered.flow).token;
    assert_eq!(*link, format!("{}/verify/h/{token}", service.address));
}

#[tokio::test]
async fn a13_forged_hosts_do_not_change_where_a_callback_lands() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    let answer = service.sandbox.approve(&started.url, "sakura").await;
    let path = answer.replace(&service.address, "");
    let landed = pc.send(Method::GET, &path, forged(), "").await;
    assert_eq!(landed.location(), "/verify/");
}
