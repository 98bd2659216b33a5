//! The end of a visit at a kiosk: nothing comes back to that screen, and nothing meets the next
//! person (A-29, F-19, K-07, K-10).

use http::Method;
use ident_tests::{Offer, Person, Service};
use ident_wire::StageView;
use serde_json::json;

#[tokio::test]
async fn f19_a_qr_that_was_left_on_the_screen_opens_nothing_any_more() {
    let service = Service::start().await;
    let (mut kiosk, _) = service.kiosk().await;
    kiosk.next(&service).await;
    let offer = kiosk.offer("manage").await;
    kiosk.end().await.good();
    let mut phone = service.phone();
    let late = phone.accept(&offer.token).await;
    late.refused("kiosk_ended");
    kiosk.next(&service).await;
    let again = phone.accept(&offer.token).await;
    again.refused("kiosk_ended");
}

#[tokio::test]
async fn f19_an_answer_after_the_end_reaches_the_phone_and_no_kiosk() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    let (mut kiosk, _) = service.kiosk().await;
    kiosk.next(&service).await;
    let offer = kiosk.offer("manage").await;
    let mut phone = service.phone();
    let url = phone.open(&offer.token).await;
    kiosk.end().await.good();
    let next = kiosk.next(&service).await;
    assert!(next.flow.is_none());
    assert_eq!(phone.go(&url, "sakura").await.location(), "/verify/");
    assert_eq!(phone.digits(&offer.flow).await, None, "nothing to be typed");
    assert!(phone.visit().await.link.is_some(), "the phone goes on");
    let seen = kiosk.screen.visit().await;
    assert!(seen.flow.is_none() && seen.link.is_none() && seen.proof.is_none());
    kiosk.flow(&offer.flow).await.refused("flow_unknown");
}

#[tokio::test]
async fn k07_digits_that_were_shown_before_the_end_deliver_nothing_to_the_next_person() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    let (mut kiosk, _) = service.kiosk().await;
    kiosk.next(&service).await;
    let offer = kiosk.offer("manage").await;
    let mut phone = service.phone();
    let digits = phone.carry(&offer, "sakura").await;
    let former = kiosk.screen.bearer.clone();
    kiosk.end().await.good();
    kiosk.next(&service).await;
    let typed = kiosk.digits(&offer.flow, &digits).await;
    typed.refused("flow_unknown");
    kiosk.screen.bearer = former;
    let typed = kiosk.digits(&offer.flow, &digits).await;
    typed.refused("visit_expired");
    assert_eq!(phone.digits(&offer.flow).await, None, "the phone is told");
    phone.press(&offer.flow, "keep").await.good();
    assert!(phone.visit().await.link.is_some());
}

#[tokio::test]
async fn k07_the_stream_of_progress_ends_with_the_visit() {
    let service = Service::start().await;
    let (mut kiosk, _) = service.kiosk().await;
    kiosk.next(&service).await;
    let offer = kiosk.offer("manage").await;
    let mut stream = kiosk.screen.listen(&offer.flow).await;
    let mut phone = service.phone();
    let url = phone.open(&offer.token).await;
    let at_provider = |stage: &StageView| matches!(stage, StageView::AtProvider { .. });
    stream.until(at_provider).await;
    kiosk.end().await.good();
    phone.go(&url, "sakura").await;
    assert_eq!(stream.rest().await, "", "nothing after the end");
}

#[tokio::test]
async fn k10_after_a_loss_of_power_the_next_visit_ends_what_was_open() {
    let mut service = Service::start().await;
    let (mut kiosk, _) = service.kiosk().await;
    kiosk.next(&service).await;
    let offer = kiosk.offer("manage").await;
    let former = kiosk.screen.bearer.take();
    service.restart().await;
    kiosk.next(&service).await;
    let late = service.phone().accept(&offer.token).await;
    late.refused("kiosk_ended");
    kiosk.screen.bearer = former;
    let path = format!("flows/{}", offer.flow);
    let reply = kiosk.screen.call(Method::GET, &path, "").await;
    reply.refused("visit_expired");
    assert_eq!(service.audit().count("ended"), 1);
}

#[tokio::test]
async fn a29_of_a_person_who_walked_away_at_any_step_the_next_finds_nothing() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    let (mut kiosk, _) = service.kiosk().await;
    for step in ["chosen", "opened", "stopped", "confirming", "shown"] {
        kiosk.next(&service).await;
        let offer = kiosk.offer("manage").await;
        walk(&service, &mut kiosk, &offer, step).await;
        kiosk.end().await.good();
        let view = kiosk.next(&service).await;
        assert!(view.flow.is_none() && view.proof.is_none(), "{step}");
        assert!(view.link.is_none() && view.account.is_none(), "{step}");
        kiosk.flow(&offer.flow).await.refused("flow_unknown");
        kiosk.end().await.good();
    }
    let former = kiosk.screen.call(Method::GET, "visit", "").await;
    assert_eq!(former.status, 204, "an ended visit is nobody's");
}

async fn walk(service: &Service, kiosk: &mut ident_tests::Kiosk, offer: &Offer, step: &str) {
    let mut phone = service.phone();
    match step {
        "opened" => {
            phone.open(&offer.token).await;
        }
        "stopped" => {
            let url = phone.open(&offer.token).await;
            phone.go(&url, Person::from("sakura").stopping()).await;
        }
        "confirming" => {
            phone.carry(offer, "sakura").await;
        }
        "shown" => {
            let digits = phone.carry(offer, "sakura").await;
            kiosk.digits(&offer.flow, &digits).await.good();
        }
        _ => {}
    }
}

#[tokio::test]
async fn a33_the_next_person_is_asked_for_a_card_of_their_own() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    let (mut kiosk, _) = service.kiosk().await;
    kiosk.next(&service).await;
    let offer = kiosk.offer("manage").await;
    let mut phone = service.phone();
    let digits = phone.carry(&offer, "sakura").await;
    kiosk.digits(&offer.flow, &digits).await.good();
    kiosk.end().await.good();
    kiosk.next(&service).await;
    let second = kiosk.offer("manage").await;
    service.arm("auth_time_old").await;
    let url = phone.open(&second.token).await;
    let told = phone.go(&url, "sakura").await.told();
    assert_eq!(told.code, "token_not_fresh");
    let stage = kiosk.flow(&second.flow).await.flow().stage;
    assert!(matches!(stage, StageView::Closed { .. }), "{stage:?}");
}

#[tokio::test]
async fn k02_a_visit_of_a_kiosk_lives_shorter_than_one_at_home() {
    let mut service = Service::start().await;
    let (mut kiosk, _) = service.kiosk().await;
    let visit = kiosk.next(&service).await;
    assert!(visit.kiosk.is_some());
    service.pass(599).await;
    kiosk.offer("manage").await;
    service.pass(600).await;
    let body = json!({});
    let late = kiosk.screen.post("visit/end", body).await;
    late.refused("visit_expired");
}
