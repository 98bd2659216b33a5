//! "It was not me": one press, no sign-in.

use ident_tests::{Browser, Op, Service};
use ident_wire::{Can, FreezeView, LinkView, Next};
use serde_json::json;

use super::{FIRST, add, prepared, register};

async fn token(service: &Service) -> String {
    let mails = service.mails(FIRST).await;
    mails.last().expect("a notice").freeze_token().to_owned()
}

async fn press(browser: &mut Browser, token: &str) -> ident_tests::Reply {
    browser
        .post(&format!("notices/{token}/freeze"), json!({}))
        .await
}

fn frozen(visit: &ident_wire::VisitView) -> bool {
    matches!(
        &visit.link,
        Some(LinkView::Linked {
            frozen_since: Some(_),
            ..
        })
    )
}

#[tokio::test]
async fn n07_one_press_in_any_browser_freezes_and_looking_does_not() {
    let service = Service::start().await;
    prepared(&service).await;
    let token = token(&service).await;
    let mut anywhere = service.phone();
    let before = service.everything();
    for _ in 0..3 {
        let seen = anywhere.get(&format!("notices/{token}")).await.good();
        let seen: FreezeView = seen.json();
        assert!(seen.linked && seen.frozen_since.is_none());
        assert!(seen.account_masked.contains('*'));
    }
    assert_eq!(service.everything(), before, "looking changes nothing");
    let done: FreezeView = press(&mut anywhere, &token).await.good().json();
    assert!(done.frozen_since.is_some());
    assert!(!anywhere.is_known().await, "and nobody is signed in by it");
    press(&mut anywhere, &token).await.good();
    assert_eq!(service.audit().count("frozen"), 1, "once is enough");
    let mails = service.mails(FIRST).await;
    assert!(
        mails
            .last()
            .expect("a notice")
            .subject
            .contains("一時停止しました")
    );
}

#[tokio::test]
async fn n07_no_act_rests_on_a_frozen_link_and_the_live_pass_is_gone() {
    let service = Service::start().await;
    let mut pc = prepared(&service).await;
    let issued = pc.issue("pass", "sakura").await;
    let token = token(&service).await;
    assert_eq!(service.live_passes("sakura").await, 1);
    press(&mut service.phone(), &token).await.good();
    assert_eq!(service.live_passes("sakura").await, 0);
    let tried = service
        .sandbox
        .try_secret("sakura", json!({ "tap": issued.secret }))
        .await;
    assert_eq!(tried["ok"], false);
    pc.card("pass", "sakura").await;
    let refusal = pc.ask_act("pass").await.refused("link_frozen");
    assert_eq!(refusal.next, Next::Unfreeze);
    add(&mut pc, "thief@mail.example")
        .await
        .refused("link_frozen");
    assert!(!pc.visit().await.can.contains(&Can::IssuePass));
}

#[tokio::test]
async fn n07_a_directory_that_is_down_does_not_keep_the_link_from_being_frozen() {
    let service = Service::start().await;
    let mut pc = prepared(&service).await;
    let token = token(&service).await;
    service
        .sandbox
        .arm_with(json!({ "op": Op::Graph.to_string(), "fault": "http_500", "times": 9 }))
        .await;
    press(&mut service.phone(), &token).await.good();
    service.sandbox.clear().await;
    assert!(frozen(&pc.visit().await));
}

#[tokio::test]
async fn n07_the_freeze_finds_the_link_that_an_attacker_has_made_since() {
    let service = Service::start().await;
    let mut owner = service.pc();
    owner.card("link", "lost-before").await;
    owner.sign_in("link", "lost").await;
    owner.link().await.good();
    register(&service, &mut owner, FIRST).await;
    let old = token(&service).await;
    let mut thief = service.pc();
    thief.card("link", "lost").await;
    thief.sign_in("secure", "lost").await;
    thief.relink().await.good();
    press(&mut service.phone(), &old).await.good();
    assert!(
        frozen(&thief.visit().await),
        "the new link, by the old notice"
    );
    thief.card("link", "lost").await;
    thief.relink().await.refused("link_frozen");
}

#[tokio::test]
async fn n07_lifting_takes_the_card_or_a_fresh_sign_in() {
    let mut service = Service::start().await;
    prepared(&service).await;
    let token = token(&service).await;
    press(&mut service.phone(), &token).await.good();
    let mut pc = service.pc();
    pc.post("unfreeze", json!({}))
        .await
        .refused("visit_missing");
    pc.card("pass", "sakura").await;
    pc.post("unfreeze", json!({}))
        .await
        .refused("standing_missing");
    let seen = pc.card("manage", "sakura").await;
    assert!(frozen(&seen) && seen.can.contains(&Can::Unfreeze));
    let lifted = pc.post("unfreeze", json!({})).await.visit();
    assert!(!frozen(&lifted));
    assert_eq!(lifted.proof, None, "the card check is consumed");
    pc.post("freeze", json!({})).await.good();
    let mut later = service.pc();
    later.sign_in("secure", "sakura").await;
    service.pass(660).await;
    later
        .post("unfreeze", json!({}))
        .await
        .refused("sign_in_again");
    later.sign_in("secure", "sakura").await;
    assert!(!frozen(&later.post("unfreeze", json!({})).await.visit()));
    later
        .post("unfreeze", json!({}))
        .await
        .refused("not_frozen");
    let told = service.mails(FIRST).await;
    let lifted = told
        .iter()
        .filter(|mail| mail.subject.contains("停止を解きました"));
    assert_eq!(lifted.count(), 2);
}

#[tokio::test]
async fn n07_a_forged_or_foreign_link_freezes_nothing() {
    let service = Service::start().await;
    prepared(&service).await;
    let token = token(&service).await;
    let mut thief = service.pc();
    let mut forged = token.clone().into_bytes();
    forged[3] = if forged[3] == b'A' { b'B' } else { b'A' };
    let forged = String::from_utf8(forged).expect("text");
    for wrong in [forged.as_str(), "x", &token[..42], &"A".repeat(43)] {
        press(&mut thief, wrong).await.refused("freeze_unknown");
        thief
            .get(&format!("notices/{wrong}"))
            .await
            .refused("freeze_unknown");
    }
    assert_eq!(service.audit().count("frozen"), 0);
}

#[tokio::test]
async fn a_cut_link_cannot_be_frozen_and_a_frozen_one_can_be_cut() {
    let service = Service::start().await;
    let mut pc = prepared(&service).await;
    let token = token(&service).await;
    press(&mut service.phone(), &token).await.good();
    pc.card("manage", "sakura").await;
    pc.unlink().await.good();
    press(&mut service.phone(), &token)
        .await
        .refused("freeze_nothing");
}

#[tokio::test]
async fn freezes_are_counted_by_network() {
    let service = Service::with(ident_tests::Setup {
        tables: "[limits]\nfreezes_by_network = { max = 2, window_s = 3600 }".to_owned(),
        ..ident_tests::Setup::default()
    })
    .await;
    let mut thief = service.pc();
    for _ in 0..2 {
        press(&mut thief, "x").await.refused("freeze_unknown");
    }
    press(&mut thief, "x").await.refused("start_too_many");
}
