//! Bodies that are not in the agreed form.

use http::Method;
use ident_tests::{Service, card};
use serde_json::json;

use super::{Untouched, busy, is_ours};

/// What no route takes.
fn hostile() -> Vec<(&'static str, String)> {
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    vec![
        ("nothing", String::new()),
        ("no JSON", "errand=card".to_owned()),
        ("half JSON", "{\"errand\":".to_owned()),
        ("two documents", "{}{}".to_owned()),
        ("null", "null".to_owned()),
        ("an array", "[]".to_owned()),
        ("a number out of range", "1e309".to_owned()),
        ("a text", "\"{}\"".to_owned()),
        ("depth", deep.clone()),
        ("depth in an object", format!("{{\"a\":{deep}}}")),
        ("a byte order mark", "\u{feff}{}".to_owned()),
        ("a trailing comma", "{\"a\":1,}".to_owned()),
        ("a comment", "{/**/}".to_owned()),
        ("an unknown member", "{\"__proto__\":{\"x\":1}}".to_owned()),
        ("a lone surrogate", "{\"digits\":\"\\ud800\"}".to_owned()),
        ("a control character", "{\"digits\":\"\u{1}\"}".to_owned()),
    ]
}

#[tokio::test]
async fn no_route_takes_a_body_in_another_form() {
    let service = Service::start().await;
    let mut pc = busy(&service).await;
    let flow = pc.flow().await.id;
    let mut paths = vec!["flows".to_owned(), "link".to_owned(), "unlink".to_owned()];
    paths.push("visit/end".to_owned());
    for call in [
        "resume", "renew", "extend", "cancel", "dismiss", "digits", "keep", "redeem",
    ] {
        paths.push(format!("flows/{flow}/{call}"));
    }
    for call in ["accept", "decline"] {
        paths.push(format!("handoffs/{}/{call}", "A".repeat(43)));
    }
    let before = Untouched::now(&service);
    for path in &paths {
        for (what, body) in hostile() {
            let headers = pc.own_headers();
            let sent = pc
                .send(Method::POST, &format!("/api/v1/{path}"), headers, body)
                .await;
            sent.refused("request_malformed");
            before.holds(&service, &format!("{path}: {what}"));
        }
    }
}

#[tokio::test]
async fn a_start_says_exactly_what_it_wants() {
    let service = Service::start().await;
    let mut pc = service.pc();
    for body in [
        json!({ "way": "this_pc" }),
        json!({ "errand": card("link") }),
        json!({ "errand": card("link"), "way": "this_pc", "extra": 1 }),
        json!({ "errand": card("salary"), "way": "this_pc" }),
        json!({ "errand": card("Link"), "way": "this_pc" }),
        json!({ "errand": { "kind": "card" }, "way": "this_pc" }),
        json!({ "errand": { "kind": "card", "purpose": "link", "scope": "address" }, "way": "this_pc" }),
        json!({ "errand": { "kind": "card", "purpose": ["link"] }, "way": "this_pc" }),
        json!({ "errand": [card("link")], "way": "this_pc" }),
        json!({ "errand": ["card", "link"], "way": "this_pc" }),
        json!([card("link"), "this_pc", null]),
        json!({ "errand": card("link"), "way": "kiosk" }),
        json!({ "errand": card("link"), "way": 1 }),
        json!({ "errand": card("link"), "way": "app" }),
        json!({ "errand": card("link"), "way": "this_pc",
            "hand_back": { "challenge": "A".repeat(43), "target": { "kind": "claimed_link" } } }),
    ] {
        let answer = pc.post("flows", body.clone()).await;
        assert_eq!(
            answer.refused("request_malformed").code,
            "request_malformed",
            "{body}"
        );
    }
    assert_eq!(service.everything(), "");
}

#[tokio::test]
async fn duplicate_members_are_refused() {
    let service = Service::start().await;
    let mut pc = service.pc();
    for body in [
        r#"{"errand":{"kind":"card","purpose":"manage"},"way":"this_pc","way":"this_pc"}"#,
        r#"{"errand":{"kind":"card","purpose":"manage","purpose":"link"},"way":"this_pc"}"#,
    ] {
        let headers = pc.own_headers();
        let sent = pc.send(Method::POST, "/api/v1/flows", headers, body).await;
        sent.refused("request_malformed");
    }
    assert_eq!(service.everything(), "");
}

#[tokio::test]
async fn link_takes_a_truth_value_only() {
    let service = Service::start().await;
    let mut pc = busy(&service).await;
    let before = Untouched::now(&service);
    for relink in [json!(1), json!("true"), json!(null), json!([true])] {
        let answer = pc.post("link", json!({ "relink": relink.clone() })).await;
        is_ours(&answer, &relink.to_string());
        before.holds(&service, &relink.to_string());
    }
}

#[tokio::test]
async fn odd_digits_are_wrong_digits_and_nothing_worse() {
    let service = Service::start().await;
    let (mut pc, mut phone) = (service.pc(), service.phone());
    let offer = pc.offer("link").await;
    phone.carry(&offer, "sakura").await;
    for digits in [
        "１２３４５６",
        "",
        "12345",
        "1234567890123456789012345678901234567890",
    ] {
        let answer = pc.type_digits(&offer.flow, digits).await;
        answer.refused_as_one_of(&["digits_wrong", "request_malformed"]);
    }
    pc.post(
        &format!("flows/{}/digits", offer.flow),
        json!({ "digits": 123_456 }),
    )
    .await
    .refused("request_malformed");
    assert_eq!(service.count("proof"), 0);
}
