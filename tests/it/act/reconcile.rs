//! The directory's own log beside what was ordered.

use ident_core::port::Fault;
use ident_core::refusal::Refusal;
use ident_core::time::Span;
use ident_server::flow::Reading;
use ident_tests::{Browser, Log, Op, Service, Setup};
use serde_json::json;

const NOTHING: Reading = Reading {
    traced: 0,
    late: 0,
    untraced: 0,
    foreign: 0,
};

/// A service with somebody who is linked.
async fn linked(setup: Setup) -> (Service, Browser) {
    let service = Service::with(setup).await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    (service, pc)
}

/// Entries that are made while this waits for its answer come up with the next reading.
async fn read(service: &mut Service) -> Reading {
    service.pass(60).await;
    service.read_log().await.expect("it can be read")
}

async fn metric(pc: &mut Browser, line: &str) -> bool {
    let get = pc.send(http::Method::GET, "/metrics", http::HeaderMap::new(), "");
    let text = get.await.body;
    text.lines().any(|found| found == line)
}

#[tokio::test]
async fn r70_every_issue_is_found_in_the_directorys_log() {
    let (mut service, mut pc) = linked(Setup::default()).await;
    pc.issue("pass", "sakura").await;
    let first = read(&mut service).await;
    assert_eq!(
        first,
        Reading {
            traced: 1,
            ..NOTHING
        }
    );
    // The second one removes the first.
    pc.issue("pass", "sakura").await;
    service.pass(1).await;
    pc.issue("password", "sakura").await;
    let both = read(&mut service).await;
    assert_eq!(
        both,
        Reading {
            traced: 2,
            ..NOTHING
        }
    );
    assert_eq!(read(&mut service).await, NOTHING, "each is told once");
    let audit = service.audit();
    assert_eq!(audit.count("directory_traced"), 3);
    assert_eq!(audit.count("directory_foreign"), 0);
    assert_eq!(service.broken_audit_row().await, None);
    let line = "ident_directory_log_total{outcome=\"traced\"} 3";
    assert!(metric(&mut pc, line).await);
}

#[tokio::test]
async fn r70_an_issue_that_the_directory_does_not_know_is_an_alarm_within_five_minutes() {
    let (mut service, mut pc) = linked(Setup::default()).await;
    service.sandbox.arm_graph("tap_create", "unlogged").await;
    pc.issue("pass", "sakura").await;
    for _ in 0..4 {
        assert_eq!(read(&mut service).await, NOTHING, "there is time");
    }
    let log = Log::listen();
    let fifth = read(&mut service).await;
    assert_eq!(
        fifth,
        Reading {
            untraced: 1,
            ..NOTHING
        }
    );
    let text = log.text();
    assert!(text.contains("directory_log.untraced") && text.contains("alarm=true"));
    assert_eq!(service.audit().count("directory_untraced"), 1);
    assert_eq!(read(&mut service).await, NOTHING, "once");
    assert!(metric(&mut pc, "ident_directory_log_total{outcome=\"untraced\"} 1").await);
}

#[tokio::test]
async fn r69_a_pass_that_somebody_else_makes_with_our_credential_is_an_alarm() {
    for log in [json!({}), json!({ "carries_request": false })] {
        let (mut service, mut pc) = linked(Setup::default()).await;
        service.sandbox.set_graph(json!({ "log": log })).await;
        pc.issue("pass", "sakura").await;
        let stolen = json!({ "account": "ken" });
        service.sandbox.misuse(stolen).await;
        let beside = json!({ "account": "sakura" });
        service.sandbox.misuse(beside).await;
        let heard = Log::listen();
        let reading = read(&mut service).await;
        assert_eq!((reading.traced, reading.foreign), (1, 2));
        let text = heard.text();
        assert_eq!(text.matches("directory_log.foreign").count(), 2, "{text}");
        assert!(text.contains("alarm=true"));
        for personal in ["utac.u-tokyo", "0123456789", "0a0a0a0a-0000"] {
            assert!(!text.contains(personal), "{personal}: {text}");
        }
        let audit = service.audit();
        assert_eq!(audit.count("directory_foreign"), 2);
        let rows = audit.0.iter().filter(|row| row.code == "directory_foreign");
        for row in rows {
            let reference = row.reference.as_deref().expect("a reference");
            assert!(text.contains(reference), "row and line name each other");
        }
        assert_eq!(read(&mut service).await, NOTHING, "once");
        assert!(metric(&mut pc, "ident_directory_log_total{outcome=\"foreign\"} 2").await);
    }
}

#[tokio::test]
async fn r70_an_entry_that_comes_late_is_no_alarm_and_a_very_late_one_ends_it() {
    let (mut service, mut pc) = linked(Setup::default()).await;
    for (seconds, rounds) in [(200, 4), (400, 7)] {
        let late = json!({
            "op": "graph", "endpoint": "tap_create", "fault": "logged_late", "times": 1,
            "effect_after_s": seconds,
        });
        service.sandbox.arm_with(late).await;
        pc.issue("pass", "sakura").await;
        let mut sum = NOTHING;
        for _ in 0..rounds {
            let reading = read(&mut service).await;
            sum.traced += reading.traced;
            sum.untraced += reading.untraced;
            sum.late += reading.late;
            sum.foreign += reading.foreign;
        }
        let expected = if seconds < 300 {
            Reading {
                traced: 1,
                ..NOTHING
            }
        } else {
            Reading {
                untraced: 1,
                ..NOTHING
            }
        };
        assert_eq!(sum, expected, "{seconds}");
    }
    // Once an hour, a whole day is read again.
    service.pass(3_600).await;
    let later = service.read_log().await.expect("it can be read");
    assert_eq!(later, Reading { late: 1, ..NOTHING });
    assert_eq!(service.audit().count("directory_traced_late"), 1);
}

#[tokio::test]
async fn r70_a_restart_neither_loses_nor_repeats() {
    let (mut service, mut pc) = linked(Setup::default()).await;
    pc.issue("pass", "sakura").await;
    service.sandbox.misuse(json!({ "account": "ken" })).await;
    let first = read(&mut service).await;
    assert_eq!((first.traced, first.foreign), (1, 1));
    pc.issue("pass", "sakura").await;
    service.sandbox.misuse(json!({ "account": "ken" })).await;
    service.restart().await;
    // As long as it was away, nobody read.
    service.pass(1_800).await;
    let second = service.read_log().await.expect("it can be read");
    assert_eq!((second.traced, second.foreign), (1, 1));
    service.restart().await;
    assert_eq!(read(&mut service).await, NOTHING);
    let audit = service.audit();
    let counts = [
        "directory_traced",
        "directory_foreign",
        "directory_untraced",
    ];
    assert_eq!(counts.map(|code| audit.count(code)), [2, 2, 0]);
}

#[tokio::test]
async fn r70_a_log_that_cannot_be_read_loses_nothing_and_its_wait_is_obeyed() {
    let (mut service, mut pc) = linked(Setup::default()).await;
    pc.issue("pass", "sakura").await;
    service.pass(60).await;
    for (fault, told) in [
        ("throttled_30", Fault::Throttled(Span::seconds(30))),
        ("forbidden_403", Fault::NotDone(Refusal::DirectoryRefused)),
    ] {
        service.sandbox.arm_graph("audit_log", fault).await;
        let before = service.journal().await.count(Op::Graph, "audit_log");
        assert_eq!(service.read_log().await, Err(told));
        let after = service.journal().await.count(Op::Graph, "audit_log");
        assert_eq!(after, before + 1, "no second try");
    }
    service.sandbox.arm_graph("audit_log", "http_502").await;
    let reading = service.read_log().await.expect("asked again");
    assert_eq!(
        reading,
        Reading {
            traced: 1,
            ..NOTHING
        }
    );
    let writes = service.sandbox.orders().await;
    assert_eq!(writes, ["revoke", "tap_create"], "reading writes nothing");
}

#[tokio::test]
async fn r70_a_log_in_many_pages_is_read_to_its_end() {
    let (mut service, mut pc) = linked(Setup::default()).await;
    service
        .sandbox
        .set_graph(json!({ "log": { "page": 1 } }))
        .await;
    pc.issue("pass", "sakura").await;
    assert_eq!(
        read(&mut service).await,
        Reading {
            traced: 1,
            ..NOTHING
        }
    );
}

#[tokio::test]
async fn r70_a_log_that_names_service_principals_alone_is_read_whole() {
    let principal = "service_principals = [\"5e11ce00-0000-4000-8000-000000001d20\"]";
    for (read_all, expected) in [
        (
            "read = \"all\"",
            Reading {
                traced: 1,
                foreign: 1,
                ..NOTHING
            },
        ),
        ("", NOTHING),
    ] {
        let setup = Setup {
            log: format!("{principal}\n{read_all}"),
            ..Setup::default()
        };
        let (mut service, mut pc) = linked(setup).await;
        let habits = json!({ "log": { "carries_app_id": false } });
        service.sandbox.set_graph(habits).await;
        pc.issue("pass", "sakura").await;
        service.sandbox.misuse(json!({ "account": "ken" })).await;
        assert_eq!(read(&mut service).await, expected);
        if read_all.is_empty() {
            // Whoever configures it wrongly hears of it with the first pass.
            service.pass(300).await;
            let told = service.read_log().await.expect("it can be read");
            assert_eq!(
                told,
                Reading {
                    untraced: 1,
                    ..NOTHING
                }
            );
        }
    }
}

#[tokio::test]
async fn r70_what_perhaps_happened_and_what_a_freeze_stopped_are_known_as_ours() {
    let (mut service, mut pc) = linked(Setup::default()).await;
    let act = pc.ready_for("pass", "sakura").await;
    service.sandbox.arm_graph("tap_create", "reset_after").await;
    pc.perform(&act.id).await.refused("outcome_unknown");
    service.pass(31).await;
    pc.perform(&act.id).await.good();
    pc.card("manage", "sakura").await;
    pc.post("freeze", json!({})).await.good();
    let mut sum = NOTHING;
    for _ in 0..6 {
        let reading = read(&mut service).await;
        sum.foreign += reading.foreign;
        sum.untraced += reading.untraced;
        sum.traced += reading.traced;
    }
    assert_eq!(
        sum,
        Reading {
            traced: 3,
            ..NOTHING
        }
    );
}
