//! Questions: asked again for a while, and what their answers mean.

use ident_core::act::MethodKind;
use ident_core::port::PassDesk;
use ident_core::time::Span;
use serde_json::{Value, json};

use super::super::*;
use super::{Answer, OBJECT, busy, key, ok, stage, status};

fn policy(state: &str, excluded: &Value) -> Value {
    json!({
        "state": state, "defaultLength": 12, "minimumLifetimeInMinutes": 60,
        "maximumLifetimeInMinutes": 480, "isUsableOnce": true, "excludeTargets": excluded,
    })
}

#[tokio::test]
async fn f22_a_question_is_asked_five_times_at_most() {
    for answer in [status(500), busy(503, "0"), busy(429, "0"), status(504)] {
        let stage = stage(vec![answer]).await;
        assert!(stage.graph.list(&key()).await.is_err());
        assert_eq!(stage.questions(), 5);
    }
}

#[tokio::test]
async fn f22_a_question_that_is_answered_in_the_end_is_answered() {
    let good = ok(&json!({ "value": [{ "id": "one" }] }));
    let stage = stage(vec![status(502), status(503), good]).await;
    assert_eq!(stage.graph.list(&key()).await, Ok(vec!["one".to_owned()]));
}

#[tokio::test]
async fn f21_a_long_wait_is_told_and_not_waited_for() {
    for (seconds, wait) in [("30", 30), ("300", 300), ("soon", 30), ("999999", 3_600)] {
        let stage = stage(vec![busy(429, seconds)]).await;
        let told = stage.graph.list(&key()).await;
        assert_eq!(told, Err(Fault::Throttled(Span::seconds(wait))));
        assert_eq!(stage.questions(), 1, "0 early retries");
    }
}

#[tokio::test]
async fn f24_a_missing_permission_is_counted_where_it_can_be_alarmed_on() {
    for answer in [status(401), status(403)] {
        let stage = stage(vec![answer]).await;
        let told = stage.graph.look(&key()).await;
        assert_eq!(told, Err(Fault::NotDone(Refusal::DirectoryRefused)));
        let line = r#"ident_directory_calls_total{op="user",outcome="refused"} 1"#;
        assert!(stage.counted().contains(line), "{}", stage.counted());
    }
}

#[tokio::test]
async fn f22_without_a_server_nothing_is_there() {
    let (graph, _hand, _metrics) = super::directory_at("http://127.0.0.1:9");
    let told = graph.look(&key()).await;
    assert_eq!(told, Err(Fault::NotDone(Refusal::DirectoryUnreachable)));
}

#[tokio::test]
async fn r67_account_roles_and_methods_are_read_in_one_look() {
    let user = json!({ "id": OBJECT, "userPrincipalName": "x", "accountEnabled": true });
    // Roles and methods are asked for at once; the two answers are of one form.
    let listed = json!({ "value": [{
        "@odata.type": "#microsoft.graph.phoneAuthenticationMethod",
        "id": "3179e48a-750b-4051-897c-87b9720928f7", "phoneNumber": "+81 9012345678",
    }] });
    let stage = stage(vec![ok(&user), ok(&listed)]).await;
    let seen = stage.graph.look(&key()).await.expect("a look");
    assert!(seen.privileged);
    assert_eq!(seen.methods[0].kind, MethodKind::Phone);
    assert_eq!(seen.methods[0].label.as_deref(), Some("+** ********78"));
    let mut asked = stage.asked();
    asked.sort();
    assert_eq!(
        asked,
        [
            "GET /v1.0/users/USER ",
            "GET /v1.0/users/USER/authentication/methods ",
            "GET /v1.0/users/USER/transitiveMemberOf/microsoft.graph.directoryRole ",
        ]
    );
}

#[tokio::test]
async fn f26_an_account_that_is_not_there_has_nothing_to_be_asked_for() {
    let stage = stage(vec![status(404)]).await;
    let seen = stage.graph.look(&key()).await.expect("a look");
    assert_eq!(seen.account.state, AccountState::Unknown);
    assert_eq!(stage.questions(), 1);
}

#[tokio::test]
async fn the_policy_is_read_with_its_exceptions() {
    let user = |id: &str| json!([{ "id": id, "targetType": "user" }]);
    let group = json!([{ "id": OBJECT, "targetType": "group" }]);
    for (body, enabled, excluded) in [
        (policy("enabled", &json!([])), true, false),
        (policy("disabled", &json!([])), false, false),
        (policy("enabled", &user(OBJECT)), true, true),
        (policy("enabled", &user(super::TENANT)), true, false),
        (policy("enabled", &group), true, false),
    ] {
        let stage = stage(vec![ok(&body)]).await;
        let read = stage.graph.policy(&key()).await.expect("a policy");
        assert_eq!((read.enabled, read.excluded), (enabled, excluded), "{body}");
        assert_eq!(read.shortest, Span::minutes(60));
        assert_eq!(read.length, 12);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_no_answer() {
    let cases: [Answer; 3] = [
        ok(&json!({})),
        (200, Vec::new(), "{\"value\":[{\"id\"".to_owned()),
        ok(&json!({ "value": "none" })),
    ];
    for answer in cases {
        let stage = stage(vec![answer]).await;
        let unreachable = Fault::NotDone(Refusal::DirectoryUnreachable);
        assert_eq!(stage.graph.list(&key()).await, Err(unreachable));
        assert_eq!(stage.graph.policy(&key()).await, Err(unreachable));
        assert_eq!(
            stage.graph.methods(&key()).await,
            Err(Refusal::DirectoryUnreachable)
        );
    }
}
