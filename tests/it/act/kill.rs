//! A server that is killed (SIGKILL) at each of its named places while it links and issues, and
//! what the next one finds. The process is real, and built with the feature `failpoints`.

use ident_tests::{Browser, Service, stage};
use ident_wire::{ActView, IssuedView};
use serde_json::json;

use super::process::Process;

/// Once is luck: where it can be, what one death leaves is found by a server that dies there too.
const DEATHS: usize = 2;

/// Somebody presses; the process stops at the place and is killed there.
async fn killed_at<F>(service: &mut Service, place: &'static str, press: F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let config = service.step_aside().await;
    let mut process = tokio::task::spawn_blocking(move || Process::start(&config, place))
        .await
        .expect("started");
    let pressing = tokio::spawn(press);
    let process = tokio::task::spawn_blocking(move || {
        process.says(&format!("stopped {place}"));
        process
    })
    .await
    .expect("stopped");
    process.kill();
    assert!(pressing.await.is_err(), "{place}: nobody was answered");
    service.step_in().await;
}

async fn linked() -> (Service, Browser) {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    pc.card("pass", "sakura").await;
    (service, pc)
}

async fn works(service: &Service, place: &str, issued: &IssuedView) {
    let with = json!({ "tap": issued.secret });
    let tried = service.sandbox.try_secret("sakura", with).await;
    assert_eq!(tried["ok"], true, "{place}: {tried}");
    assert_eq!(service.live_passes("sakura").await, 1, "{place}");
    assert_eq!(service.broken_audit_row().await, None, "{place}");
}

#[tokio::test]
async fn f23_a_server_that_is_killed_while_it_writes_the_intent_leaves_one_or_none() {
    for (place, acts, rows) in [("ask.decided", 0, 0), ("ask.committed", 1, 1)] {
        let (mut service, mut pc) = linked().await;
        // A second intent of the same check is refused before it comes to the second place.
        for _ in 0..if acts == 0 { DEATHS } else { 1 } {
            let mut tab = pc.clone();
            killed_at(&mut service, place, async move {
                tab.ask_act("pass").await;
            })
            .await;
            assert_eq!(service.count("act"), acts, "{place}");
            assert_eq!(service.audit().count("pass_intended"), rows, "{place}");
            assert_eq!(service.audit().count("pass_asked"), rows, "{place}");
        }
        let act: ActView = match pc.visit().await.act {
            Some(act) => act,
            None => pc.ask_act("pass").await.good().json(),
        };
        assert_eq!(service.count("act"), 1, "{place}");
        let issued = pc.perform(&act.id).await.good().json();
        works(&service, place, &issued).await;
    }
}

#[tokio::test]
async fn f23_a_server_that_is_killed_while_it_issues_leaves_what_the_next_press_repairs() {
    let places = [
        "perform.begun",
        "perform.policy",
        "perform.list",
        "perform.delete",
        "perform.revoke",
        "perform.create",
        "perform.decided",
    ];
    // A process has the real time, and nobody waits out a minute of it: each death has a service
    // of its own.
    for place in places.repeat(DEATHS) {
        let (mut service, mut pc) = linked().await;
        // So that there is something to delete.
        pc.issue("pass", "sakura").await;
        let act = pc.ready_for("pass", "sakura").await;
        let (mut tab, id) = (pc.clone(), act.id.clone());
        killed_at(&mut service, place, async move {
            tab.perform(&id).await;
        })
        .await;
        assert_eq!(stage(&pc.act(&act.id).await), "working", "{place}");
        pc.perform(&act.id).await.refused("act_under_way");
        service.pass(61).await;
        assert_eq!(stage(&pc.act(&act.id).await), "unknown", "{place}");
        assert!(service.live_passes("sakura").await <= 1, "{place}");
        service.pass(31).await;
        let issued = pc.perform(&act.id).await.good().json();
        works(&service, place, &issued).await;
        let audit = service.audit();
        let counts = ["pass_intended", "pass_asked", "pass_unknown", "pass_issued"];
        let counts = counts.map(|code| audit.count(code));
        assert_eq!(counts, [2, 2, 1, 2], "{place}: of two acts");
    }
}

#[tokio::test]
async fn f23_a_server_that_is_killed_while_it_sets_a_password_leaves_what_the_next_press_repairs() {
    for place in ["perform.begun", "perform.password", "perform.decided"].repeat(DEATHS) {
        let (mut service, mut pc) = linked().await;
        let act = pc.ready_for("password", "sakura").await;
        let (mut tab, id) = (pc.clone(), act.id.clone());
        killed_at(&mut service, place, async move {
            tab.perform(&id).await;
        })
        .await;
        assert_eq!(stage(&pc.act(&act.id).await), "working", "{place}");
        service.pass(61).await;
        assert_eq!(stage(&pc.act(&act.id).await), "unknown", "{place}");
        pc.perform(&act.id).await.refused("outcome_unknown");
        service.pass(31).await;
        let issued: IssuedView = pc.perform(&act.id).await.good().json();
        let with = json!({ "password": issued.secret });
        let tried = service.sandbox.try_secret("sakura", with).await;
        assert_eq!(tried["must_change"], true, "{place}: {tried}");
        let orders = service.sandbox.orders().await;
        let set = if place == "perform.begun" { 1 } else { 2 };
        assert_eq!(orders, vec!["password"; set], "{place}");
        let audit = service.audit();
        let codes = [
            "password_intended",
            "password_asked",
            "password_unknown",
            "password_issued",
        ];
        assert_eq!(codes.map(|code| audit.count(code)), [1; 4], "{place}");
        assert_eq!(service.broken_audit_row().await, None, "{place}");
    }
}

#[tokio::test]
async fn f23_a_server_that_is_killed_before_it_answers_has_issued_what_nobody_saw() {
    let place = "perform.committed";
    let (mut service, mut pc) = linked().await;
    let act: ActView = pc.ask_act("pass").await.good().json();
    let (mut tab, id) = (pc.clone(), act.id.clone());
    killed_at(&mut service, place, async move {
        tab.perform(&id).await;
    })
    .await;
    assert_eq!(stage(&pc.act(&act.id).await), "done");
    pc.perform(&act.id).await.refused("act_repeated");
    let issued = pc.issue("pass", "sakura").await;
    works(&service, place, &issued).await;
    assert_eq!(service.audit().count("pass_issued"), 2);
}

#[tokio::test]
async fn f23_a_server_that_is_killed_while_it_links_leaves_a_whole_link_or_none() {
    for (place, links, rows) in [("link.decided", 0, 0), ("link.committed", 1, 1)] {
        let mut service = Service::start().await;
        let mut pc = service.pc();
        pc.card("link", "sakura").await;
        pc.sign_in("link", "sakura").await;
        // A second link of the same proof is refused before it comes to the second place.
        for _ in 0..if links == 0 { DEATHS } else { 1 } {
            let mut tab = pc.clone();
            killed_at(&mut service, place, async move {
                tab.link().await;
            })
            .await;
            assert_eq!(service.count("link"), links, "{place}");
            assert_eq!(service.audit().count("linked"), rows, "{place}");
            assert_eq!(service.count("entry"), links, "{place}");
        }
        let again = pc.link().await;
        if links == 0 {
            again.good();
        } else {
            again.refused("proof_used");
        }
        assert_eq!(service.count("link"), 1, "{place}");
        assert_eq!(service.broken_audit_row().await, None, "{place}");
    }
}
