//! A temporary password.

use ident_tests::{Service, Setup};
use ident_wire::Can;
use serde_json::json;

#[tokio::test]
async fn a_person_who_forgot_the_password_gets_one_that_must_be_changed() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    let visit = pc.card("password", "sakura").await;
    assert!(visit.can.contains(&Can::IssuePassword));
    let issued = pc.issue("password", "sakura").await;
    assert_eq!(issued.secret.len(), 16);
    let with = json!({ "password": issued.secret });
    let tried = service.sandbox.try_secret("sakura", with).await;
    assert_eq!(
        (&tried["ok"], &tried["must_change"]),
        (&json!(true), &json!(true)),
        "{tried}"
    );
    assert_eq!(service.sandbox.orders().await, ["password"]);
    assert_eq!(service.audit().count("password_issued"), 1);
}

#[tokio::test]
async fn without_a_second_method_the_pass_comes_first() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    let none = json!({ "methods": [] });
    service.sandbox.set_account("sakura", none).await;
    pc.card("password", "sakura").await;
    let refusal = pc
        .ask_act("password")
        .await
        .refused("second_method_missing");
    assert_eq!(refusal.next, ident_wire::Next::PassFirst);
}

#[tokio::test]
async fn both_lost_is_a_pass_then_a_password_each_with_its_own_card_check() {
    let mut service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    let none = json!({ "methods": [], "password_lost": true });
    service.sandbox.set_account("sakura", none).await;
    pc.issue("pass", "sakura").await;
    pc.ask_act("password").await.refused("proof_other_purpose");
    service.pass(1).await;
    let phone = json!({ "methods": ["microsoftAuthenticator"] });
    service.sandbox.set_account("sakura", phone).await;
    let issued = pc.issue("password", "sakura").await;
    let with = json!({ "password": issued.secret });
    assert_eq!(service.sandbox.try_secret("sakura", with).await["ok"], true);
}

#[tokio::test]
async fn where_the_desk_is_closed_no_password_is_issued() {
    let service = Service::with(Setup {
        closed_desk: true,
        ..Setup::default()
    })
    .await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    let visit = pc.card("password", "sakura").await;
    assert!(!visit.can.contains(&Can::IssuePassword));
    pc.ask_act("password").await.refused("password_desk_closed");
    assert!(service.sandbox.orders().await.is_empty());
}

#[tokio::test]
async fn a_password_whose_outcome_is_unknown_is_replaced_at_the_next_press() {
    let mut service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    let act = pc.ready_for("password", "sakura").await;
    service.sandbox.arm_graph("password", "reset_after").await;
    pc.perform(&act.id).await.refused("outcome_unknown");
    service.pass(31).await;
    let issued: ident_wire::IssuedView = pc.perform(&act.id).await.good().json();
    let with = json!({ "password": issued.secret });
    assert_eq!(service.sandbox.try_secret("sakura", with).await["ok"], true);
}
