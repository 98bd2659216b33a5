//! The interface for scripts, and what keeps foreign pages away from it.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use ident_virtual_reader::{Card, Fault, Pad, control};
use serde_json::{Value, json};
use tower::ServiceExt;

struct Call<'a> {
    method: &'a str,
    path: &'a str,
    host: &'a str,
    kind: &'a str,
    body: String,
}

fn put<'a>(path: &'a str, body: &Value) -> Call<'a> {
    Call {
        method: "PUT",
        path,
        host: "127.0.0.1:7445",
        kind: "application/json",
        body: body.to_string(),
    }
}

async fn send(pad: &Pad, call: Call<'_>) -> (StatusCode, Value) {
    let request = Request::builder()
        .method(call.method)
        .uri(call.path)
        .header("host", call.host)
        .header("content-type", call.kind)
        .body(Body::from(call.body))
        .expect("a request");
    let answer = control::routes(pad.clone())
        .oneshot(request)
        .await
        .expect("an answer");
    let status = answer.status();
    let body = answer
        .into_body()
        .collect()
        .await
        .expect("a body")
        .to_bytes();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

#[tokio::test]
async fn a_script_does_what_a_hand_would_do() {
    let pad = Pad::new();
    let (status, state) = send(&pad, put("/api/card", &json!({"card": "my-number"}))).await;
    assert_eq!(
        (status, &state["card"]),
        (StatusCode::OK, &json!("my-number"))
    );
    assert_eq!(pad.card(), Some(Card::MyNumber));
    send(&pad, put("/api/fault", &json!({"fault": "half-frame"}))).await;
    assert_eq!(pad.fault(), Some(Fault::HalfFrame));
    send(&pad, put("/api/fault", &json!({"fault": null}))).await;
    send(&pad, put("/api/plug", &json!({"plugged": false}))).await;
    let (_, state) = send(&pad, put("/api/card", &json!({"card": null}))).await;
    let empty = json!({
        "card": null, "plugged": false, "fault": null, "apdus": [], "systems": [], "commands": 0,
    });
    assert_eq!(state, empty);
}

#[tokio::test]
async fn what_is_no_card_and_no_fault_changes_nothing() {
    let pad = Pad::new();
    for (path, body) in [
        ("/api/card", json!({"card": "passport"})),
        ("/api/card", json!({"card": "bank", "id": "085A1D06"})),
        ("/api/fault", json!({"fault": "fire"})),
        ("/api/plug", json!({"plugged": "no"})),
    ] {
        let (status, _) = send(&pad, put(path, &body)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    }
    assert!(pad.card().is_none() && pad.fault().is_none() && pad.is_plugged());
}

#[tokio::test]
async fn a_page_of_another_site_can_do_nothing() {
    let pad = Pad::new();
    let card = json!({"card": "bank"});
    // What a page may send without asking first.
    let simple = Call {
        kind: "text/plain",
        ..put("/api/card", &card)
    };
    let posted = Call {
        method: "POST",
        ..put("/api/card", &card)
    };
    // A name of the other site that points at this machine.
    let renamed = Call {
        host: "evil.example:7445",
        ..put("/api/card", &card)
    };
    for (call, expected) in [
        (simple, StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (posted, StatusCode::METHOD_NOT_ALLOWED),
        (renamed, StatusCode::MISDIRECTED_REQUEST),
    ] {
        assert_eq!(send(&pad, call).await.0, expected);
    }
    assert_eq!(pad.card(), None);
}

#[test]
fn the_page_has_a_button_for_every_card_and_fault() {
    let page = include_str!("../src/control/page.html");
    let names = Card::ALL.iter().map(|card| json!(card));
    let faults = Fault::ALL.iter().map(|fault| json!(fault));
    for name in names.chain(faults) {
        assert!(page.contains(&format!("[{name}, ")), "{name}");
    }
}
