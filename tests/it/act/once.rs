//! Nothing twice: one act of an account at a time, one answer with the secret, one effect.

use ident_tests::{Service, stage};
use ident_wire::{ActKind, ActStageView};
use serde_json::json;

#[tokio::test]
async fn f18_of_many_equal_presses_one_has_an_effect() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    pc.card("pass", "sakura").await;
    let asks = (0..10).map(|_| {
        let mut tab = pc.clone();
        tokio::spawn(async move { tab.ask_act("pass").await.status.as_u16() })
    });
    let mut good = 0;
    for ask in asks.collect::<Vec<_>>() {
        good += i32::from(ask.await.expect("an answer") == 200);
    }
    assert_eq!((good, service.count("act")), (1, 1));
    let act = pc.visit().await.act.expect("an act").id;
    let presses = (0..10).map(|_| {
        let (mut tab, act) = (pc.clone(), act.clone());
        tokio::spawn(async move { tab.perform(&act).await.status.as_u16() })
    });
    let mut good = 0;
    for press in presses.collect::<Vec<_>>() {
        good += i32::from(press.await.expect("an answer") == 200);
    }
    assert_eq!(good, 1);
    assert_eq!(service.sandbox.orders().await, ["revoke", "tap_create"]);
    assert_eq!(service.audit().count("pass_issued"), 1);
}

#[tokio::test]
async fn r65_the_secret_is_in_one_answer_that_nobody_keeps() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    let act = pc.ready_for("pass", "sakura").await;
    let answer = pc.perform(&act.id).await.good();
    assert_eq!(answer.header("cache-control"), "no-store");
    let issued: ident_wire::IssuedView = answer.json();
    pc.perform(&act.id).await.refused("act_repeated");
    for path in [
        format!("acts/{}", act.id),
        "visit".to_owned(),
        "coach".to_owned(),
    ] {
        let body = pc.get(&path).await.good();
        assert_eq!(body.header("cache-control"), "no-store", "{path}");
        assert!(!body.body.contains(&issued.secret), "{path}");
    }
}

#[tokio::test]
async fn r73_a_newer_act_takes_the_place_of_one_that_waits() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    let (mut pc, mut phone) = (service.pc(), service.phone());
    let old = pc.ready_for("pass", "sakura").await;
    phone.card("pass", "sakura").await;
    let elsewhere = phone.visit().await.under_way.expect("told");
    assert_eq!(
        (elsewhere.kind, elsewhere.device.as_str()),
        (ActKind::Pass, "Windows")
    );
    let new: ident_wire::ActView = phone.ask_act("pass").await.good().json();
    let ActStageView::Closed { refusal } = pc.act(&old.id).await.stage else {
        panic!("the old act is over");
    };
    assert_eq!(refusal.code, "act_superseded");
    let told = pc.perform(&old.id).await.refused("act_superseded");
    assert_eq!(told.reference, refusal.reference);
    assert_eq!(pc.visit().await.under_way.expect("told").device, "iPhone");
    phone.perform(&new.id).await.good();
    assert_eq!(service.live_passes("sakura").await, 1);
}

#[tokio::test]
async fn r73_while_one_is_being_performed_another_waits_and_all_devices_see_it() {
    let mut service = Service::start().await;
    service.pc().prelink("sakura").await;
    let (mut pc, mut phone) = (service.pc(), service.phone());
    let act = pc.ready_for("pass", "sakura").await;
    let slow = json!({
        "op": "graph", "endpoint": "revoke", "fault": "slow", "delay_ms": 60_000, "times": 1,
    });
    service.sandbox.arm_with(slow).await;
    phone.card("pass", "sakura").await;
    let press = tokio::spawn({
        let (mut tab, act) = (pc.clone(), act.id.clone());
        async move { tab.perform(&act).await }
    });
    while stage(&pc.act(&act.id).await) != "working" {
        tokio::task::yield_now().await;
    }
    assert!(phone.visit().await.under_way.is_some());
    let refusal = phone.ask_act("pass").await.refused("act_under_way");
    assert!(
        refusal.retry_after_s.is_some_and(|wait| wait <= 60),
        "{refusal:?}"
    );
    pc.give_up(&act.id).await.refused("act_under_way");
    // No answer within ten seconds: unknown.
    press.await.expect("an answer").refused("outcome_unknown");
    phone.ask_act("pass").await.good();
    service.pass(31).await;
    let id = phone.visit().await.act.expect("an act").id;
    phone.perform(&id).await.good();
    assert_eq!(service.live_passes("sakura").await, 1);
}

#[tokio::test]
async fn f19_an_act_that_was_not_fetched_in_time_is_over() {
    let mut service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    let act = pc.ready_for("pass", "sakura").await;
    service.pass(601).await;
    pc.perform(&act.id).await.refused("act_expired");
    assert_eq!(stage(&pc.act(&act.id).await), "closed");
    assert!(service.sandbox.orders().await.is_empty());
}

#[tokio::test]
async fn f19_an_act_that_was_given_up_is_over() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    let act = pc.ready_for("pass", "sakura").await;
    let closed: ident_wire::ActView = pc.give_up(&act.id).await.good().json();
    assert_eq!(stage(&closed), "closed");
    pc.perform(&act.id).await.refused("act_given_up");
    assert!(service.sandbox.orders().await.is_empty());
    assert_eq!(service.audit().count("act_given_up"), 1);
}

#[tokio::test]
async fn a_freeze_before_the_press_ends_the_act() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    let act = pc.ready_for("pass", "sakura").await;
    let mut other = service.pc();
    other.card("manage", "sakura").await;
    other.post("freeze", json!({})).await.good();
    pc.perform(&act.id).await.refused("link_frozen");
    assert_eq!(service.live_passes("sakura").await, 0);
    pc.card("pass", "sakura").await;
    pc.ask_act("pass").await.refused("link_frozen");
}

#[tokio::test]
async fn n07_a_freeze_in_the_middle_keeps_the_secret_back_and_takes_the_pass_away() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    let act = pc.ready_for("pass", "sakura").await;
    let mut other = service.pc();
    other.card("manage", "sakura").await;
    let slow = json!({
        "op": "graph", "endpoint": "tap_create", "fault": "slow", "delay_ms": 3_000, "times": 1,
    });
    service.sandbox.arm_with(slow).await;
    let press = tokio::spawn({
        let (mut tab, act) = (pc.clone(), act.id.clone());
        async move { tab.perform(&act).await }
    });
    while service.live_passes("sakura").await == 0 {
        tokio::task::yield_now().await;
    }
    other.post("freeze", json!({})).await.good();
    press
        .await
        .expect("an answer")
        .refused_as_one_of(&["link_frozen", "outcome_unknown"]);
    assert_eq!(service.live_passes("sakura").await, 0);
    assert_eq!(service.audit().count("pass_issued"), 0);
}

#[tokio::test]
async fn too_many_acts_of_one_account_are_slowed_down() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    for _ in 0..10 {
        pc.ready_for("pass", "sakura").await;
    }
    pc.card("pass", "sakura").await;
    let refusal = pc.ask_act("pass").await.refused("start_too_many");
    assert!(refusal.retry_after_s.is_some());
}
