//! A kiosk that is stopped is stopped at once, with all that is open on it (K-08).

use ident_tests::Service;
use ident_wire::{KioskPulse, KioskStanding};
use serde_json::json;

#[tokio::test]
async fn k08_the_open_visits_of_a_stopped_kiosk_end_with_their_flows() {
    let service = Service::start().await;
    let (mut kiosk, mut desk) = service.kiosk().await;
    kiosk.next(&service).await;
    let offer = kiosk.offer("pass").await;
    let mut phone = service.phone();
    let url = phone.open(&offer.token).await;
    desk.revoke(&kiosk.id).await.good();
    let reply = kiosk.flow(&offer.flow).await;
    reply.refused("visit_expired");
    let told = phone.go(&url, "sakura").await.told();
    assert_eq!(
        told.code, "callback_late",
        "what began on it goes on nowhere"
    );
    assert_eq!(service.count("proof"), 0);
    let row = service.audit();
    let row = row.one("kiosk_revoked");
    assert_eq!(row.flow.as_deref(), Some(offer.flow.as_str()));
}

#[tokio::test]
async fn k08_a_stopped_kiosk_begins_nothing_and_is_told_so() {
    let service = Service::start().await;
    let (mut kiosk, mut desk) = service.kiosk().await;
    let (mut other, _) = service.kiosk().await;
    desk.revoke(&kiosk.id).await.good();
    let assertion = kiosk.sign(&kiosk.claims(&service));
    let reply = kiosk.visit_with(&assertion).await;
    reply.refused("kiosk_revoked");
    let pulse: KioskPulse = kiosk.heartbeat(&service).await.good().json();
    assert_eq!((pulse.revoked, pulse.kiosk), (true, None));
    other.next(&service).await;
    let rows = desk.kiosks().await;
    let stopped = rows.iter().find(|row| row.id == kiosk.id);
    assert_eq!(stopped.expect("listed").standing, KioskStanding::Revoked);
    desk.revoke(&kiosk.id).await.good();
    assert_eq!(service.audit().count("kiosk_stopped"), 1, "once");
}

#[tokio::test]
async fn k08_a_code_that_was_withdrawn_enrols_nobody() {
    let service = Service::start().await;
    let mut desk = service.clerk().await;
    let invited = desk.invite("1号機", "本郷").await.good();
    let invited: ident_wire::KioskInvitation = invited.json();
    desk.revoke(&invited.list.kiosks[0].id).await.good();
    let mut kiosk = ident_tests::Kiosk::fresh(&service).await;
    kiosk.enrol(&invited.code).await.refused("kiosk_code_wrong");
}

#[tokio::test]
async fn a_kiosk_that_there_is_not_cannot_be_stopped() {
    let service = Service::start().await;
    let mut desk = service.clerk().await;
    for id in ["AAAAAAAAAAAAAAAAAAAAAA", "x"] {
        desk.revoke(id).await.refused("kiosk_unknown");
    }
}

#[tokio::test]
async fn k08_a_visit_that_slipped_in_with_the_stop_is_refused_as_well() {
    let service = Service::start().await;
    let (mut kiosk, mut desk) = service.kiosk().await;
    let assertion = kiosk.sign(&kiosk.claims(&service));
    let id = kiosk.id.clone();
    let (begun, stopped) = tokio::join!(kiosk.visit_with(&assertion), desk.revoke(&id));
    stopped.good();
    if begun.status == 200 {
        let late = kiosk.screen.post("visit/end", json!({})).await;
        late.refused_as_one_of(&["visit_expired", "kiosk_revoked"]);
    } else {
        begun.refused("kiosk_revoked");
    }
}
