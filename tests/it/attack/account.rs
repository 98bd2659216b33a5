//! Cards and accounts that do not belong together.

use ident_tests::{Op, Service};
use ident_wire::LinkView;

#[tokio::test]
async fn a20_two_accounts_at_once_for_one_card() {
    let service = Service::start().await;
    let (mut one, mut two) = (service.pc(), service.pc());
    for (pc, account) in [(&mut one, "sakura"), (&mut two, "ken")] {
        pc.card("link", "sakura").await;
        pc.sign_in("link", account).await;
    }
    let (first, second) = tokio::join!(one.link(), two.link());
    let good = [&first, &second]
        .iter()
        .filter(|answer| answer.status == 200)
        .count();
    assert_eq!((good, service.count("link")), (1, 1));
    let loser = if first.status == 200 { second } else { first };
    loser.refused("link_card_linked_elsewhere");
    assert_eq!(service.audit().count("link_card_linked_elsewhere"), 1);
}

#[tokio::test]
async fn a20_two_cards_at_once_for_one_account() {
    let service = Service::start().await;
    let (mut one, mut two) = (service.pc(), service.pc());
    for (pc, card) in [(&mut one, "sakura"), (&mut two, "ken")] {
        pc.card("link", card).await;
        pc.sign_in("link", "sakura").await;
    }
    let (first, second) = tokio::join!(one.link(), two.link());
    let good = [&first, &second]
        .iter()
        .filter(|answer| answer.status == 200)
        .count();
    assert_eq!((good, service.count("link")), (1, 1));
    let loser = if first.status == 200 { second } else { first };
    loser.refused("link_account_has_other_card");
}

#[tokio::test]
async fn a20_one_button_pressed_twice_links_once() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.card("link", "sakura").await;
    pc.sign_in("link", "sakura").await;
    let mut twin = pc.clone();
    let (first, second) = tokio::join!(pc.link(), twin.link());
    let good = [&first, &second]
        .iter()
        .filter(|answer| answer.status == 200)
        .count();
    assert_eq!((good, service.count("link")), (1, 1));
    assert_eq!(service.audit().count("linked"), 1);
}

#[tokio::test]
async fn a20_relinking_does_not_take_a_card_away_from_another_account() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    service.pc().prelink("ken").await;
    let before = service.everything();
    let mut pc = service.pc();
    pc.card("link", "sakura").await;
    pc.sign_in("secure", "ken").await;
    pc.relink().await.refused("link_card_linked_elsewhere");
    assert_eq!(service.count("link"), 2);
    assert_ne!(service.everything(), before, "the refusal is on record");
}

#[tokio::test]
async fn a21_people_with_equal_names_stay_two_people() {
    let service = Service::start().await;
    service.pc().prelink("ichiro-a").await;
    let other = service.pc().card("manage", "ichiro-b").await;
    assert!(matches!(other.link, Some(LinkView::None { .. })));
    let other = service.pc().sign_in("my", "ichiro-b").await;
    assert!(matches!(other.link, Some(LinkView::None { .. })));
    let mut pc = service.pc();
    pc.card("link", "ichiro-b").await;
    pc.sign_in("link", "ichiro-a").await;
    pc.link().await.refused("link_account_has_other_card");
}

#[tokio::test]
async fn a22_a_subject_that_is_no_text_is_nobody() {
    for fault in ["sub_array", "sub_empty", "sub_too_long", "sub_missing"] {
        for op in [Op::DigitalId, Op::Utokyo] {
            let service = Service::start().await;
            service.sandbox.arm(op, fault).await;
            let mut pc = service.pc();
            let errand = match op {
                Op::DigitalId => ident_tests::card("link"),
                _ => ident_tests::sign_in("my"),
            };
            let started = pc.begin(&errand, "this_pc").await;
            let told = pc.go(&started.url, "sakura").await.told();
            let fits = ["token_subject", "token_malformed"].contains(&told.code.as_str());
            assert!(fits, "{fault} {op}: {told:?}");
            let visit = pc.visit().await;
            assert_eq!((visit.proof, visit.account), (None, None));
        }
    }
}
