//! Orders: sent once, and what is known about them afterwards.

use ident_core::port::{PassDesk, PasswordDesk};
use ident_core::reconcile::RequestId;
use ident_core::secret::Secret;
use ident_core::time::Span;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::super::*;
use super::{Answer, busy, directory_at, key, ok, stage, status};

const HOUR: Span = Span::minutes(60);
const REQUEST: RequestId = RequestId::from_random([7; 16]);

fn created() -> Value {
    json!({
        "id": "new", "temporaryAccessPass": "Te7-pA5s", "startDateTime": "2026-11-20T16:00:00Z",
        "lifetimeInMinutes": 60, "isUsableOnce": true, "isUsable": true,
        "methodUsabilityReason": "EnabledByPolicy",
    })
}

async fn created_by(answer: Answer) -> Result<String, Fault> {
    let stage = stage(vec![answer]).await;
    let outcome = stage.graph.create(&key(), HOUR, REQUEST).await;
    assert_eq!(stage.questions(), 1, "sent once");
    outcome.map(|pass| pass.id)
}

#[tokio::test]
async fn r64_a_pass_is_asked_for_once_and_for_one_use() {
    let stage = stage(vec![(201, Vec::new(), created().to_string())]).await;
    let pass = stage
        .graph
        .create(&key(), HOUR, REQUEST)
        .await
        .expect("a pass");
    assert_eq!(pass.value.expose(), "Te7-pA5s");
    assert_eq!(
        pass.ends_at(),
        Timestamp::from_seconds(1_795_190_400 + 3_600)
    );
    assert!(pass.once);
    let path = "/v1.0/users/USER/authentication/temporaryAccessPassMethods";
    let body = r#"{"isUsableOnce":true,"lifetimeInMinutes":60}"#;
    assert_eq!(stage.asked(), [format!("POST {path} {body}")]);
    let sent = stage.play.requests.lock().expect("not poisoned").clone();
    assert_eq!(sent, [REQUEST.to_string()], "under the id of the order");
}

#[tokio::test]
async fn f22_only_what_says_that_nothing_happened_is_taken_for_that() {
    let not_done = |refusal| Err(Fault::NotDone(refusal));
    for (answer, outcome) in [
        (status(400), not_done(Refusal::PassPolicyExcludes)),
        (status(404), not_done(Refusal::AccountUnknown)),
        (status(409), not_done(Refusal::Unexpected)),
        (busy(429, "300"), Err(Fault::Throttled(Span::seconds(300)))),
        (busy(429, "0"), Err(Fault::Throttled(Span::seconds(0)))),
        (status(500), Err(Fault::Unknown)),
        (busy(503, "1"), Err(Fault::Unknown)),
        (status(504), Err(Fault::Unknown)),
        (status(302), Err(Fault::Unknown)),
    ] {
        let told = answer.0;
        assert_eq!(created_by(answer).await, outcome, "{told}");
    }
}

#[tokio::test]
async fn f25_a_pass_that_cannot_be_read_is_an_unknown_outcome() {
    let mut without = created();
    without["temporaryAccessPass"] = Value::Null;
    let whole = created().to_string();
    for body in [
        whole[..whole.len() / 2].to_owned(),
        String::new(),
        without.to_string(),
    ] {
        let answer = (201, Vec::new(), body);
        assert_eq!(created_by(answer).await, Err(Fault::Unknown));
    }
}

/// A server that gives a token, then ends the connection of everything else after `part`.
async fn breaking(part: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            let mut head = vec![0; 16_384];
            let length = stream.read(&mut head).await.expect("a request");
            let token = r#"{"token_type":"Bearer","expires_in":3600,"access_token":"secret"}"#;
            let length_line = format!("content-length: {}", token.len());
            let whole = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{length_line}\r\n\
                 connection: close\r\n\r\n{token}"
            );
            let is_token = head[..length].starts_with(b"POST /token");
            let answer = if is_token { whole.as_str() } else { part };
            stream.write_all(answer.as_bytes()).await.expect("sent");
        }
    });
    base
}

#[tokio::test]
async fn f22_a_connection_that_ends_without_an_answer_is_an_unknown_outcome() {
    let cut =
        "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 400\r\n\r\n{";
    for part in ["", "HTTP/1.1 2", cut] {
        let (graph, _hand, _metrics) = directory_at(&breaking(part).await);
        let outcome = graph
            .create(&key(), HOUR, REQUEST)
            .await
            .map(|pass| pass.id);
        assert_eq!(outcome, Err(Fault::Unknown), "{part}");
    }
}

#[tokio::test]
async fn f22_where_not_a_byte_was_sent_nothing_happened() {
    let (graph, _hand, _metrics) = directory_at("http://127.0.0.1:9");
    let outcome = graph
        .create(&key(), HOUR, REQUEST)
        .await
        .map(|pass| pass.id);
    let unreachable = Fault::NotDone(Refusal::DirectoryUnreachable);
    assert_eq!(outcome, Err(unreachable));
    assert_eq!(graph.delete(&key(), "x", REQUEST).await, Err(unreachable));
    assert_eq!(
        graph.revoke_sessions(&key(), REQUEST).await,
        Err(unreachable)
    );
}

#[tokio::test]
async fn a_token_that_is_not_accepted_means_that_nothing_happened() {
    let good = (201, Vec::new(), created().to_string());
    let mended = stage(vec![status(401), good]).await;
    assert!(mended.graph.create(&key(), HOUR, REQUEST).await.is_ok());
    assert_eq!(mended.questions(), 2);
    let refused = stage(vec![status(401)]).await;
    assert_eq!(
        refused
            .graph
            .create(&key(), HOUR, REQUEST)
            .await
            .map(|pass| pass.id),
        Err(Fault::NotDone(Refusal::DirectoryRefused))
    );
    assert_eq!(refused.questions(), 2);
}

#[tokio::test]
async fn f24_r67_a_forbidden_order_is_our_fault_or_the_targets_role() {
    let role = |roles: &Value| ok(&json!({ "value": roles }));
    let ours = stage(vec![status(403), role(&json!([]))]).await;
    let refused = ours.graph.delete(&key(), "x", REQUEST).await;
    assert_eq!(refused, Err(Fault::NotDone(Refusal::DirectoryRefused)));
    let line = r#"ident_directory_calls_total{op="pass_delete",outcome="refused"} 1"#;
    assert!(ours.counted().contains(line), "{}", ours.counted());
    let theirs = stage(vec![status(403), role(&json!([{ "id": "admin" }]))]).await;
    let refused = theirs.graph.delete(&key(), "x", REQUEST).await;
    assert_eq!(refused, Err(Fault::NotDone(Refusal::AccountPrivileged)));
    assert!(
        !theirs.counted().contains(r#"outcome="refused""#),
        "no alarm"
    );
}

#[tokio::test]
async fn a_pass_that_is_gone_counts_as_removed() {
    for answer in [status(204), status(404)] {
        let stage = stage(vec![answer]).await;
        assert_eq!(stage.graph.delete(&key(), "a/b", REQUEST).await, Ok(()));
        let path = "/v1.0/users/USER/authentication/temporaryAccessPassMethods/a%2Fb";
        assert_eq!(stage.asked(), [format!("DELETE {path} ")]);
    }
}

#[tokio::test]
async fn r68_sessions_are_ended() {
    let stage = stage(vec![ok(&json!({ "value": true }))]).await;
    assert_eq!(stage.graph.revoke_sessions(&key(), REQUEST).await, Ok(()));
    assert_eq!(
        stage.asked(),
        ["POST /v1.0/users/USER/revokeSignInSessions "]
    );
}

#[tokio::test]
async fn f29_sessions_may_be_ended_with_a_credential_of_their_own() {
    let mut stage = stage(vec![ok(&json!({ "value": true })), status(204)]).await;
    let section = "url = \"http://x.example\"\ntoken_url = \"TOKEN\"\nclient_id = \"c\"\n\
                   key = \"unused\"\nalgorithm = \"ES256\"";
    let section = section.replace(
        "TOKEN",
        stage.graph.base.join("/token").expect("a URL").as_str(),
    );
    let config: DirectoryConfig = toml::from_str(&section).expect("a section");
    let apart = Tokens::new(&config, "sessions", super::client_key());
    stage.graph.for_sessions = Some(apart);
    assert_eq!(stage.graph.revoke_sessions(&key(), REQUEST).await, Ok(()));
    assert_eq!(stage.graph.delete(&key(), "x", REQUEST).await, Ok(()));
    let bearers = ["Bearer secret-of-sessions", "Bearer secret-of-c"];
    assert_eq!(stage.bearers(), bearers);
}

#[tokio::test]
async fn a_temporary_password_must_be_changed_at_the_first_sign_in() {
    let stage = stage(vec![status(204)]).await;
    let password = Secret::new("Te7-word".to_owned());
    assert_eq!(
        stage.graph.set_temporary(&key(), &password, REQUEST).await,
        Ok(())
    );
    let body =
        r#"{"passwordProfile":{"password":"Te7-word","forceChangePasswordNextSignIn":true}}"#;
    assert_eq!(stage.asked(), [format!("PATCH /v1.0/users/USER {body}")]);
}

#[tokio::test]
async fn a_desk_that_is_closed_sets_no_password() {
    let mut stage = stage(vec![status(204)]).await;
    stage.graph.temporary_passwords = false;
    assert!(!stage.graph.is_open());
    let password = Secret::new("Te7-word".to_owned());
    let refused = stage.graph.set_temporary(&key(), &password, REQUEST).await;
    assert_eq!(refused, Err(Fault::NotDone(Refusal::PasswordDeskClosed)));
    assert_eq!(stage.questions(), 0);
}
