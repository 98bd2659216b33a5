//! What a registration may call.

use reqwest::Method;
use serde_json::json;

use crate::client::{Bench, TENANT_CLIENT};
use crate::directory::{DIRECTORY_CLIENT, Directory, POLICY, SAKURA, passes};

#[tokio::test]
async fn r69_each_call_takes_its_own_least_permission() {
    let calls = [
        ("User.Read.All", Method::GET, format!("users/{SAKURA}")),
        (
            "RoleManagement.Read.Directory",
            Method::GET,
            format!("users/{SAKURA}/memberOf/microsoft.graph.directoryRole"),
        ),
        (
            "UserAuthenticationMethod.Read.All",
            Method::GET,
            format!("users/{SAKURA}/authentication/methods"),
        ),
        (
            "Policy.Read.AuthenticationMethod",
            Method::GET,
            POLICY.to_owned(),
        ),
        (
            "UserAuthMethod-TAP.ReadWrite.All",
            Method::POST,
            passes(SAKURA),
        ),
        (
            "User.RevokeSessions.All",
            Method::POST,
            format!("users/{SAKURA}/revokeSignInSessions"),
        ),
    ];
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    for (permission, method, path) in &calls {
        let all = calls.iter().map(|call| call.0);
        let others: Vec<_> = all.filter(|name| name != permission).collect();
        let broader = "UserAuthenticationMethod.ReadWrite.All";
        let without = [&others[..], &[broader]].concat();
        for (granted, status) in [(without, 403), (vec![*permission], 200)] {
            let grants = json!({ "grants": { DIRECTORY_CLIENT: granted } });
            bench.control("graph", grants).await;
            let body = (*method == Method::POST).then(|| json!({}));
            let answer = graph.call(method.clone(), path, body).await.unwrap();
            let got = answer.status().as_u16();
            let good = got == status || (status == 200 && got == 201);
            assert!(good, "{permission}: {got}");
        }
    }
}

#[tokio::test]
async fn r69_a_registration_does_what_it_is_for_and_nothing_else() {
    let bench = Bench::start().await;
    let sessions = "9f1c0de5-0000-4000-8000-000000001d18";
    let reader = "9f1c0de5-0000-4000-8000-000000001d19";
    let revoke = format!("users/{SAKURA}/revokeSignInSessions");
    let log = "auditLogs/directoryAudits";
    for (client, may) in [
        (DIRECTORY_CLIENT, [true, true, false]),
        (TENANT_CLIENT, [false, false, false]),
        (sessions, [true, false, false]),
        (reader, [false, false, true]),
    ] {
        let graph = Directory::as_client(&bench, client).await;
        let calls = [
            (Method::POST, revoke.as_str()),
            (Method::GET, POLICY),
            (Method::GET, log),
        ];
        for ((method, path), may) in calls.into_iter().zip(may) {
            let answer = graph.call(method, path, None).await.unwrap();
            assert_eq!(answer.status() != 403, may, "{client} {path}");
        }
    }
}

#[tokio::test]
async fn r69_when_somebody_leaves_takes_a_permission_more() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let path = format!("users/{SAKURA}?$select=id,employeeLeaveDateTime");
    for (granted, status) in [
        (vec!["User.Read.All"], 403),
        (vec!["User.Read.All", "User-LifeCycleInfo.Read.All"], 200),
    ] {
        let grants = json!({ "grants": { DIRECTORY_CLIENT: granted } });
        bench.control("graph", grants).await;
        let answer = graph.call(Method::GET, &path, None).await.unwrap();
        assert_eq!(answer.status(), status);
    }
}
