//! The directory's own log: what is asked, and what is read.

use ident_core::port::DirectoryLog;
use ident_core::reconcile::{Activity, RequestId};
use ident_core::time::Span;
use serde_json::{Value, json};

use super::super::*;
use super::{OBJECT, Stage, TENANT, busy, ok, stage, status};

const NOW: Timestamp = Timestamp::from_seconds(1_795_190_400);

fn entry(app: &Value) -> Value {
    json!({
        "id": "Directory_1_X", "activityDateTime": "2026-11-20T15:59:58.7215374Z",
        "activityDisplayName": "Admin registered security info",
        "correlationId": "0b1ec700-0000-4000-8000-00000000aaaa", "result": "success",
        "initiatedBy": { "user": null, "app": app },
        "targetResources": [
            { "id": "x", "type": "Other" },
            { "id": OBJECT.to_uppercase(), "type": "User", "userPrincipalName": "x@y" },
        ],
    })
}

async fn read(stage: &Stage, next: Option<&str>) -> Result<ident_core::port::TracePage, Fault> {
    let span = (NOW - Span::minutes(5), NOW);
    stage.graph.page(span, next.map(str::to_owned)).await
}

#[tokio::test]
async fn r70_the_log_is_asked_for_what_our_credential_did() {
    let ours = json!({ "appId": "C", "servicePrincipalId": null });
    let answer = json!({ "value": [entry(&ours)] });
    let stage = stage(vec![ok(&answer)]).await;
    let page = read(&stage, None).await.expect("a page");
    assert_eq!(page.next, None);
    let trace = &page.traces[0];
    assert_eq!(trace.at, NOW - Span::seconds(2));
    assert_eq!(trace.object.as_deref(), Some(OBJECT));
    assert_eq!(trace.activity, Activity::MethodRegistered);
    let request = RequestId::parse("0b1ec700-0000-4000-8000-00000000aaaa");
    assert_eq!((trace.request, trace.success), (request, true));
    assert_eq!(stage.asked(), ["GET /v1.0/auditLogs/directoryAudits "]);
    assert_eq!(stage.bearers(), ["Bearer secret-of-reader"]);
    let query = stage.play.queries.lock().expect("not poisoned")[0].clone();
    let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
    let filter = "activityDateTime ge 2026-11-20T15:55:00Z and activityDateTime le \
                  2026-11-20T16:00:00Z and initiatedBy/app/appId eq 'c'";
    assert_eq!(pairs[0], ("$filter".into(), filter.into()));
    assert_eq!(pairs[1].1, "activityDateTime asc");
}

#[tokio::test]
async fn r70_who_is_not_ours_is_left_out_and_a_service_principal_is_ours_too() {
    let apps = [
        (json!(null), 0),
        (json!({ "appId": "other" }), 0),
        (json!({ "appId": null, "servicePrincipalId": OBJECT }), 0),
        (json!({ "appId": null, "servicePrincipalId": TENANT }), 1),
    ];
    for (app, count) in apps {
        let answer = json!({ "value": [entry(&app)] });
        let stage = stage(vec![ok(&answer)]).await;
        let page = read(&stage, None).await.expect("a page");
        assert_eq!(page.traces.len(), count, "{app}");
    }
}

#[tokio::test]
async fn r70_pages_are_followed_below_our_own_address_only() {
    let stage = stage(vec![ok(&json!({ "value": [] }))]).await;
    let base = stage.graph.base.clone();
    let next = format!("0 {base}/auditLogs/directoryAudits?$skiptoken=9");
    read(&stage, Some(&next)).await.expect("the next page");
    for elsewhere in [
        "0 https://evil.example/v1.0/auditLogs/directoryAudits?$skiptoken=9".to_owned(),
        format!("0 {base}/users"),
        "9".to_owned(),
        "x".to_owned(),
    ] {
        assert!(read(&stage, Some(&elsewhere)).await.is_err(), "{elsewhere}");
    }
    assert_eq!(stage.questions(), 1);
}

#[tokio::test]
async fn r70_a_page_that_names_another_place_is_not_believed() {
    let next = "https://evil.example/v1.0/auditLogs/directoryAudits?$skiptoken=9";
    let answer = json!({ "value": [], "@odata.nextLink": next });
    let stage = stage(vec![ok(&answer)]).await;
    assert_eq!(read(&stage, None).await, Err(UNREADABLE));
}

#[tokio::test]
async fn r70_the_wait_that_the_directory_asks_for_is_told() {
    let throttled = stage(vec![busy(429, "40")]).await;
    let wait = Span::seconds(40);
    assert_eq!(read(&throttled, None).await, Err(Fault::Throttled(wait)));
    assert_eq!(throttled.questions(), 1);
    let refused = stage(vec![status(403)]).await;
    let missing = Fault::NotDone(Refusal::DirectoryRefused);
    assert_eq!(read(&refused, None).await, Err(missing));
}
