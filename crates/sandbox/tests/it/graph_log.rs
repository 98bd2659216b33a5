//! The directory's own log.

use serde_json::{Value, json};

use crate::client::Bench;
use crate::directory::{Directory, SAKURA, passes};

const READER: &str = "9f1c0de5-0000-4000-8000-000000001d19";
const LOG: &str = "auditLogs/directoryAudits";

async fn entries(bench: &Bench, query: &str) -> Vec<Value> {
    read(&Directory::as_client(bench, READER).await, query).await
}

async fn read(reader: &Directory<'_>, query: &str) -> Vec<Value> {
    let page = reader.get(&format!("{LOG}?{query}")).await;
    page["value"].as_array().unwrap().clone()
}

async fn activities(bench: &Bench) -> Vec<String> {
    let all = entries(bench, "$orderby=activityDateTime asc").await;
    let name = |entry: &Value| entry["activityDisplayName"].as_str().unwrap().to_owned();
    all.iter().map(name).collect()
}

#[tokio::test]
async fn each_change_is_in_the_log_with_who_made_it() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    graph.create(SAKURA, json!({})).await;
    let path = format!("users/{SAKURA}/revokeSignInSessions");
    graph.post(&path, json!({})).await;
    let told = activities(&bench).await;
    assert_eq!(
        told,
        [
            "Admin registered security info",
            "Update StsRefreshTokenValidFrom Timestamp",
            "Update user",
        ]
    );
    let all = entries(&bench, "$orderby=activityDateTime asc").await;
    let first = &all[0];
    assert_eq!(first["correlationId"], "call-1");
    assert_eq!(first["targetResources"][0]["id"], SAKURA);
    let app = &first["initiatedBy"]["app"];
    assert_eq!(app["appId"], "9f1c0de5-0000-4000-8000-000000001d20");
    assert_eq!(first["result"], "success");
    assert!(!first.to_string().contains("temporaryAccessPass\""));
}

#[tokio::test]
async fn the_log_comes_in_pages_and_is_filtered() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let path = format!("users/{SAKURA}/revokeSignInSessions");
    for _ in 0..3 {
        graph.post(&path, json!({})).await;
    }
    let reader = Directory::as_client(&bench, READER).await;
    let mut page = reader.get(&format!("{LOG}?$top=4")).await;
    assert_eq!(page["value"].as_array().unwrap().len(), 4);
    let next = page["@odata.nextLink"].as_str().unwrap().to_owned();
    let base = format!("{}/", bench.running.graph_base);
    page = reader.get(next.strip_prefix(&base).unwrap()).await;
    assert_eq!(page["value"].as_array().unwrap().len(), 2);
    assert!(page.get("@odata.nextLink").is_none());
    let app = |id: &str| format!("$filter=initiatedBy/app/appId eq '{id}'");
    let ours = app("9f1c0de5-0000-4000-8000-000000001d20");
    assert_eq!(entries(&bench, &ours).await.len(), 6);
    assert!(entries(&bench, &app(READER)).await.is_empty());
    let far = "$filter=activityDateTime ge 2099-01-01T00:00:00Z";
    assert!(entries(&bench, far).await.is_empty());
    let wrong = reader
        .call(reqwest::Method::GET, &format!("{LOG}?$filter=a eq 1"), None)
        .await;
    assert_eq!(wrong.unwrap().status(), 400);
}

#[tokio::test]
async fn an_entry_is_dropped_or_late_when_asked_for() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    bench.arm("graph", "unlogged").await;
    graph.create(SAKURA, json!({})).await;
    assert_eq!(graph.count(SAKURA).await, 1, "it was created");
    assert!(activities(&bench).await.is_empty());
    let late = json!({ "op": "graph", "fault": "logged_late", "times": 1, "effect_after_s": 90 });
    bench.control("faults", late).await;
    let path = format!("users/{SAKURA}/revokeSignInSessions");
    graph.post(&path, json!({})).await;
    assert!(activities(&bench).await.is_empty());
    let reader = Directory::as_client(&bench, READER).await;
    bench.skew(91).await;
    assert_eq!(read(&reader, "").await.len(), 2);
}

#[tokio::test]
async fn the_habits_of_the_log_can_be_set() {
    let bench = Bench::start().await;
    let log =
        json!({ "log": { "delay_s": 60, "carries_request": false, "carries_app_id": false } });
    assert_eq!(bench.control("graph", log).await.status(), 200);
    let graph = Directory::of(&bench).await;
    graph.create(SAKURA, json!({})).await;
    let reader = Directory::as_client(&bench, READER).await;
    assert!(read(&reader, "").await.is_empty());
    bench.skew(61).await;
    let all = read(&reader, "").await;
    assert_ne!(all[0]["correlationId"], "call-1");
    let app = &all[0]["initiatedBy"]["app"];
    assert_eq!(app["appId"], Value::Null);
    assert_eq!(
        app["servicePrincipalId"],
        "5e11ce00-0000-4000-8000-000000001d20"
    );
}

#[tokio::test]
async fn somebody_else_with_our_credential_leaves_an_entry() {
    let bench = Bench::start().await;
    let stolen = json!({ "account": "sakura" });
    assert_eq!(bench.control("graph/log", stolen).await.status(), 204);
    let graph = Directory::of(&bench).await;
    let listed = graph.get(&passes(SAKURA)).await;
    assert_eq!(listed["value"].as_array().unwrap().len(), 1);
    assert_eq!(activities(&bench).await.len(), 1);
}
