//! The end of each stage's time, by the server's clock.

use ident_core::time::Span;
use ident_tests::{Browser, Offer, Service, card};
use ident_wire::StageView;

async fn closed_with(browser: &mut Browser) -> String {
    match browser.flow().await.stage {
        StageView::Closed { refusal } => refusal.code,
        stage => panic!("not closed: {stage:?}"),
    }
}

#[tokio::test]
async fn a_qr_ends_after_three_minutes_and_waits_for_its_renewal() {
    let mut service = Service::start().await;
    let mut pc = service.pc();
    let offer = pc.offer("link").await;
    service.pass(181).await;
    service
        .phone()
        .accept(&offer.token)
        .await
        .refused("handoff_expired");
    pc.press(&offer.flow, "extend")
        .await
        .refused("handoff_expired");
    let renewed = Offer::of(&pc.press(&offer.flow, "renew").await.flow());
    service.phone().open(&renewed.token).await;
}

#[tokio::test]
async fn a_person_has_fifteen_minutes_at_the_provider() {
    let mut service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    service.pass(899).await;
    let stage = pc.flow().await.stage;
    assert!(matches!(stage, StageView::AtProvider { .. }));
    service.pass(2).await;
    assert_eq!(closed_with(&mut pc).await, "flow_expired");
    assert_eq!(service.audit().count("flow_expired"), 1);
    pc.press(&started.flow, "resume")
        .await
        .refused("flow_expired");
}

#[tokio::test]
async fn whoever_waits_is_told_of_the_end_by_itself() {
    let mut service = Service::start().await;
    let mut pc = service.pc();
    let offer = pc.offer("link").await;
    let mut phone = service.phone();
    phone.open(&offer.token).await;
    let mut events = pc.listen(&offer.flow).await;
    assert!(matches!(events.next().await, StageView::AtProvider { .. }));
    drop(events);
    // The clock stands one second before the end; nobody does or asks anything any more.
    service.pass(899).await;
    let mut events = pc.listen(&offer.flow).await;
    assert!(matches!(events.next().await, StageView::AtProvider { .. }));
    service.clock.advance(Span::seconds(1));
    let StageView::Closed { refusal } = events.next().await else {
        panic!("not told of the end");
    };
    assert_eq!(refusal.code, "flow_expired");
    assert_eq!(service.audit().count("flow_expired"), 1);
}

#[tokio::test]
async fn an_answer_after_the_time_at_the_provider_is_too_late() {
    let mut service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    service.pass(901).await;
    let answer = service.sandbox.approve(&started.url, "sakura").await;
    assert_eq!(pc.arrive(&answer).await.told().code, "callback_late");
    assert_eq!(
        service
            .journal()
            .await
            .count(ident_tests::Op::DigitalId, "token"),
        0
    );
}

#[tokio::test]
async fn the_digits_are_to_be_typed_within_ten_minutes() {
    let mut service = Service::start().await;
    let (mut pc, mut phone) = (service.pc(), service.phone());
    let offer = pc.offer("link").await;
    phone.carry(&offer, "sakura").await;
    service.pass(601).await;
    assert_eq!(closed_with(&mut pc).await, "digits_expired");
    assert_eq!(closed_with(&mut phone).await, "digits_expired");
    phone
        .press(&offer.flow, "keep")
        .await
        .refused("flow_out_of_order");
    assert_eq!(service.count("proof"), 0);
}

#[tokio::test]
async fn r51_a_proof_is_good_for_ten_minutes() {
    let mut service = Service::start().await;
    let mut pc = service.pc();
    pc.card("link", "sakura").await;
    pc.sign_in("link", "sakura").await;
    service.pass(601).await;
    assert_eq!(pc.visit().await.proof, None);
    pc.link().await.refused("proof_expired");
    assert_eq!(service.count("link"), 0);
}

#[tokio::test]
async fn a_visit_ends_after_half_an_hour_of_silence() {
    let mut service = Service::start().await;
    let mut pc = service.pc();
    pc.card("link", "sakura").await;
    service.pass(1801).await;
    pc.link().await.refused("visit_expired");
    assert!(!pc.is_known().await);
    pc.prelink("sakura").await;
}
