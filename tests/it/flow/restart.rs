//! The server ends and starts again between any two steps; nobody notices.

use ident_tests::{Service, card, sign_in};
use ident_wire::StepState;

#[tokio::test]
async fn a_pre_link_outlives_a_restart_at_every_step() {
    let mut service = Service::start().await;
    let mut pc = service.pc();
    for errand in [card("link"), sign_in("link")] {
        let started = pc.begin(&errand, "this_pc").await;
        service.restart().await;
        let answer = service.sandbox.approve(&started.url, "sakura").await;
        service.restart().await;
        assert_eq!(pc.arrive(&answer).await.location(), "/verify/");
        service.restart().await;
    }
    assert_eq!(pc.link().await.visit().steps.link, StepState::Done);
    service.restart().await;
    assert_eq!(pc.visit().await.steps.link, StepState::Done);
    pc.card("manage", "sakura").await;
    service.restart().await;
    pc.unlink().await.good();
}

#[tokio::test]
async fn six_digits_outlive_a_restart_at_every_step() {
    let mut service = Service::start().await;
    let (mut pc, mut phone) = (service.pc(), service.phone());
    let offer = pc.offer("link").await;
    service.restart().await;
    let url = phone.open(&offer.token).await;
    service.restart().await;
    phone.go(&url, "sakura").await;
    let digits = phone.digits(&offer.flow).await.expect("digits");
    service.restart().await;
    assert_eq!(
        phone.digits(&offer.flow).await.as_ref(),
        Some(&digits),
        "still the same"
    );
    assert!(
        pc.type_digits(&offer.flow, &digits)
            .await
            .visit()
            .proof
            .is_some()
    );
}

#[tokio::test]
async fn a_hand_back_outlives_a_restart_at_every_step() {
    let mut service = Service::start().await;
    let (mut app, mut browser) = (service.app().await, service.pc());
    let started = app.begin(&card("link")).await;
    service.restart().await;
    let url = browser.open(started.token()).await;
    service.restart().await;
    let landed = browser.go(&url, "sakura").await;
    service.restart().await;
    let code = app.receive(&landed).await;
    assert!(
        app.redeem(&started.flow, &code)
            .await
            .visit()
            .proof
            .is_some()
    );
}

#[tokio::test]
async fn r03_a_used_answer_stays_used_after_a_restart() {
    let mut service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    let answer = service.sandbox.approve(&started.url, "sakura").await;
    pc.arrive(&answer).await;
    service.restart().await;
    assert_eq!(pc.arrive(&answer).await.told().code, "callback_repeated");
}

#[tokio::test]
async fn the_audit_chain_is_whole_after_all_that() {
    let mut service = Service::start().await;
    service.pc().prelink("sakura").await;
    service.restart().await;
    service.pc().prelink("ken").await;
    assert_eq!(service.broken_audit_row().await, None);
}
