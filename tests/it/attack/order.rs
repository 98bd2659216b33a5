//! Other people's ids, and steps out of their order.

use ident_tests::{Browser, Reply, Service, card};
use serde_json::{Value, json};

const STRANGER: &str = "00000000000040008000000000000000";

/// Every call about a flow.
async fn every_call(browser: &mut Browser, flow: &str) -> Vec<(String, Reply)> {
    let digits = json!({ "digits": "123456" });
    let redeem = json!({ "code": "x", "verifier": "y" });
    let empty = json!({});
    let calls: [(&str, &Value); 8] = [
        ("resume", &empty),
        ("renew", &empty),
        ("extend", &empty),
        ("cancel", &empty),
        ("dismiss", &empty),
        ("digits", &digits),
        ("keep", &empty),
        ("redeem", &redeem),
    ];
    let mut answers = Vec::new();
    for (call, body) in calls {
        let path = format!("flows/{flow}/{call}");
        answers.push((call.to_owned(), browser.post(&path, body.clone()).await));
    }
    for path in [format!("flows/{flow}"), format!("flows/{flow}/events")] {
        answers.push((path.clone(), browser.get(&path).await));
    }
    answers
}

/// The answer without its reference, which is new each time.
fn shape(reply: &Reply) -> String {
    let mut body: Value = reply.json();
    body["refusal"]["reference"] = json!("");
    format!("{} {} {body}", reply.status, reply.header("content-type"))
}

#[tokio::test]
async fn a23_the_flow_of_another_visit_is_as_absent_as_none() {
    let service = Service::start().await;
    let (mut owner, mut thief) = (service.pc(), service.pc());
    let offer = owner.offer("link").await;
    service.phone().carry(&offer, "sakura").await;
    thief.begin(&card("link"), "this_pc").await;
    let before = service.everything();
    let others = every_call(&mut thief, &offer.flow).await;
    let absent = every_call(&mut thief, STRANGER).await;
    for ((call, of_other), (_, of_none)) in others.iter().zip(&absent) {
        of_other.refused("flow_unknown");
        assert_eq!(shape(of_other), shape(of_none), "{call}");
    }
    assert_eq!(service.everything(), before);
}

#[tokio::test]
async fn a23_an_id_of_another_form_is_absent_too() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.begin(&card("link"), "this_pc").await;
    for id in ["1", "%00", "..%2f..", "０１２３", "a%27%20OR%201=1--"] {
        pc.get(&format!("flows/{id}")).await.refused("flow_unknown");
    }
}

#[tokio::test]
async fn a23_without_a_visit_no_call_gets_anywhere() {
    let service = Service::start().await;
    let mut nobody = service.pc();
    for (call, reply) in every_call(&mut nobody, STRANGER).await {
        reply.refused("visit_missing");
        assert_eq!(reply.status, 401, "{call}");
    }
    nobody.link().await.refused("visit_missing");
    nobody.unlink().await.refused("visit_missing");
    assert_eq!(service.state(), "");
}

#[tokio::test]
async fn a24_later_steps_are_refused_before_their_turn() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    let before = service.state();
    for (call, body) in [
        ("digits", json!({ "digits": "123456" })),
        ("keep", json!({})),
        ("redeem", json!({ "code": "x", "verifier": "y" })),
        ("renew", json!({})),
        ("extend", json!({})),
        ("dismiss", json!({})),
    ] {
        let path = format!("flows/{}/{call}", started.flow);
        pc.post(&path, body).await.refused("flow_out_of_order");
    }
    pc.link().await.refused("proof_missing");
    pc.unlink().await.refused("proof_missing");
    assert_eq!(service.state(), before);
}

#[tokio::test]
async fn a24_digits_before_the_card_was_checked() {
    let service = Service::start().await;
    let (mut pc, mut phone) = (service.pc(), service.phone());
    let offer = pc.offer("link").await;
    pc.type_digits(&offer.flow, "123456")
        .await
        .refused("flow_out_of_order");
    phone.open(&offer.token).await;
    pc.type_digits(&offer.flow, "123456")
        .await
        .refused("flow_out_of_order");
    phone
        .press(&offer.flow, "keep")
        .await
        .refused("flow_out_of_order");
}

#[tokio::test]
async fn a24_an_answer_of_one_provider_at_the_address_of_the_other() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    let answer = service.sandbox.approve(&started.url, "sakura").await;
    let moved = answer.replace("/verify/callback", "/account/callback");
    assert_eq!(
        pc.arrive(&moved).await.told().code,
        "callback_unknown_state"
    );
    assert_eq!(pc.arrive(&answer).await.location(), "/verify/");
}

#[tokio::test]
async fn a24_a_proof_of_one_visit_is_none_of_another() {
    let service = Service::start().await;
    service.pc().card("link", "sakura").await;
    let mut other = service.pc();
    other.sign_in("my", "sakura").await;
    other.link().await.refused("proof_missing");
    assert_eq!(service.count("link"), 0);
}
