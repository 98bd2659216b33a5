//! Way D: our QR on one screen, the card on another device, six digits back.

use ident_tests::{Offer, Service, card};
use ident_wire::{Can, Delivered, HandoffView, StageView};
use serde_json::json;

#[tokio::test]
async fn six_digits_bring_the_proof_to_the_first_screen() {
    let service = Service::start().await;
    let (mut pc, mut phone) = (service.pc(), service.phone());
    let offer = pc.offer("link").await;
    let digits = phone.carry(&offer, "sakura").await;
    assert_eq!(
        pc.digits(&offer.flow).await,
        None,
        "the first screen never shows them"
    );
    let visit = pc.type_digits(&offer.flow, &digits).await.visit();
    assert_eq!(
        visit.proof.expect("a proof").name.as_deref(),
        Some("本郷　さくら")
    );
    let seen = phone.visit().await;
    assert_eq!(seen.proof, None, "the phone keeps nothing");
    let StageView::Done { delivered, .. } = phone.flow().await.stage else {
        panic!("not done");
    };
    assert_eq!(delivered, Delivered::OtherDevice);
    pc.sign_in("link", "sakura").await;
    pc.link().await.good();
    let codes = ["begun", "opened", "proven", "begun", "signed_in", "linked"];
    assert_eq!(service.audit().codes(), codes);
}

#[tokio::test]
async fn the_phone_is_told_who_asks_for_what_where_and_when() {
    let service = Service::start().await;
    let offer = service.pc().offer("link").await;
    let mut phone = service.phone();
    let path = format!("handoffs/{}", offer.token);
    let seen: HandoffView = phone.get(&path).await.good().json();
    assert_eq!(
        serde_json::to_value(seen.errand).expect("JSON"),
        card("link")
    );
    assert!(seen.origin.device.contains("Windows"), "{:?}", seen.origin);
    assert!(!seen.yours && seen.expires_at > seen.origin.at);
    assert!(!phone.is_known().await, "looking begins nothing");
    phone.open(&offer.token).await;
    let again: HandoffView = phone.get(&path).await.good().json();
    assert!(again.yours);
}

#[tokio::test]
async fn the_first_screen_follows_what_the_phone_does() {
    let service = Service::start().await;
    let (mut pc, mut phone) = (service.pc(), service.phone());
    let offer = pc.offer("link").await;
    let mut events = pc.listen(&offer.flow).await;
    assert!(matches!(events.next().await, StageView::Offered { .. }));
    let url = phone.open(&offer.token).await;
    let StageView::AtProvider {
        opened_on,
        resumable,
        ..
    } = events.next().await
    else {
        panic!("not opened");
    };
    assert_eq!((opened_on.as_deref(), resumable), (Some("iPhone"), false));
    phone.go(&url, "sakura").await;
    let stage = events
        .until(|stage| matches!(stage, StageView::Confirming { .. }))
        .await;
    assert!(matches!(stage, StageView::Confirming { digits: None, .. }));
    let digits = phone.digits(&offer.flow).await.expect("digits");
    pc.type_digits(&offer.flow, &digits).await.good();
    events
        .until(|stage| matches!(stage, StageView::Done { .. }))
        .await;
}

#[tokio::test]
async fn the_phone_may_go_on_by_itself() {
    let service = Service::start().await;
    let (mut pc, mut phone) = (service.pc(), service.phone());
    let offer = pc.offer("link").await;
    phone.carry(&offer, "sakura").await;
    let kept = phone.press(&offer.flow, "keep").await.visit();
    assert!(kept.proof.is_some());
    assert_eq!(pc.visit().await.proof, None);
    let StageView::Done { delivered, .. } = pc.flow().await.stage else {
        panic!("not done");
    };
    assert_eq!(delivered, Delivered::OtherDevice);
    phone.sign_in("link", "sakura").await;
    phone.link().await.good();
}

#[tokio::test]
async fn only_the_phone_may_keep_and_only_the_first_screen_may_type() {
    let service = Service::start().await;
    let (mut pc, mut phone) = (service.pc(), service.phone());
    let offer = pc.offer("link").await;
    let digits = phone.carry(&offer, "sakura").await;
    pc.press(&offer.flow, "keep").await.refused("flow_unknown");
    phone
        .type_digits(&offer.flow, &digits)
        .await
        .refused("flow_unknown");
    pc.type_digits(&offer.flow, &digits).await.good();
}

#[tokio::test]
async fn declining_ends_the_flow_on_both_devices() {
    for report in [false, true] {
        let service = Service::start().await;
        let mut pc = service.pc();
        let offer = pc.offer("link").await;
        let path = format!("handoffs/{}/decline", offer.token);
        let declined = service
            .phone()
            .post(&path, json!({ "report": report }))
            .await;
        assert_eq!(declined.status, 204);
        let StageView::Closed { refusal } = pc.flow().await.stage else {
            panic!("not closed");
        };
        assert_eq!(refusal.code, "handoff_declined");
        assert_eq!(service.audit().count("reported"), usize::from(report));
        service
            .phone()
            .accept(&offer.token)
            .await
            .refused("handoff_declined");
    }
}

#[tokio::test]
async fn the_phone_may_decline_after_it_has_opened_the_link() {
    let service = Service::start().await;
    let (mut pc, mut phone) = (service.pc(), service.phone());
    let offer = pc.offer("link").await;
    phone.carry(&offer, "sakura").await;
    let path = format!("handoffs/{}/decline", offer.token);
    assert_eq!(
        phone.post(&path, json!({ "report": true })).await.status,
        204
    );
    assert!(matches!(pc.flow().await.stage, StageView::Closed { .. }));
    assert_eq!(service.count("proof"), 0);
}

#[tokio::test]
async fn either_device_may_cancel() {
    for on_phone in [true, false] {
        let service = Service::start().await;
        let (mut pc, mut phone) = (service.pc(), service.phone());
        let offer = pc.offer("link").await;
        let digits = phone.carry(&offer, "sakura").await;
        let presses = if on_phone { &mut phone } else { &mut pc };
        presses.press(&offer.flow, "cancel").await.good();
        for device in [&mut pc, &mut phone] {
            let stage = device.flow().await.stage;
            assert!(
                matches!(stage, StageView::Closed { refusal } if refusal.code == "flow_cancelled")
            );
        }
        pc.type_digits(&offer.flow, &digits)
            .await
            .refused("flow_out_of_order");
    }
}

#[tokio::test]
async fn a_renewed_qr_kills_the_old_one() {
    let service = Service::start().await;
    let (mut pc, mut phone) = (service.pc(), service.phone());
    let old = pc.offer("link").await;
    let renewed = Offer::of(&pc.press(&old.flow, "renew").await.flow());
    assert_ne!(old.token, renewed.token);
    phone.accept(&old.token).await.refused("handoff_unknown");
    phone.open(&renewed.token).await;
    pc.press(&old.flow, "renew")
        .await
        .refused("flow_out_of_order");
}

#[tokio::test]
async fn a_reloaded_page_shows_the_same_qr() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let offer = pc.offer("link").await;
    let flow = pc.flow().await;
    let StageView::Offered { qr, .. } = &flow.stage else {
        panic!("not offered");
    };
    assert!(
        qr.as_ref()
            .is_some_and(|qr| qr.size >= 21 && qr.path.starts_with('M'))
    );
    assert_eq!(Offer::of(&flow).token, offer.token);
}

#[tokio::test]
async fn more_time_is_given_once() {
    let mut service = Service::start().await;
    let mut pc = service.pc();
    let offer = pc.offer("link").await;
    service.pass(170).await;
    pc.press(&offer.flow, "extend").await.good();
    pc.press(&offer.flow, "extend")
        .await
        .refused("flow_out_of_order");
    service.pass(170).await;
    service.phone().open(&offer.token).await;
}

#[tokio::test]
async fn a_qr_opens_on_one_device_only() {
    let service = Service::start().await;
    let (mut pc, mut phone) = (service.pc(), service.phone());
    let offer = pc.offer("link").await;
    phone.open(&offer.token).await;
    service
        .phone()
        .accept(&offer.token)
        .await
        .refused("handoff_taken");
    phone.open(&offer.token).await;
}

#[tokio::test]
async fn the_browser_that_shows_the_qr_may_open_it_itself() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let offer = pc.offer("link").await;
    let url = pc.open(&offer.token).await;
    assert_eq!(pc.go(&url, "sakura").await.location(), "/verify/");
    assert!(
        pc.visit().await.proof.is_some(),
        "nothing needs to be carried over"
    );
}

#[tokio::test]
async fn wrong_digits_are_counted_and_five_end_it() {
    let service = Service::start().await;
    let (mut pc, mut phone) = (service.pc(), service.phone());
    let offer = pc.offer("link").await;
    let digits = phone.carry(&offer, "sakura").await;
    let wrong = if digits == "000000" {
        "000001"
    } else {
        "000000"
    };
    for left in [4, 3, 2, 1] {
        let refusal = pc
            .type_digits(&offer.flow, wrong)
            .await
            .refused("digits_wrong");
        assert_eq!(refusal.tries_left, Some(left));
    }
    pc.type_digits(&offer.flow, wrong)
        .await
        .refused("digits_exhausted");
    pc.type_digits(&offer.flow, &digits)
        .await
        .refused("flow_out_of_order");
    assert_eq!(service.count("proof"), 0);
    let audit = service.audit();
    assert_eq!(
        (audit.count("digits_wrong"), audit.count("digits_exhausted")),
        (4, 1)
    );
}

#[tokio::test]
async fn digits_renew_themselves_and_the_last_ones_hold_a_moment_longer() {
    let mut service = Service::start().await;
    let (mut pc, mut phone) = (service.pc(), service.phone());
    let offer = pc.offer("link").await;
    let first = phone.carry(&offer, "sakura").await;
    service.pass(190).await;
    let second = phone.digits(&offer.flow).await.expect("digits");
    assert_ne!(
        first, second,
        "one in a million runs of this test may fail here"
    );
    service.pass(11).await;
    pc.type_digits(&offer.flow, &first)
        .await
        .refused("digits_wrong");
    pc.type_digits(&offer.flow, &second).await.good();
}

#[tokio::test]
async fn a_sign_in_is_not_carried_to_another_device() {
    let service = Service::start().await;
    let asked = service
        .pc()
        .ask(&ident_tests::sign_in("link"), "other_device")
        .await;
    asked.refused("request_malformed");
}

#[tokio::test]
async fn the_phone_sets_out_again_after_a_closed_tab() {
    let service = Service::start().await;
    let (mut pc, mut phone) = (service.pc(), service.phone());
    let offer = pc.offer("manage").await;
    phone.open(&offer.token).await;
    pc.press(&offer.flow, "resume")
        .await
        .refused("flow_unknown");
    let again = phone.press(&offer.flow, "resume").await.started();
    let ident_wire::Go::Navigate { url } = again.go else {
        panic!("not sent anywhere");
    };
    phone.go(&url, "sakura").await;
    let digits = phone.digits(&offer.flow).await.expect("digits");
    let visit = pc.type_digits(&offer.flow, &digits).await.visit();
    assert!(visit.can.contains(&Can::StartLink) && visit.proof.is_some());
}
