//! Seeing the link, by the card and by the account.

use ident_tests::Service;
use ident_wire::{Kept, LinkView, Via};

#[tokio::test]
async fn a_card_shows_its_link_to_a_browser_that_knew_nothing() {
    let mut service = Service::start().await;
    service.pc().prelink("sakura").await;
    service.pass(3600).await;
    let seen = service.phone().card("manage", "sakura").await;
    let Some(LinkView::Linked {
        via,
        account_number,
        account_is_mine,
        since,
        last_used_at,
        kept,
        ..
    }) = seen.link
    else {
        panic!("not linked: {:?}", seen.link);
    };
    assert_eq!((via, account_number.as_str()), (Via::Card, "0123456789"));
    assert_eq!(account_is_mine, None, "nobody has signed in");
    assert!(last_used_at.expect("just now") > since);
    let name = Some("本郷　さくら".to_owned());
    assert_eq!(kept, Kept { name });
}

#[tokio::test]
async fn an_account_shows_its_link() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    let seen = service.pc().sign_in("my", "sakura").await;
    let account = seen.account.expect("an account");
    assert_eq!(account.user_name, "0123456789@utac.u-tokyo.ac.jp");
    assert!(
        account.fresh_until.is_some(),
        "it was asked for with a second factor"
    );
    let Some(LinkView::Linked {
        via,
        account_is_mine,
        ..
    }) = seen.link
    else {
        panic!("not linked: {:?}", seen.link);
    };
    assert_eq!((via, account_is_mine), (Via::Account, Some(true)));
}

#[tokio::test]
async fn who_is_not_linked_is_told_so() {
    let service = Service::start().await;
    let by_card = service.pc().card("manage", "cardonly").await;
    assert_eq!(by_card.link, Some(LinkView::None { via: Via::Card }));
    let by_account = service.pc().sign_in("my", "nocard").await;
    assert_eq!(by_account.link, Some(LinkView::None { via: Via::Account }));
}

#[tokio::test]
async fn after_the_end_of_a_visit_nothing_of_it_is_left() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    let ended = pc.post("visit/end", serde_json::json!({})).await;
    assert_eq!(ended.status, 204);
    assert!(pc.jar.field(false).is_none(), "no cookie is left");
    assert!(!pc.is_known().await);
    assert_eq!(service.count("visit"), 0);
    assert_eq!(service.audit().count("ended"), 1);
}
