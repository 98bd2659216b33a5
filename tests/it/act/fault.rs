//! When the directory fails (F-21 to F-26).

use ident_tests::{Log, Service, Setup, stage};
use ident_wire::{ActStageView, ActView, IssuedView, Next, Side, WaitCause};
use serde_json::json;

/// A service with somebody who has asked for a pass.
async fn asked() -> (Service, ident_tests::Browser, ActView) {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    let act = pc.ready_for("pass", "sakura").await;
    (service, pc, act)
}

async fn works(service: &Service, issued: &IssuedView) {
    let with = json!({ "tap": issued.secret });
    let tried = service.sandbox.try_secret("sakura", with).await;
    assert_eq!(tried["ok"], true, "{tried}");
    assert_eq!(service.live_passes("sakura").await, 1);
}

#[tokio::test]
async fn f21_the_directorys_wait_is_told_obeyed_and_survives_a_restart() {
    for (fault, wait) in [
        ("throttled_1", 1),
        ("throttled_30", 30),
        ("throttled_300", 300),
    ] {
        let (mut service, mut pc, act) = asked().await;
        service.sandbox.arm_graph("tap_create", fault).await;
        let told = pc.perform(&act.id).await.refused("directory_busy");
        assert_eq!(told.retry_after_s, Some(wait));
        assert!(matches!(
            pc.act(&act.id).await.stage,
            ActStageView::Waiting {
                cause: WaitCause::Throttled,
                ..
            }
        ));
        service.restart().await;
        if wait > 1 {
            service.pass(wait - 1).await;
        }
        let asked_before = service.sandbox.orders().await.len();
        let early = pc.perform(&act.id).await.refused("act_out_of_turn");
        assert_eq!(early.retry_after_s, Some(1));
        assert_eq!(
            service.sandbox.orders().await.len(),
            asked_before,
            "0 early retries"
        );
        service.pass(1).await;
        works(&service, &pc.perform(&act.id).await.good().json()).await;
    }
}

#[tokio::test]
async fn f21_the_wait_holds_for_those_who_come_after() {
    let (mut service, mut pc, act) = asked().await;
    service.pc().prelink("ken").await;
    let mut other = service.pc();
    let others = other.ready_for("pass", "ken").await;
    service.pass(1).await;
    service
        .sandbox
        .arm_graph("tap_create", "throttled_300")
        .await;
    pc.perform(&act.id).await.refused("directory_busy");
    let before = service.sandbox.orders().await.len();
    let told = other.perform(&others.id).await.refused("directory_busy");
    assert!(
        told.retry_after_s.is_some_and(|wait| wait >= 300),
        "{told:?}"
    );
    assert_eq!(
        service.sandbox.orders().await.len(),
        before,
        "nobody knocks meanwhile"
    );
    service.pass(301).await;
    other.perform(&others.id).await.good();
}

#[tokio::test]
async fn f21_a_second_wait_holds_for_those_whose_place_after_the_first_has_come() {
    let (mut service, mut pc, act) = asked().await;
    service.pc().prelink("ken").await;
    let mut other = service.pc();
    let others = other.ready_for("pass", "ken").await;
    service.pass(1).await;
    service
        .sandbox
        .arm_graph("tap_create", "throttled_30")
        .await;
    pc.perform(&act.id).await.refused("directory_busy");
    other.perform(&others.id).await.refused("directory_busy");
    service.pass(30).await;
    service
        .sandbox
        .arm_graph("tap_create", "throttled_300")
        .await;
    pc.perform(&act.id).await.refused("directory_busy");
    service.pass(5).await;
    let before = service.sandbox.orders().await.len();
    let told = other.perform(&others.id).await.refused("directory_busy");
    assert!(
        told.retry_after_s.is_some_and(|wait| wait >= 295),
        "{told:?}"
    );
    let after = service.sandbox.orders().await.len();
    assert_eq!(after, before, "nobody knocks meanwhile");
    service.pass(300).await;
    other.perform(&others.id).await.good();
}

#[tokio::test]
async fn f21_a_wait_at_a_question_is_told_too() {
    let (mut service, mut pc, act) = asked().await;
    service.sandbox.arm_graph("user", "throttled_30").await;
    let told = pc.perform(&act.id).await.refused("directory_busy");
    assert_eq!(told.retry_after_s, Some(30));
    service.pass(30).await;
    works(&service, &pc.perform(&act.id).await.good().json()).await;
}

#[tokio::test]
async fn f22_questions_are_asked_again_and_orders_are_not() {
    let (mut service, mut pc, act) = asked().await;
    for endpoint in ["user", "roles", "methods", "policy", "tap_list"] {
        service.sandbox.arm_graph(endpoint, "http_502").await;
    }
    for endpoint in ["revoke", "tap_create"] {
        service.sandbox.arm_graph(endpoint, "http_500").await;
        let count = |orders: Vec<String>| orders.iter().filter(|o| *o == endpoint).count();
        let before = count(service.sandbox.orders().await);
        let told = pc.perform(&act.id).await.refused("outcome_unknown");
        assert_eq!((told.next, told.retry_after_s), (Next::Retry, Some(30)));
        assert_eq!(
            count(service.sandbox.orders().await),
            before + 1,
            "{endpoint} once"
        );
        pc.perform(&act.id).await.refused("outcome_unknown");
        assert_eq!(
            count(service.sandbox.orders().await),
            before + 1,
            "not before it has settled"
        );
        service.pass(30).await;
    }
    works(&service, &pc.perform(&act.id).await.good().json()).await;
    assert_eq!(service.audit().count("pass_unknown"), 2);
    assert_eq!(service.audit().count("pass_intended"), 1);
}

#[tokio::test]
async fn f22_a_directory_that_cannot_be_reached_costs_no_new_card_check() {
    let (mut service, mut pc, act) = asked().await;
    let always = json!({ "op": "graph", "endpoint": "user", "fault": "http_502" });
    service.sandbox.arm_with(always).await;
    let told = pc.perform(&act.id).await.refused("directory_unreachable");
    assert_eq!(told.next, Next::Wait);
    service.sandbox.clear().await;
    service.pass(5).await;
    works(&service, &pc.perform(&act.id).await.good().json()).await;
}

#[tokio::test]
async fn f23_r66_an_unknown_outcome_is_repaired_by_the_next_press_and_by_nothing_else() {
    for fault in [
        "reset_before",
        "reset_after",
        "connection_reset",
        "http_504",
    ] {
        let (mut service, mut pc, act) = asked().await;
        service.sandbox.arm_graph("tap_create", fault).await;
        pc.perform(&act.id).await.refused("outcome_unknown");
        assert_eq!(stage(&pc.act(&act.id).await), "unknown");
        service.restart().await;
        assert_eq!(stage(&pc.act(&act.id).await), "unknown", "{fault}");
        service.pass(31).await;
        works(&service, &pc.perform(&act.id).await.good().json()).await;
        assert_eq!(service.audit().count("pass_intended"), 1);
        assert_eq!(service.audit().count("pass_unknown"), 1);
        assert_eq!(service.audit().count("pass_issued"), 1);
    }
}

#[tokio::test]
async fn f23_an_effect_that_comes_late_is_swept_up() {
    let (mut service, mut pc, act) = asked().await;
    service
        .sandbox
        .arm_with(json!({
            "op": "graph", "endpoint": "tap_create", "fault": "delayed_effect", "times": 1,
            "effect_after_s": 25,
        }))
        .await;
    pc.perform(&act.id).await.refused("outcome_unknown");
    assert_eq!(service.live_passes("sakura").await, 0);
    service.pass(31).await;
    works(&service, &pc.perform(&act.id).await.good().json()).await;
}

#[tokio::test]
async fn f23_a_new_card_check_does_not_overtake_an_unknown_outcome() {
    let (mut service, mut pc, act) = asked().await;
    service.sandbox.arm_graph("tap_create", "reset_after").await;
    pc.perform(&act.id).await.refused("outcome_unknown");
    pc.give_up(&act.id).await.refused("outcome_unknown");
    let new = pc.ready_for("pass", "sakura").await;
    pc.perform(&new.id).await.refused("act_out_of_turn");
    pc.give_up(&new.id).await.refused("outcome_unknown");
    service.pass(31).await;
    works(&service, &pc.perform(&new.id).await.good().json()).await;
}

#[tokio::test]
async fn f24_a_credential_that_is_refused_is_our_fault_and_raises_an_alarm() {
    for fault in ["unauthorized_401", "forbidden_403"] {
        let service = Service::start().await;
        let mut pc = service.pc();
        pc.prelink("sakura").await;
        let act = pc.ready_for("pass", "sakura").await;
        let always = json!({ "op": "graph", "endpoint": "tap_create", "fault": fault });
        service.sandbox.arm_with(always).await;
        let log = Log::listen();
        let told = pc.perform(&act.id).await.refused("directory_refused");
        assert_eq!((told.side, told.next), (Side::Ident, Next::Support));
        let text = log.text();
        assert!(text.contains("alarm=true"), "{text}");
        let metrics = pc.send(http::Method::GET, "/metrics", http::HeaderMap::new(), "");
        let line = r#"ident_directory_calls_total{op="pass_create",outcome="refused"} 1"#;
        let metrics = metrics.await.body;
        assert!(metrics.contains(line), "{metrics}");
    }
}

#[tokio::test]
async fn f25_a_pass_whose_answer_is_cut_is_an_unknown_outcome() {
    let (mut service, mut pc, act) = asked().await;
    service.sandbox.arm_graph("tap_create", "cut_body").await;
    pc.perform(&act.id).await.refused("outcome_unknown");
    assert_eq!(service.live_passes("sakura").await, 1, "it was created");
    service.pass(31).await;
    works(&service, &pc.perform(&act.id).await.good().json()).await;
}

#[tokio::test]
async fn f26_the_account_is_read_again_before_the_act() {
    let (mut service, mut pc, act) = asked().await;
    service
        .sandbox
        .arm_graph("user", "user_not_found_yet")
        .await;
    pc.perform(&act.id).await.refused("account_unknown");
    service.pass(5).await;
    let stopped = json!({ "enabled": false });
    service.sandbox.set_account("sakura", stopped).await;
    pc.perform(&act.id).await.refused("account_suspended");
    assert!(service.sandbox.orders().await.is_empty());
    assert_eq!(stage(&pc.act(&act.id).await), "closed");
}

#[tokio::test]
async fn f22_where_nothing_answers_not_a_byte_was_sent_and_nothing_happened() {
    let service = Service::with(Setup::default()).await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    pc.card("pass", "sakura").await;
    let always = json!({ "op": "graph", "fault": "reset_before" });
    service.sandbox.arm_with(always).await;
    pc.ask_act("pass").await.refused("directory_unreachable");
    service.sandbox.clear().await;
    pc.ask_act("pass").await.good();
}
