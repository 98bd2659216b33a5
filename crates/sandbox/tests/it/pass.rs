//! Temporary Access Passes, sessions and passwords at Graph, and what signs in afterwards.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Bench, json_of};
use crate::directory::{Directory, POLICY, SAKURA, oid, passes};

const NUMBER: &str = "0123456789";

async fn created(graph: &Directory<'_>, body: Value) -> Value {
    let answer = graph.create(SAKURA, body).await;
    assert_eq!(answer.status(), 201);
    json_of(answer).await
}

fn value(pass: &Value) -> Value {
    json!({ "tap": pass["temporaryAccessPass"], "use": true })
}

#[tokio::test]
async fn a_one_time_pass_signs_in_once() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let pass = created(
        &graph,
        json!({ "isUsableOnce": true, "lifetimeInMinutes": 60 }),
    )
    .await;
    assert_eq!(pass["methodUsabilityReason"], "EnabledByPolicy");
    assert_eq!(bench.account(NUMBER, json!({})).await["tap_usable"], true);
    assert_eq!(
        bench.try_sign_in(NUMBER, json!({ "tap": "wrong" })).await,
        "wrong_tap"
    );
    assert_eq!(bench.try_sign_in(NUMBER, value(&pass)).await, "ok");
    assert_eq!(
        bench.try_sign_in(NUMBER, value(&pass)).await,
        "one_time_used"
    );
    let list = graph.get(&passes(SAKURA)).await;
    assert_eq!(list["value"][0]["methodUsabilityReason"], "OneTimeUsed");
    assert_eq!(list["value"][0]["isUsable"], false);
    assert_eq!(bench.account(NUMBER, json!({})).await["live_taps"], 0);
}

#[tokio::test]
async fn a_pass_expires_by_the_clock() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let pass = created(&graph, json!({ "lifetimeInMinutes": 60 })).await;
    for _ in 0..2 {
        assert_eq!(
            bench.try_sign_in(NUMBER, value(&pass)).await,
            "ok",
            "not one-time"
        );
    }
    bench.skew(3599).await;
    assert_eq!(bench.try_sign_in(NUMBER, value(&pass)).await, "ok");
    bench.skew(3601).await;
    assert_eq!(bench.try_sign_in(NUMBER, value(&pass)).await, "expired");
}

#[tokio::test]
async fn a_second_pass_is_refused_until_the_first_is_deleted() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let first = created(&graph, json!({})).await;
    let second = graph.create(SAKURA, json!({})).await;
    assert_eq!(graph.refusal(second).await, (400, "badRequest".to_owned()));
    assert_eq!(bench.try_sign_in(NUMBER, value(&first)).await, "ok");
    let path = format!("{}/{}", passes(SAKURA), first["id"].as_str().unwrap());
    let deleted = graph.call(Method::DELETE, &path, None).await.unwrap();
    assert_eq!(deleted.status(), 204);
    assert_eq!(graph.count(SAKURA).await, 0);
    assert_eq!(bench.try_sign_in(NUMBER, value(&first)).await, "no_tap");
    let again = graph.call(Method::DELETE, &path, None).await.unwrap();
    assert_eq!(
        graph.refusal(again).await,
        (404, "resourceNotFound".to_owned())
    );
    created(&graph, json!({})).await;
}

#[tokio::test]
async fn a_second_pass_replaces_the_first_where_that_is_switched_on() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    bench
        .control("graph", json!({ "second_pass": "replace" }))
        .await;
    let first = created(&graph, json!({})).await;
    let second = created(&graph, json!({})).await;
    assert_eq!(graph.count(SAKURA).await, 1);
    assert_eq!(bench.try_sign_in(NUMBER, value(&first)).await, "wrong_tap");
    assert_eq!(bench.try_sign_in(NUMBER, value(&second)).await, "ok");
}

#[tokio::test]
async fn two_creations_at_once_leave_one_pass() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let (one, other) = tokio::join!(
        graph.create(SAKURA, json!({})),
        graph.create(SAKURA, json!({}))
    );
    let mut statuses = [one.status().as_u16(), other.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 400]);
}

#[tokio::test]
async fn what_the_policy_forbids_is_refused() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    for minutes in [59, 481, -1] {
        let answer = graph
            .create(SAKURA, json!({ "lifetimeInMinutes": minutes }))
            .await;
        assert_eq!(graph.refusal(answer).await.0, 400, "{minutes}");
    }
    for body in [json!({ "lifetimeInMinutes": "60" }), json!({ "length": 8 })] {
        let answer = graph.create(SAKURA, body).await;
        assert_eq!(graph.refusal(answer).await, (400, "BadRequest".to_owned()));
    }
    let outside = json_of(graph.create(&oid("2000000025"), json!({})).await).await;
    let message = outside["error"]["message"].as_str().unwrap();
    assert!(
        message.starts_with("Converged UserCredentialPolicy"),
        "{message}"
    );
    let policy = json!({ "policy": { "isUsableOnce": true, "defaultLength": 20 } });
    bench.control("graph", policy).await;
    let forced = created(&graph, json!({ "isUsableOnce": false })).await;
    assert_eq!(forced["isUsableOnce"], true, "the policy wins");
    assert_eq!(forced["temporaryAccessPass"].as_str().unwrap().len(), 20);
    bench
        .control("graph", json!({ "policy": { "state": "disabled" } }))
        .await;
    assert_eq!(graph.get(POLICY).await["state"], "disabled");
    assert_eq!(
        bench.try_sign_in(NUMBER, value(&forced)).await,
        "disabled_by_policy"
    );
    let impossible = json!({ "policy": { "defaultLifetimeInMinutes": 5 } });
    assert_eq!(bench.control("graph", impossible).await.status(), 400);
}

#[tokio::test]
async fn the_privileged_and_the_unknown_are_refused() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let admin = oid("3000000026");
    let answer = graph.create(&admin, json!({})).await;
    assert_eq!(
        graph.refusal(answer).await,
        (403, "accessDenied".to_owned())
    );
    let body = json!({ "passwordProfile": { "password": "Kari-9876543" } });
    let answer = graph
        .call(Method::PATCH, &format!("users/{admin}"), Some(body))
        .await
        .unwrap();
    assert_eq!(
        graph.refusal(answer).await,
        (403, "Authorization_RequestDenied".to_owned())
    );
    let answer = graph.create(&oid("9999999999"), json!({})).await;
    assert_eq!(
        graph.refusal(answer).await,
        (404, "resourceNotFound".to_owned())
    );
}

#[tokio::test]
async fn a_temporary_password_signs_in_and_must_be_changed() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let path = format!("users/{SAKURA}");
    let set = async |password: &str| {
        let profile = json!({ "password": password, "forceChangePasswordNextSignIn": true });
        let body = json!({ "passwordProfile": profile });
        graph.call(Method::PATCH, &path, Some(body)).await.unwrap()
    };
    for weak in ["short-1", "alllowercaseletters", "12345678901234"] {
        assert_eq!(
            graph.refusal(set(weak).await).await,
            (400, "Request_BadRequest".to_owned())
        );
    }
    assert_eq!(set("Kari-9876543").await.status(), 204);
    let state = bench.account(NUMBER, json!({})).await;
    assert_eq!(state["password"]["must_change"], true);
    let old = json!({ "password": "Renshu-123456" });
    assert_eq!(bench.try_sign_in(NUMBER, old).await, "wrong_password");
    let new = json!({ "password": "Kari-9876543" });
    assert_eq!(bench.try_sign_in(NUMBER, new.clone()).await, "ok");
    bench.account(NUMBER, json!({ "methods_lost": true })).await;
    assert_eq!(
        bench.try_sign_in(NUMBER, new.clone()).await,
        "mfa_not_in_hand"
    );
    bench.account(NUMBER, json!({ "methods": [] })).await;
    assert_eq!(bench.try_sign_in(NUMBER, new).await, "no_mfa");
    let other = json!({ "displayName": "x" });
    let answer = graph.call(Method::PATCH, &path, Some(other)).await.unwrap();
    assert_eq!(graph.refusal(answer).await.0, 403);
}

#[tokio::test]
async fn answers_carry_ids_and_wrong_paths_and_methods_have_graphs_form() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let answer = graph
        .call(Method::GET, &passes(SAKURA), None)
        .await
        .unwrap();
    assert_eq!(answer.headers()["client-request-id"], "call-1");
    assert_eq!(answer.headers()["request-id"].len(), 36);
    let answer = graph.call(Method::GET, "groups", None).await.unwrap();
    let id = answer.headers()["request-id"].to_str().unwrap().to_owned();
    assert_eq!(answer.status(), 404);
    let body = json_of(answer).await;
    assert_eq!(body["error"]["code"], "ResourceNotFound");
    assert_eq!(body["error"]["innerError"]["request-id"], json!(id));
    let path = format!("users/{SAKURA}/revokeSignInSessions");
    for (method, path) in [(Method::GET, path.as_str()), (Method::PUT, POLICY)] {
        let answer = graph.call(method, path, None).await.unwrap();
        assert_eq!(
            graph.refusal(answer).await,
            (405, "methodNotAllowed".to_owned())
        );
    }
}

#[tokio::test]
async fn leaving_and_graduating_follow_the_clock() {
    let bench = Bench::start().await;
    let of = async |number| bench.account(number, json!({})).await;
    assert_eq!(of("2000000027").await["enabled"], false);
    assert_eq!(of("2000000028").await["enabled"], false);
    let graduating = of("2000000029").await;
    assert_eq!(graduating["enabled"], true);
    assert!(
        graduating["ends"].as_str().unwrap().ends_with("T15:00:00Z"),
        "midnight in Japan"
    );
    bench.skew(32 * 24 * 3600).await;
    assert_eq!(of("2000000029").await["enabled"], false);
    let change = json!({ "leave_date": "2001-03-31T00:00:00Z" });
    assert_eq!(bench.account(NUMBER, change).await["enabled"], false);
    let change = json!({ "enabled": true });
    assert_eq!(
        bench.account(NUMBER, change).await["enabled"],
        true,
        "a clerical error repaired"
    );
    let change = json!({ "enabled": null, "leave_date": null });
    assert_eq!(bench.account(NUMBER, change).await["enabled"], true);
    assert_eq!(
        bench.control("accounts/none", json!({})).await.status(),
        404
    );
    let wrong = json!({ "leave_date": "tomorrow" });
    assert_eq!(bench.control("accounts/sakura", wrong).await.status(), 400);
}
