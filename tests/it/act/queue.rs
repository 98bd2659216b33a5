//! The queue under the directory's write budget (F-29).

use ident_tests::{Service, Setup};
use ident_wire::{ActStageView, ActView};

/// A budget of one pass in ten seconds, and a little more for what is kept free of it.
fn narrow() -> Setup {
    Setup {
        directory: "writes = 2\nwrites_window_s = 10".to_owned(),
        ..Setup::default()
    }
}

fn ahead(act: &ActView) -> u32 {
    match act.stage {
        ActStageView::Waiting { ahead, .. } => ahead,
        _ => panic!("{act:?} does not wait"),
    }
}

#[tokio::test]
async fn f29_everybody_has_a_place_and_is_told_how_many_are_before() {
    let mut service = Service::with(narrow()).await;
    let (mut sakura, mut ken) = (service.pc(), service.phone());
    sakura.prelink("sakura").await;
    ken.prelink("ken").await;
    let first = sakura.ready_for("pass", "sakura").await;
    let second = ken.ready_for("pass", "ken").await;
    assert_eq!((ahead(&first), ahead(&second)), (0, 1));
    let early = ken.perform(&second.id).await.refused("act_out_of_turn");
    assert_eq!(early.retry_after_s, Some(11));
    sakura.perform(&first.id).await.good();
    service.restart().await;
    ken.perform(&second.id).await.refused("act_out_of_turn");
    service.pass(11).await;
    ken.perform(&second.id).await.good();
}

#[tokio::test]
async fn f29_asking_again_keeps_the_place() {
    let service = Service::with(narrow()).await;
    let (mut sakura, mut ken) = (service.pc(), service.phone());
    sakura.prelink("sakura").await;
    ken.prelink("ken").await;
    sakura.ready_for("pass", "sakura").await;
    let place = |act: &ActView| match &act.stage {
        ActStageView::Waiting { not_before, .. } => not_before.clone(),
        _ => panic!("{act:?} does not wait"),
    };
    let second = ken.ready_for("pass", "ken").await;
    let again = ken.ready_for("pass", "ken").await;
    assert_eq!(place(&second), place(&again));
}
