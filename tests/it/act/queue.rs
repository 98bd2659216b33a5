//! The queue under the directory's write budget (F-29).

use ident_tests::{Browser, Service, Setup};
use ident_wire::{ActStageView, ActView};
use serde_json::json;

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

const PEOPLE: [&str; 8] = [
    "sakura", "ken", "kaede", "maria", "long", "mono", "ichiro-a", "ichiro-b",
];

/// Everybody, linked, with the card checked for a pass.
async fn everybody(service: &Service) -> Vec<Browser> {
    let mut all = Vec::new();
    for person in PEOPLE {
        let mut pc = service.pc();
        pc.prelink(person).await;
        pc.card("pass", person).await;
        all.push(pc);
    }
    all
}

/// All press at the same moment.
async fn ask_at_once(all: Vec<Browser>) -> Vec<(Browser, ActView)> {
    let asking = all.into_iter().map(|mut pc| {
        tokio::spawn(async move {
            let act = pc.ask_act("pass").await.good().json();
            (pc, act)
        })
    });
    let mut asked = Vec::new();
    for one in asking.collect::<Vec<_>>() {
        asked.push(one.await.expect("everybody has a place"));
    }
    asked
}

fn place(act: &ActView) -> String {
    match &act.stage {
        ActStageView::Waiting { not_before, .. } => not_before.clone(),
        _ => panic!("{act:?} does not wait"),
    }
}

#[tokio::test]
async fn f29_of_many_who_ask_at_once_each_has_a_place_of_its_own() {
    let service = Service::with(narrow()).await;
    let all = everybody(&service).await;
    let asked = ask_at_once(all).await;
    let mut places: Vec<String> = asked.iter().map(|(_, act)| place(act)).collect();
    places.sort();
    places.dedup();
    assert_eq!(places.len(), PEOPLE.len(), "{places:?}");
    let mut before: Vec<u32> = asked.iter().map(|(_, act)| ahead(act)).collect();
    before.sort_unstable();
    assert_eq!(before, [0, 1, 2, 3, 4, 5, 6, 7]);
    let audit = service.audit();
    assert_eq!(audit.count("pass_asked"), PEOPLE.len());
    assert_eq!(audit.count("link_changed_meanwhile"), 0, "told to nobody");
}

#[tokio::test]
async fn f29_whoever_comes_at_the_place_is_never_sent_away_by_the_directory() {
    // Two writes each: three passes in ten seconds, for eight people at once.
    let budget = json!({ "writes": 6, "window_s": 10 });
    let mut service = Service::with(Setup {
        directory: "writes = 6\nwrites_window_s = 10".to_owned(),
        ..Setup::default()
    })
    .await;
    let all = everybody(&service).await;
    service
        .sandbox
        .set_graph(json!({ "write_budget": budget }))
        .await;
    let mut waiting = ask_at_once(all).await;
    for second in 0..=30 {
        let mut still = Vec::new();
        for (mut pc, act) in waiting {
            let answer = pc.perform(&act.id).await;
            if answer.status == 200 {
                continue;
            }
            answer.refused("act_out_of_turn");
            still.push((pc, act));
        }
        waiting = still;
        if waiting.is_empty() {
            break;
        }
        assert!(second < 30, "{} still wait", waiting.len());
        service.pass(1).await;
    }
    let journal = service.journal().await;
    let busy = journal.0.iter().filter(|entry| entry.status == 429);
    assert_eq!(busy.count(), 0, "by pace alone");
    let created = service.sandbox.orders().await;
    let created = created.iter().filter(|order| *order == "tap_create");
    assert_eq!(created.count(), PEOPLE.len());
}

#[tokio::test]
async fn f29_without_the_pace_the_same_people_are_sent_away() {
    let service = Service::start().await;
    let all = everybody(&service).await;
    let budget = json!({ "writes": 6, "window_s": 10 });
    service
        .sandbox
        .set_graph(json!({ "write_budget": budget }))
        .await;
    let mut busy = 0;
    for mut pc in all {
        let act: ActView = pc.ask_act("pass").await.good().json();
        service.clock.advance(ident_core::time::Span::seconds(1));
        busy += usize::from(pc.perform(&act.id).await.status != 200);
    }
    assert!(busy > 0, "the budget is one");
}
