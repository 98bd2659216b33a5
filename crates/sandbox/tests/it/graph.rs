//! The Graph subset: tokens, users, refusals.

use reqwest::Response;
use serde_json::{Value, json};

use crate::client::{Bench, json_of};
use crate::directory::token;

async fn user(bench: &Bench, key: &str, select: &str) -> Response {
    let token = token(bench, "https://graph.microsoft.com/.default").await;
    let url = format!("{}/users/{key}?$select={select}", bench.running.graph_base);
    let request = bench
        .http
        .get(url)
        .bearer_auth(token["access_token"].as_str().unwrap());
    request
        .header("client-request-id", "call-1")
        .send()
        .await
        .unwrap()
}

#[tokio::test]
async fn a_user_is_found_by_sign_in_name_and_by_object_id() {
    let bench = Bench::start().await;
    for key in [
        "0123456789@utac.u-tokyo.ac.jp",
        "0a0a0a0a-0000-4000-8000-000123456789",
    ] {
        let found = json_of(user(&bench, key, "id,userPrincipalName,accountEnabled").await).await;
        assert_eq!(found["id"], "0a0a0a0a-0000-4000-8000-000123456789");
        assert_eq!(found["userPrincipalName"], "0123456789@utac.u-tokyo.ac.jp");
        assert_eq!(found["accountEnabled"], true);
        assert!(found.get("displayName").is_none(), "only what was selected");
    }
}

#[tokio::test]
async fn the_states_of_accounts_show() {
    let bench = Bench::start().await;
    let select = "accountEnabled,employeeType,employeeLeaveDateTime,onPremisesExtensionAttributes";
    let of = async |number: &str| {
        json_of(user(&bench, &format!("{number}@utac.u-tokyo.ac.jp"), select).await).await
    };
    let suspended = of("2000000016").await;
    assert_eq!(suspended["accountEnabled"], false);
    assert_eq!(suspended["employeeLeaveDateTime"], Value::Null);
    let left = of("2000000017").await;
    assert_eq!(left["accountEnabled"], false);
    assert!(
        left["employeeLeaveDateTime"]
            .as_str()
            .unwrap()
            .ends_with('Z')
    );
    let staff = of("3000000015").await;
    assert_eq!(staff["employeeType"], "staff");
    assert_eq!(
        staff["onPremisesExtensionAttributes"]["extensionAttribute1"],
        "2000000014"
    );
    let student = of("2000000014").await;
    assert_eq!(
        student["onPremisesExtensionAttributes"]["extensionAttribute1"],
        Value::Null
    );
}

#[tokio::test]
async fn errors_have_graphs_form() {
    let bench = Bench::start().await;
    let missing = user(&bench, "9999999999@utac.u-tokyo.ac.jp", "id").await;
    assert_eq!(missing.status(), 404);
    let body = json_of(missing).await;
    assert_eq!(body["error"]["code"], "Request_ResourceNotFound");
    assert_eq!(body["error"]["innerError"]["client-request-id"], "call-1");
    let unknown = user(&bench, "0123456789@utac.u-tokyo.ac.jp", "shoeSize").await;
    assert_eq!(unknown.status(), 400);
    let url = format!(
        "{}/users/0123456789@utac.u-tokyo.ac.jp",
        bench.running.graph_base
    );
    let nobody = bench.http.get(url).send().await.unwrap();
    assert_eq!(nobody.status(), 401);
    assert_eq!(
        json_of(nobody).await["error"]["code"],
        "InvalidAuthenticationToken"
    );
}

#[tokio::test]
async fn another_scope_is_refused() {
    let bench = Bench::start().await;
    assert_eq!(
        token(&bench, "https://graph.microsoft.com/User.Read").await["error"],
        "invalid_scope"
    );
}

#[tokio::test]
async fn faults_of_graph_strike() {
    let bench = Bench::start().await;
    let upn = "2000000016@utac.u-tokyo.ac.jp";
    for (fault, status) in [
        ("graph_401", 401),
        ("graph_403", 403),
        ("graph_429", 429),
        ("user_not_found", 404),
    ] {
        bench.arm("graph", fault).await;
        assert_eq!(user(&bench, upn, "id").await.status(), status, "{fault}");
        assert_eq!(
            user(&bench, upn, "id").await.status(),
            200,
            "{fault} struck once"
        );
    }
    let body = json!({ "op": "graph", "fault": "graph_429", "times": 1, "retry_after_s": 30 });
    bench.control("faults", body).await;
    assert_eq!(user(&bench, upn, "id").await.headers()["retry-after"], "30");
    bench.arm("graph", "account_disabled_late").await;
    assert_eq!(
        json_of(user(&bench, upn, "accountEnabled").await).await["accountEnabled"],
        true
    );
    assert_eq!(
        json_of(user(&bench, upn, "accountEnabled").await).await["accountEnabled"],
        false
    );
    let active = "0123456789@utac.u-tokyo.ac.jp";
    bench.arm("graph", "account_disabled_now").await;
    assert_eq!(
        json_of(user(&bench, active, "accountEnabled").await).await["accountEnabled"],
        false
    );
    bench.arm("graph", "http_503").await;
    assert_eq!(user(&bench, upn, "id").await.status(), 503);
}
