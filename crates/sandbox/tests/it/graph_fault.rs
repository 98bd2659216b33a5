//! What goes wrong at Graph on demand, and what the journal tells of it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::Bench;
use crate::directory::{Directory, SAKURA, oid, passes};

async fn arm(bench: &Bench, arming: Value) {
    assert_eq!(
        bench.control("faults", arming.clone()).await.status(),
        204,
        "{arming}"
    );
}

async fn journal(bench: &Bench) -> Vec<(String, String, String, bool)> {
    let url = format!("{}/control/journal", bench.running.portal_url);
    let entries = bench.get_json(&url).await["entries"].clone();
    let text = |entry: &Value, name: &str| entry[name].as_str().unwrap().to_owned();
    entries
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["op"] == "graph")
        .map(|entry| {
            (
                text(entry, "endpoint"),
                text(entry, "method"),
                text(entry, "outcome"),
                entry["effect"].as_bool().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn throttling_says_when_to_come_again_and_has_no_effect() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    for (fault, seconds) in [
        ("throttled_1", "1"),
        ("throttled_30", "30"),
        ("throttled_300", "300"),
    ] {
        arm(
            &bench,
            json!({ "op": "graph", "fault": fault, "times": 1, "endpoint": "tap_create" }),
        )
        .await;
        assert_eq!(
            graph.count(SAKURA).await,
            0,
            "other endpoints are left alone"
        );
        let answer = graph.create(SAKURA, json!({})).await;
        assert_eq!(answer.status(), 429);
        assert_eq!(answer.headers()["retry-after"], seconds);
        assert_eq!(graph.count(SAKURA).await, 0);
    }
}

#[tokio::test]
async fn a_lost_answer_does_not_tell_whether_there_was_an_effect() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    for (fault, effect) in [("reset_before", 0), ("reset_after", 1), ("cut_body", 1)] {
        bench.control("reset", json!({})).await;
        let graph = Directory::of(&bench).await;
        arm(
            &bench,
            json!({ "op": "graph", "fault": fault, "times": 1, "endpoint": "tap_create" }),
        )
        .await;
        match graph
            .call(Method::POST, &passes(SAKURA), Some(json!({})))
            .await
        {
            Ok(answer) => {
                assert_eq!((fault, answer.status().as_u16()), ("cut_body", 201));
                let text = answer.text().await.unwrap();
                assert!(serde_json::from_str::<Value>(&text).is_err(), "{text}");
            }
            Err(_) => assert_ne!(fault, "cut_body"),
        }
        assert_eq!(graph.count(SAKURA).await, effect, "{fault}");
        let entries = journal(&bench).await;
        let expected = ("tap_create", "POST", format!("fault:{fault}"), effect == 1);
        let (endpoint, method, outcome, had) = &entries[0];
        assert_eq!(
            (endpoint.as_str(), method.as_str(), outcome.clone(), *had),
            expected
        );
    }
    drop(graph);
}

#[tokio::test]
async fn a_delayed_effect_happens_later_by_the_clock() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let fault =
        json!({ "op": "graph", "fault": "delayed_effect", "times": 1, "effect_after_s": 120 });
    arm(&bench, fault).await;
    assert_eq!(
        graph.count(SAKURA).await,
        0,
        "a read does not use the fault up"
    );
    assert!(
        graph
            .call(Method::POST, &passes(SAKURA), Some(json!({})))
            .await
            .is_err()
    );
    assert_eq!(graph.count(SAKURA).await, 0);
    bench.skew(121).await;
    assert_eq!(graph.count(SAKURA).await, 1);
    assert_eq!(bench.account("sakura", json!({})).await["live_taps"], 1);
}

#[tokio::test]
async fn a_delayed_creation_never_makes_a_second_live_pass() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    arm(
        &bench,
        json!({ "op": "graph", "fault": "delayed_effect", "times": 1 }),
    )
    .await;
    assert!(
        graph
            .call(Method::POST, &passes(SAKURA), Some(json!({})))
            .await
            .is_err()
    );
    let shown = crate::client::json_of(graph.create(SAKURA, json!({})).await).await;
    bench.skew(61).await;
    let tap = json!({ "tap": shown["temporaryAccessPass"] });
    assert_eq!(bench.try_sign_in("sakura", tap).await, "ok");
    assert_eq!(graph.count(SAKURA).await, 1);
}

#[tokio::test]
async fn names_of_the_brief_and_of_old_mean_the_same() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let suspended = format!("users/{}?$select=accountEnabled", oid("2000000016"));
    for (fault, status) in [
        ("unauthorized_401", 401),
        ("forbidden_403", 403),
        ("user_not_found_yet", 404),
    ] {
        bench.arm("graph", fault).await;
        let answer = graph.call(Method::GET, &suspended, None).await.unwrap();
        assert_eq!(answer.status(), status, "{fault}");
    }
    bench.arm("graph", "stale_enabled").await;
    assert_eq!(
        graph.count(SAKURA).await,
        0,
        "waits for a call where it shows"
    );
    assert_eq!(graph.get(&suspended).await["accountEnabled"], true);
    assert_eq!(graph.get(&suspended).await["accountEnabled"], false);
}

#[tokio::test]
async fn a_transport_fault_without_an_endpoint_strikes_any_call() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    bench.arm("graph", "http_503").await;
    assert_eq!(graph.create(SAKURA, json!({})).await.status(), 503);
    assert_eq!(graph.count(SAKURA).await, 0);
}

#[tokio::test]
async fn writes_beyond_the_budget_are_throttled_and_reads_are_not() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let budget = json!({ "write_budget": { "writes": 2, "window_s": 150 } });
    bench.control("graph", budget).await;
    let path = format!("users/{SAKURA}/revokeSignInSessions");
    for status in [200, 200, 429, 429] {
        let answer = graph.post(&path, json!({})).await;
        assert_eq!(answer.status(), status);
        if status == 429 {
            let seconds: i64 = answer.headers()["retry-after"]
                .to_str()
                .unwrap()
                .parse()
                .unwrap();
            assert!((145..=150).contains(&seconds), "{seconds}");
        }
    }
    assert_eq!(graph.count(SAKURA).await, 0);
    bench.skew(151).await;
    assert_eq!(graph.post(&path, json!({})).await.status(), 200);
}

#[tokio::test]
async fn the_journal_counts_every_call_without_secrets() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let pass = crate::client::json_of(graph.create(SAKURA, json!({})).await).await;
    graph.create(SAKURA, json!({})).await;
    graph
        .post(&format!("users/{SAKURA}/revokeSignInSessions"), json!({}))
        .await;
    graph.get("groups").await;
    graph
        .get(&format!("users/{SAKURA}/revokeSignInSessions"))
        .await;
    let expected = [
        ("tap_create", "POST", "ok", true),
        ("tap_create", "POST", "badRequest", false),
        ("revoke", "POST", "ok", true),
        ("unknown", "GET", "ResourceNotFound", false),
        ("unknown", "GET", "methodNotAllowed", false),
    ];
    let seen = journal(&bench).await;
    let seen: Vec<_> = seen
        .iter()
        .map(|(a, b, c, d)| (a.as_str(), b.as_str(), c.as_str(), *d))
        .collect();
    assert_eq!(seen, expected);
    let url = format!("{}/control/journal", bench.running.portal_url);
    let text = bench.get_json(&url).await.to_string();
    assert!(!text.contains(pass["temporaryAccessPass"].as_str().unwrap()));
}
