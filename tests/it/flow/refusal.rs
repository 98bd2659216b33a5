//! Why a link is refused, and that nothing is lost by it.

use ident_tests::{Op, Service};
use ident_wire::{Next, Side};
use serde_json::json;

#[tokio::test]
async fn a_link_needs_a_card_check_and_a_sign_in() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.sign_in("my", "sakura").await;
    pc.link().await.refused("proof_missing");
    let mut other = service.pc();
    other.card("link", "sakura").await;
    other.link().await.refused("sign_in_required");
    assert_eq!(service.count("link"), 0);
}

#[tokio::test]
async fn the_card_check_for_the_status_does_not_link() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.card("manage", "sakura").await;
    pc.sign_in("link", "sakura").await;
    pc.link().await.refused("proof_other_purpose");
}

#[tokio::test]
async fn one_card_check_links_once() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    assert_eq!(pc.link().await.refused("proof_used").next, Next::Status);
}

#[tokio::test]
async fn a_card_linked_elsewhere_stays_there() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    let mut pc = service.pc();
    pc.card("link", "sakura").await;
    pc.sign_in("link", "ken").await;
    let refusal = pc.link().await.refused("link_card_linked_elsewhere");
    let row = service.audit().one("link_card_linked_elsewhere").clone();
    assert_eq!(row.reference, Some(refusal.reference));
    pc.relink().await.refused("link_card_linked_elsewhere");
    assert_eq!(service.count("link"), 1);
}

#[tokio::test]
async fn of_two_accounts_the_students_is_the_one_to_link() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.card("link", "two").await;
    pc.sign_in("link", "two-staff").await;
    let refusal = pc.link().await.refused("account_use_student");
    assert_eq!(refusal.next, Next::SignIn);
    pc.sign_in("link", "two").await;
    pc.link().await.good();
}

#[tokio::test]
async fn a_directory_that_does_not_answer_costs_nothing_but_time() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.card("link", "sakura").await;
    pc.sign_in("link", "sakura").await;
    for (fault, code) in [
        ("http_500", "directory_unreachable"),
        ("html_body", "directory_unreachable"),
        ("graph_401", "directory_refused"),
        ("graph_403", "directory_refused"),
    ] {
        let always = json!({ "op": "graph", "fault": fault });
        service.sandbox.arm_with(always).await;
        pc.link().await.refused(code);
        service.sandbox.clear().await;
    }
    service.sandbox.arm(Op::Graph, "graph_403").await;
    let refusal = pc.link().await.refused("directory_refused");
    assert_eq!((refusal.side, refusal.next), (Side::Ident, Next::Support));
    pc.link().await.good();
}

#[tokio::test]
async fn an_account_that_the_directory_does_not_know_is_not_linked() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.card("link", "sakura").await;
    pc.sign_in("link", "sakura").await;
    service.sandbox.arm(Op::Graph, "user_not_found").await;
    pc.link().await.refused("account_unknown");
    pc.link().await.good();
}

#[tokio::test]
async fn an_account_that_was_stopped_after_the_sign_in_is_not_linked() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.card("link", "sakura").await;
    pc.sign_in("link", "sakura").await;
    service.sandbox.arm(Op::Graph, "account_disabled_now").await;
    let refusal = pc.link().await.refused("account_suspended");
    assert_eq!(refusal.next, Next::Office);
    assert_eq!(service.count("link"), 0);
}

#[tokio::test]
async fn the_account_of_another_tenant_is_not_taken() {
    for (fault, code) in [
        ("tid_wrong", "account_tenant"),
        ("oid_missing", "account_malformed"),
    ] {
        let service = Service::start().await;
        service.sandbox.arm(Op::Utokyo, fault).await;
        let mut pc = service.pc();
        let started = pc.begin(&ident_tests::sign_in("my"), "this_pc").await;
        assert_eq!(pc.go(&started.url, "sakura").await.told().code, code);
        assert_eq!(pc.visit().await.account, None);
        assert_eq!(service.audit().count(code), 1);
    }
}

#[tokio::test]
async fn who_may_not_sign_in_is_sent_back_with_a_reason() {
    for person in ["suspended", "left-recent", "left-long"] {
        let service = Service::start().await;
        let mut pc = service.pc();
        let started = pc.begin(&ident_tests::sign_in("my"), "this_pc").await;
        let told = pc.go(&started.url, person).await.told();
        assert_eq!(told.code, "account_suspended", "{person}");
        assert_eq!(service.audit().count(&told.code), 1, "{person}: {told:?}");
        let visit = pc.visit().await;
        assert_eq!((visit.account, visit.link), (None, None), "{person}");
    }
}

#[tokio::test]
async fn a_sign_in_to_link_without_a_card_check_begins_no_visit() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let asked = pc.ask(&ident_tests::sign_in("link"), "this_pc").await;
    asked.refused("proof_missing");
    assert!(!pc.is_known().await);
    assert_eq!(service.count("flow"), 0);
}
