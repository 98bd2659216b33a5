//! Cutting the link, by the card and by a fresh sign-in.

use ident_tests::{Person, Service};
use ident_wire::{Can, LinkView, Next, Via};

#[tokio::test]
async fn a_card_check_made_for_it_cuts_the_link() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    let mut pc = service.pc();
    assert!(pc.card("manage", "sakura").await.can.contains(&Can::Unlink));
    let cut = pc.unlink().await.visit();
    assert_eq!(cut.link, Some(LinkView::None { via: Via::Card }));
    assert_eq!(service.count("link"), 0);
    assert_eq!(service.audit().count("unlinked"), 1);
}

#[tokio::test]
async fn a_fresh_sign_in_with_a_second_factor_cuts_the_link() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    let mut pc = service.pc();
    let fresh = pc.sign_in("secure", "sakura").await;
    assert!(fresh.can.contains(&Can::Unlink), "{fresh:?}");
    pc.unlink().await.good();
    assert_eq!(service.count("link"), 0);
}

#[tokio::test]
async fn a_sign_in_that_is_not_fresh_cuts_nothing() {
    let mut service = Service::start().await;
    service.pc().prelink("sakura").await;
    let mut pc = service.pc();
    pc.card("link", "sakura").await;
    pc.sign_in("link", "sakura").await;
    assert_eq!(
        pc.unlink().await.refused("sign_in_again").next,
        Next::SignInAgain
    );
    pc.sign_in("secure", "sakura").await;
    service.pass(660).await;
    pc.unlink().await.refused("sign_in_again");
    assert_eq!(service.count("link"), 1);
    assert_eq!(service.audit().count("sign_in_again"), 2);
}

#[tokio::test]
async fn who_has_just_signed_in_for_the_status_page_need_not_sign_in_again() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    let mut pc = service.pc();
    assert!(pc.sign_in("my", "sakura").await.can.contains(&Can::Unlink));
    pc.unlink().await.good();
    assert_eq!(service.count("link"), 0);
}

#[tokio::test]
async fn without_a_second_factor_no_sign_in_is_fresh() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    let mut pc = service.pc();
    let weak = Person {
        mfa: false,
        ..Person::from("sakura")
    };
    let started = pc.begin(&ident_tests::sign_in("secure"), "this_pc").await;
    let (_, answer) = service.sandbox.try_approve(&started.url, weak).await;
    if let Some(redirect) = answer["redirect"].as_str() {
        pc.arrive(redirect).await;
    }
    pc.unlink()
        .await
        .refused_as_one_of(&["sign_in_again", "proof_missing"]);
    assert_eq!(service.count("link"), 1);
}

#[tokio::test]
async fn nothing_is_cut_where_nothing_is_linked() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.card("manage", "sakura").await;
    assert_eq!(
        pc.unlink().await.refused("unlink_nothing").next,
        Next::Status
    );
}

#[tokio::test]
async fn the_card_check_for_linking_does_not_cut() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    let mut pc = service.pc();
    pc.card("link", "sakura").await;
    pc.unlink().await.refused("proof_missing");
    assert_eq!(service.count("link"), 1);
}

#[tokio::test]
async fn one_card_check_cuts_once() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    let mut pc = service.pc();
    pc.card("manage", "sakura").await;
    pc.unlink().await.good();
    service.pc().prelink("sakura").await;
    pc.unlink().await.refused("proof_missing");
    assert_eq!(service.count("link"), 1, "the new link stays");
}

#[tokio::test]
async fn after_the_cut_the_card_can_be_linked_again() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    pc.card("manage", "sakura").await;
    pc.unlink().await.good();
    pc.prelink("ken").await;
    assert_eq!(service.count("link"), 1);
}
