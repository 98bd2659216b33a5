//! A new card id takes the place of an old one.

use ident_tests::Service;
use ident_wire::{Can, LinkView, Next};

#[tokio::test]
async fn a_new_card_replaces_the_lost_one_after_a_fresh_sign_in() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.card("link", "lost-before").await;
    pc.sign_in("link", "lost").await;
    pc.link().await.good();
    let mut later = service.pc();
    later.card("link", "lost").await;
    let both = later.sign_in("link", "lost").await;
    assert!(both.can.contains(&Can::Relink) && !both.can.contains(&Can::Link));
    let refusal = later.link().await.refused("link_account_has_other_card");
    assert_eq!(refusal.next, Next::Relink);
    later.relink().await.refused("sign_in_again");
    later.sign_in("secure", "lost").await;
    let linked = later.relink().await.visit();
    assert!(matches!(linked.link, Some(LinkView::Linked { .. })));
    assert_eq!(
        (service.count("link"), service.audit().count("relinked")),
        (1, 1)
    );
    let old = service.pc().card("manage", "lost-before").await;
    assert!(
        matches!(old.link, Some(LinkView::None { .. })),
        "the old card is worth nothing"
    );
}

#[tokio::test]
async fn a_renewed_card_is_the_same_person() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.card("link", "renewed-before").await;
    pc.sign_in("link", "renewed").await;
    pc.link().await.good();
    let seen = service.pc().card("manage", "renewed").await;
    assert!(matches!(seen.link, Some(LinkView::Linked { .. })));
}

#[tokio::test]
async fn linking_the_same_pair_again_keeps_one_link() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    service.pc().prelink("sakura").await;
    assert_eq!(service.count("link"), 1);
}
