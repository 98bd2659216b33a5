//! Setting out again, stopping, and a second tab.

use ident_tests::{Service, card, sign_in};
use ident_wire::{Next, Purpose, StageView};

async fn closed_with(pc: &mut ident_tests::Browser) -> String {
    match pc.flow().await.stage {
        StageView::Closed { refusal } => refusal.code,
        stage => panic!("not closed: {stage:?}"),
    }
}

#[tokio::test]
async fn a_closed_tab_is_taken_up_again() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let first = pc.begin(&card("link"), "this_pc").await;
    let stage = pc.flow().await.stage;
    assert!(matches!(
        stage,
        StageView::AtProvider {
            resumable: true,
            ..
        }
    ));
    let again = pc.press(&first.flow, "resume").await.started();
    assert_eq!(again.flow.id, first.flow);
    let ident_wire::Go::Navigate { url } = again.go else {
        panic!("not sent anywhere");
    };
    assert_eq!(pc.go(&url, "sakura").await.location(), "/verify/");
    assert!(pc.visit().await.proof.is_some());
}

#[tokio::test]
async fn the_answer_to_the_former_request_is_refused_and_the_new_one_taken() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let first = pc.begin(&card("link"), "this_pc").await;
    let former = service.sandbox.approve(&first.url, "sakura").await;
    let again = pc.press(&first.flow, "resume").await.started();
    assert_eq!(
        pc.arrive(&former).await.told().code,
        "callback_unknown_state"
    );
    assert!(pc.visit().await.proof.is_none());
    let ident_wire::Go::Navigate { url } = again.go else {
        panic!("not sent anywhere");
    };
    let kept = pc.jar.get("ident_flow").is_some();
    assert!(
        kept,
        "an old tab does not take the way back from the new one"
    );
    pc.go(&url, "sakura").await;
    assert!(pc.visit().await.proof.is_some());
}

#[tokio::test]
async fn cancelling_ends_the_flow_and_its_answer_comes_too_late() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("manage"), "this_pc").await;
    let answer = service.sandbox.approve(&started.url, "sakura").await;
    pc.press(&started.flow, "cancel").await.good();
    let StageView::Closed { refusal } = pc.flow().await.stage else {
        panic!("not closed");
    };
    assert_eq!(
        (refusal.code.as_str(), refusal.next),
        ("flow_cancelled", Next::Restart)
    );
    assert_eq!(
        refusal.purpose,
        Some(Purpose::Manage),
        "a new start needs no new choice"
    );
    assert_eq!(pc.arrive(&answer).await.told().code, "callback_late");
    pc.press(&started.flow, "cancel").await.good();
    assert_eq!(service.audit().count("flow_cancelled"), 1, "twice is once");
}

#[tokio::test]
async fn a_newer_flow_takes_the_place_of_the_older_one() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let older = pc.begin(&card("link"), "this_pc").await;
    let answer = service.sandbox.approve(&older.url, "sakura").await;
    let newer = pc.begin(&card("manage"), "this_pc").await;
    assert_eq!(
        service.audit().one("flow_superseded").flow.as_deref(),
        Some(older.flow.as_str())
    );
    assert_eq!(pc.arrive(&answer).await.told().code, "callback_late");
    assert_eq!(pc.flow().await.id, newer.flow);
    let refused = pc.press(&older.flow, "resume").await;
    refused.refused("flow_superseded");
}

#[tokio::test]
async fn a_stale_tab_does_not_spoil_the_newer_flow() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let older = pc.begin(&card("link"), "this_pc").await;
    let answer = service.sandbox.approve(&older.url, "sakura").await;
    let newer = pc.begin(&card("manage"), "this_pc").await;
    pc.arrive(&answer).await.told();
    assert_eq!(pc.go(&newer.url, "sakura").await.location(), "/verify/");
    assert!(pc.visit().await.proof.is_some());
}

#[tokio::test]
async fn stopping_in_the_app_is_told_and_a_new_start_works() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    let stopping = ident_tests::Person::from("sakura").stopping();
    assert_eq!(
        pc.go(&started.url, stopping).await.told().code,
        "provider_cancelled"
    );
    assert_eq!(closed_with(&mut pc).await, "provider_cancelled");
    let visit = pc.press(&started.flow, "dismiss").await.visit();
    assert_eq!(visit.flow, None);
    pc.prelink("sakura").await;
}

#[tokio::test]
async fn a_running_flow_is_not_put_away() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&sign_in("my"), "this_pc").await;
    pc.press(&started.flow, "dismiss")
        .await
        .refused("flow_out_of_order");
}

#[tokio::test]
async fn the_back_button_after_success_changes_nothing() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    let answer = service.sandbox.approve(&started.url, "sakura").await;
    pc.arrive(&answer).await;
    let before = service.state();
    assert_eq!(pc.arrive(&answer).await.told().code, "callback_repeated");
    assert_eq!(service.state(), before);
    assert!(pc.visit().await.proof.is_some());
    assert_eq!(
        pc.go(&started.url, "sakura").await.told().code,
        "callback_repeated"
    );
}

#[tokio::test]
async fn after_the_end_of_the_visit_its_answer_has_nowhere_to_go() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    let cookie = pc.jar.get("ident_flow").expect("a cookie").value.clone();
    pc.post("visit/end", serde_json::json!({})).await;
    pc.jar.plant("ident_flow", &cookie);
    assert_eq!(
        pc.go(&started.url, "sakura").await.told().code,
        "visit_expired"
    );
    assert_eq!((service.count("proof"), service.count("visit")), (0, 0));
    assert_eq!(service.audit().count("visit_expired"), 1);
}
