//! What reaches a browser, and what it keeps.

use ident_tests::{Service, Setup, card, sign_in};
use serde_json::Value;

#[tokio::test]
async fn r15_a_callback_leaves_a_clean_address() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    let landed = pc.go(&started.url, "sakura").await;
    assert_eq!(landed.location(), "/verify/");
    assert_eq!(landed.body, "", "no page of its own");
    assert_eq!(landed.header("referrer-policy"), "no-referrer");
    assert_eq!(landed.header("cache-control"), "no-store");
    let refused = pc.go(&started.url, "sakura").await;
    assert!(!refused.location().contains("code=") && !refused.location().contains("state="));
}

#[tokio::test]
async fn r18_no_answer_grants_anything_to_another_origin() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.card("link", "sakura").await;
    for (method, path) in [
        ("GET", "/verify/callback"),
        ("OPTIONS", "/verify/callback"),
        ("GET", "/api/v1/visit"),
        ("OPTIONS", "/api/v1/link"),
        ("OPTIONS", "/api/v1/handoffs/x/accept"),
        ("GET", "/api/v1/context"),
    ] {
        let mut headers = http::HeaderMap::new();
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "x-ident,content-type"),
        ] {
            headers.insert(name, value.parse().expect("a value"));
        }
        let method = method.parse().expect("a method");
        let answer = pc.send(method, path, headers, "").await;
        let grants = answer
            .headers
            .keys()
            .any(|name| name.as_str().starts_with("access-control-"));
        assert!(!grants, "{path}: {:?}", answer.headers);
    }
}

#[tokio::test]
async fn r56_no_token_and_no_verifier_reaches_a_browser() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let mut seen = Vec::new();
    for errand in [card("link"), sign_in("secure")] {
        let started = pc.begin(&errand, "this_pc").await;
        let landed = pc.go(&started.url, "sakura").await;
        let headers = format!("{:?}", landed.headers);
        seen.extend([started.url, headers, landed.body]);
        seen.push(pc.get("visit").await.body);
    }
    seen.push(pc.link().await.body);
    seen.push(pc.get("context").await.body);
    let seen = seen.concat();
    for word in [
        "eyJ",
        "access_token",
        "id_token\"",
        "code_verifier",
        "client_assertion",
        "at_hash",
    ] {
        assert!(!seen.contains(word), "{word}");
    }
}

#[tokio::test]
async fn r57_cookies_over_https_belong_to_this_host_alone() {
    let setup = Setup {
        https: true,
        ..Setup::default()
    };
    let service = Service::with(setup).await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    for (name, site) in [
        ("__Host-ident_visit", "Strict"),
        ("__Host-ident_flow", "Lax"),
    ] {
        let field = pc
            .jar
            .get(name)
            .unwrap_or_else(|| panic!("no {name}"))
            .field
            .clone();
        for part in ["Secure", "HttpOnly", "Path=/", &format!("SameSite={site}")] {
            assert!(
                field.split("; ").any(|found| found == part),
                "{part}: {field}"
            );
        }
        assert!(!field.contains("Domain"), "{field}");
        assert!(field.len() <= 4096);
    }
    let landed = pc.go(&started.url, "sakura").await;
    assert_eq!(landed.location(), "/verify/");
    assert!(
        landed
            .header("strict-transport-security")
            .starts_with("max-age=")
    );
    assert!(pc.visit().await.proof.is_some());
}

#[tokio::test]
async fn r57_the_visit_does_not_come_along_from_another_site() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.card("link", "sakura").await;
    assert!(
        pc.jar
            .field(false)
            .is_some_and(|field| field.contains("ident_visit="))
    );
    assert!(
        !pc.jar
            .field(true)
            .is_some_and(|field| field.contains("ident_visit="))
    );
}

#[tokio::test]
async fn r61_every_result_changes_the_cookie() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let mut seen = std::collections::HashSet::new();
    for errand in [
        card("link"),
        sign_in("link"),
        sign_in("secure"),
        card("manage"),
    ] {
        let started = pc.begin(&errand, "this_pc").await;
        let mut before = pc.clone();
        seen.insert(pc.visit_cookie());
        pc.go(&started.url, "sakura").await;
        assert!(!before.is_known().await, "the old value is dead at once");
    }
    seen.insert(pc.visit_cookie());
    assert_eq!(seen.len(), 5);
}

/// All member names of a JSON value.
fn members(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                into.push(name.clone());
                members(value, into);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| members(value, into)),
        _ => {}
    }
}

#[tokio::test]
async fn r62_a_visit_says_no_more_than_a_screen_shows() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    let body = pc.get("visit").await.body;
    let mut names = Vec::new();
    members(&serde_json::from_str(&body).expect("JSON"), &mut names);
    for claim in [
        "sub",
        "iss",
        "aud",
        "oid",
        "tid",
        "nonce",
        "acr",
        "sid",
        "auth_time",
        "person",
    ] {
        assert!(!names.iter().any(|name| name == claim), "{claim}");
    }
    assert!(
        !body.contains("0a0a0a0a"),
        "not even the account's object id"
    );
}
