//! The whole pre-link against a certified OpenID Provider that we did not write, unchanged, over
//! HTTP: once as the Digital Agency's service, once as UTokyo Account. The directory is the
//! sandbox's.

mod provider;

use ident_tests::{Alg, Providers, Service, Setup, card, sign_in};
use ident_wire::{LinkView, StepState};
use provider::{Peer, free_port, sakura};
use serde_json::json;

async fn service(alg: Alg) -> (Service, Peer) {
    let port = free_port().await;
    let peer = Peer::start(alg, port).await;
    let providers = Providers {
        digital_id: peer.digital_id.issuer.clone(),
        utokyo: peer.utokyo.issuer.clone(),
    };
    let setup = Setup {
        alg,
        port: Some(port),
        providers: Some(providers),
        // This provider puts `at_hash` only into tokens that come through the browser.
        digital_id: "at_hash_required = false\nrequired_acr = \"aal3\"".to_owned(),
        ..Setup::default()
    };
    (Service::with(setup).await, peer)
}

async fn pre_link(alg: Alg) {
    let (service, peer) = service(alg).await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    let back = peer.digital_id.press_through(&started.url, &sakura()).await;
    assert_eq!(pc.arrive(&back).await.location(), "/verify/");
    let visit = pc.visit().await;
    let proof = visit.proof.expect("the card was checked");
    assert_eq!(proof.name.as_deref(), Some("本郷　さくら"));
    assert_ne!(
        visit.steps.link,
        StepState::Done,
        "a card check alone links nothing"
    );

    let started = pc.begin(&sign_in("link"), "this_pc").await;
    let back = peer.utokyo.press_through(&started.url, &sakura()).await;
    assert_eq!(pc.arrive(&back).await.location(), "/verify/");
    let linked = pc.post("link", json!({ "relink": false })).await.visit();
    assert_eq!(linked.steps.link, StepState::Done);
    assert!(matches!(
        linked.link,
        Some(LinkView::Linked { account_number, .. }) if account_number == "0123456789"
    ));
}

#[tokio::test]
async fn a_person_links_a_card_through_a_provider_that_signs_es256() {
    pre_link(Alg::Es256).await;
}

#[tokio::test]
async fn a_person_links_a_card_through_a_provider_that_signs_rs256() {
    pre_link(Alg::Rs256).await;
}

#[tokio::test]
async fn a_linked_person_is_recognised_again_by_the_pairwise_id_alone() {
    let (service, peer) = service(Alg::Es256).await;
    let mut pc = service.pc();
    for (errand, at) in [
        (card("link"), &peer.digital_id),
        (sign_in("link"), &peer.utokyo),
    ] {
        let started = pc.begin(&errand, "this_pc").await;
        pc.arrive(&at.press_through(&started.url, &sakura()).await)
            .await;
    }
    pc.post("link", json!({ "relink": false })).await.visit();
    let mut phone = service.phone();
    let started = phone.begin(&card("manage"), "this_phone").await;
    assert!(
        !started.url.contains("name"),
        "no attribute is asked for again (R-09)"
    );
    phone
        .arrive(&peer.digital_id.press_through(&started.url, &sakura()).await)
        .await;
    assert!(matches!(
        phone.visit().await.link,
        Some(LinkView::Linked { .. })
    ));
}

#[tokio::test]
async fn r72_a_person_who_stops_at_the_provider_is_told_so() {
    let (service, peer) = service(Alg::Es256).await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    let stops = json!({ "error": "access_denied" });
    let back = peer.digital_id.press_through(&started.url, &stops).await;
    let landed = pc.arrive(&back).await;
    assert!(
        landed.location().contains("provider_cancelled"),
        "{}",
        landed.location()
    );
    assert!(pc.visit().await.proof.is_none());
}
