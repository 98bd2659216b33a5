//! Card, sign-in, link: the main job.

use ident_tests::Service;
use ident_wire::{Can, LinkView, StepState};

#[tokio::test]
async fn a_card_and_an_account_become_one_link() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let checked = pc.card("link", "sakura").await;
    let proof = checked.proof.expect("a proof");
    assert_eq!(proof.name.as_deref(), Some("本郷　さくら"));
    let signed_in = pc.sign_in("link", "sakura").await;
    assert!(signed_in.can.contains(&Can::Link));
    let linked = pc.link().await.visit();
    assert_eq!(linked.steps.link, StepState::Done);
    let Some(LinkView::Linked { account_number, .. }) = linked.link else {
        panic!("not linked");
    };
    assert_eq!(account_number, "0123456789");
    let codes = ["begun", "proven", "begun", "signed_in", "linked"];
    assert_eq!(service.audit().codes(), codes);
}

#[tokio::test]
async fn the_sign_in_may_come_before_the_card() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.sign_in("my", "ken").await;
    pc.card("link", "ken").await;
    assert_eq!(pc.link().await.visit().steps.link, StepState::Done);
}

#[tokio::test]
async fn a_checked_card_without_a_link_is_not_done_on_return_either() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.card("link", "sakura").await;
    for _ in 0..2 {
        let steps = pc.visit().await.steps;
        assert_eq!(steps.card, StepState::Done);
        assert_eq!(
            (steps.sign_in, steps.link),
            (StepState::Todo, StepState::Todo)
        );
    }
    assert_eq!(service.count("link"), 0);
}

#[tokio::test]
async fn all_three_steps_work_on_one_phone() {
    let service = Service::start().await;
    let mut phone = service.phone();
    for (errand, page) in [
        (ident_tests::card("link"), "/verify/"),
        (ident_tests::sign_in("link"), "/verify/"),
    ] {
        let started = phone.begin(&errand, "this_phone").await;
        let landed = phone.go(&started.url, "maria").await;
        assert_eq!(landed.location(), page);
    }
    assert_eq!(phone.link().await.visit().steps.link, StepState::Done);
    assert_eq!(service.audit().0[0].way.as_deref(), Some("this_phone"));
}

#[tokio::test]
async fn names_are_shown_as_they_are_on_the_card_and_never_compared() {
    for person in ["kaede", "maria", "long", "mono", "html"] {
        let service = Service::start().await;
        let linked = service.pc().prelink(person).await;
        assert_eq!(linked.steps.link, StepState::Done, "{person}");
    }
}
