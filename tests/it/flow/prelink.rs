//! Card, sign-in, link: the main job.

use ident_tests::Service;
use ident_wire::{Can, LinkView, StepState};

#[tokio::test]
async fn a_card_and_an_account_become_one_link() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let checked = pc.card("link", "sakura").await;
    assert_eq!(
        checked.proof.expect("a proof").name.as_deref(),
        Some("本郷　さくら")
    );
    assert_ne!(checked.steps.link, StepState::Done);
    let signed_in = pc.sign_in("link", "sakura").await;
    assert!(signed_in.can.contains(&Can::Link));
    let linked = pc.link().await.visit();
    assert_eq!(linked.steps.link, StepState::Done);
    assert!(
        matches!(linked.link, Some(LinkView::Linked { account_number, .. }) if account_number == "0123456789")
    );
    assert_eq!(
        service.audit().codes(),
        ["begun", "proven", "begun", "signed_in", "linked"]
    );
}
