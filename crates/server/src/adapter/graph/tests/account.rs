//! The adapter against a small directory of its own over real HTTP.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use ident_core::account::AccountNumber;
use ident_core::time::{Span, Timestamp};
use ident_oidc::Alg;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;
use crate::clock::ClockHand;

const TENANT: &str = "5a5d0b00-0000-4000-8000-00000000da16";
const OBJECT: &str = "0b1ec700-0000-4000-8000-000000000001";

/// Plays token endpoint and Graph; answers of Graph are taken from a list, the last one stays.
#[derive(Default)]
struct Play {
    answers: Mutex<VecDeque<Answer>>,
    tokens: AtomicU32,
    questions: AtomicU32,
}

type Answer = (u16, Vec<(&'static str, String)>, String);

async fn token(State(play): State<Arc<Play>>, form: String) -> Response {
    play.tokens.fetch_add(1, Ordering::SeqCst);
    assert!(form.contains("grant_type=client_credentials"), "{form}");
    assert!(form.contains("client_assertion=ey"), "{form}");
    Json(json!({ "token_type": "Bearer", "expires_in": 3600, "access_token": "secret" }))
        .into_response()
}

async fn user(State(play): State<Arc<Play>>, headers: HeaderMap) -> Response {
    play.questions.fetch_add(1, Ordering::SeqCst);
    assert_eq!(headers["authorization"], "Bearer secret");
    assert_eq!(headers["client-request-id"].len(), 36);
    let mut answers = play.answers.lock().expect("not poisoned");
    let answer = if answers.len() > 1 {
        answers.pop_front()
    } else {
        answers.front().cloned()
    };
    let (status, extra, body) = answer.expect("an answer to play");
    let mut response = (StatusCode::from_u16(status).expect("a status"), body).into_response();
    response
        .headers_mut()
        .insert("content-type", "application/json".parse().expect("a value"));
    for (name, value) in extra {
        response
            .headers_mut()
            .insert(name, value.parse().expect("a value"));
    }
    response
}

struct Stage {
    play: Arc<Play>,
    graph: Graph,
    hand: ClockHand,
}

async fn stage(answers: Vec<Answer>) -> Stage {
    let play = Arc::new(Play {
        answers: Mutex::new(answers.into()),
        ..Play::default()
    });
    let routes = Router::new()
        .route("/token", post(token))
        .route("/v1.0/users/{id}", get(user))
        .with_state(Arc::clone(&play));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(crate::listen::serve(
        listener,
        routes,
        std::future::pending(),
    ));
    let directory: DirectoryConfig = toml::from_str(&format!(
        "url = \"{base}/v1.0\"\ntoken_url = \"{base}/token\"\nclient_id = \"c\"\n\
         key = \"unused\"\nalgorithm = \"ES256\""
    ))
    .expect("a section");
    let tenant = toml::from_str(&format!("id = \"{TENANT}\"")).expect("a section");
    let (pem, _) = ClientKey::generate(Alg::Es256).expect("a key");
    let key = ClientKey::from_pkcs8_pem(&pem, Alg::Es256).expect("a key");
    let (clock, hand) = Clock::fixed(Timestamp::from_seconds(1_795_190_400));
    let graph = Graph::new(&directory, &tenant, key, clock, Entropy).expect("a directory");
    Stage { play, graph, hand }
}

fn ok(body: &Value) -> Answer {
    (200, Vec::new(), body.to_string())
}

fn person(enabled: bool, left: Option<&str>, instead: Option<&str>) -> Value {
    json!({
        "id": OBJECT.to_uppercase(),
        "userPrincipalName": "0123456789@utac.u-tokyo.ac.jp",
        "accountEnabled": enabled,
        "employeeLeaveDateTime": left,
        "onPremisesExtensionAttributes": { "extensionAttribute1": instead },
    })
}

fn key() -> AccountKey {
    AccountKey::parse(TENANT, OBJECT).expect("a key")
}

async fn told(answer: Answer) -> Result<DirectoryAccount, Refusal> {
    stage(vec![answer]).await.graph.account(&key()).await
}

#[tokio::test]
async fn the_states_of_an_account_are_read() {
    let since = Timestamp::from_seconds(1_774_969_200);
    let cases = [
        (person(true, None, None), AccountState::Active),
        (
            person(true, Some("2026-04-01T00:00:00+09:00"), None),
            AccountState::Active,
        ),
        (person(false, None, None), AccountState::Suspended),
        (
            person(false, Some("2027-04-01T00:00:00Z"), None),
            AccountState::Suspended,
        ),
        (
            person(false, Some("2026-03-31T15:00:00Z"), None),
            AccountState::Revoked { since },
        ),
    ];
    for (body, state) in cases {
        assert_eq!(
            told(ok(&body)).await.expect("an account").state,
            state,
            "{body}"
        );
    }
    let nobody = told((404, Vec::new(), "{}".to_owned()))
        .await
        .expect("an answer");
    assert_eq!(nobody.state, AccountState::Unknown);
}

#[tokio::test]
async fn of_two_accounts_the_one_to_use_is_named() {
    let other = AccountNumber::parse("2000000014");
    for (text, expected) in [
        ("2000000014", other.clone()),
        ("2000000014@utac.u-tokyo.ac.jp", other),
        ("0123456789", None),
        ("somebody@evil.example", None),
        ("", None),
    ] {
        let account = told(ok(&person(true, None, Some(text))))
            .await
            .expect("an account");
        assert_eq!(account.use_instead, expected, "{text}");
    }
}

#[tokio::test]
async fn f21_a_short_wait_is_obeyed_and_a_long_one_told() {
    let busy = |seconds: &str| {
        (
            429,
            vec![("retry-after", seconds.to_owned())],
            "{}".to_owned(),
        )
    };
    let stage = stage(vec![busy("0"), busy("1"), ok(&person(true, None, None))]).await;
    assert!(stage.graph.account(&key()).await.is_ok());
    assert_eq!(stage.play.questions.load(Ordering::SeqCst), 3);
    for seconds in ["30", "300", "soon", "99999999999999999999"] {
        assert_eq!(
            told(busy(seconds)).await,
            Err(Refusal::DirectoryUnreachable),
            "{seconds}"
        );
    }
}

#[tokio::test]
async fn f21_after_three_tries_it_is_enough() {
    let stage = stage(vec![(
        503,
        vec![("retry-after", "0".to_owned())],
        "{}".to_owned(),
    )])
    .await;
    assert_eq!(
        stage.graph.account(&key()).await,
        Err(Refusal::DirectoryUnreachable)
    );
    assert_eq!(stage.play.questions.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn an_answer_that_is_not_what_was_asked_for_is_refused() {
    let without_enabled = {
        let mut body = person(true, None, None);
        body.as_object_mut()
            .expect("an object")
            .remove("accountEnabled");
        body
    };
    let somebody_else = json!({ "id": TENANT, "userPrincipalName": "x", "accountEnabled": true });
    let twice = person(true, None, None)
        .to_string()
        .replacen('{', "{\"accountEnabled\":false,", 1);
    let large = format!("{}{}", person(true, None, None), " ".repeat(70_000));
    let cases: [Answer; 8] = [
        ok(&without_enabled),
        ok(&somebody_else),
        (200, Vec::new(), twice),
        (200, Vec::new(), large),
        (200, Vec::new(), "[".repeat(100_000)),
        (
            200,
            vec![("content-type", "text/html".to_owned())],
            person(true, None, None).to_string(),
        ),
        (500, Vec::new(), "{}".to_owned()),
        (403, Vec::new(), "{}".to_owned()),
    ];
    for (index, answer) in cases.into_iter().enumerate() {
        assert_eq!(
            told(answer).await,
            Err(Refusal::DirectoryUnreachable),
            "case {index}"
        );
    }
}

#[tokio::test]
async fn a14_a_redirect_is_not_followed() {
    let stage = stage(vec![(
        302,
        vec![("location", "http://169.254.169.254/".to_owned())],
        String::new(),
    )])
    .await;
    assert_eq!(
        stage.graph.account(&key()).await,
        Err(Refusal::DirectoryUnreachable)
    );
    assert_eq!(stage.play.questions.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn one_token_serves_many_questions_until_five_minutes_before_its_end() {
    let stage = stage(vec![ok(&person(true, None, None))]).await;
    let key = key();
    let ask = || stage.graph.account(&key);
    let (one, two, three) = tokio::join!(ask(), ask(), ask());
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
    assert_eq!(
        stage.play.tokens.load(Ordering::SeqCst),
        1,
        "one refresh in flight"
    );
    stage.hand.advance(Span::seconds(54 * 60));
    assert!(ask().await.is_ok());
    assert_eq!(stage.play.tokens.load(Ordering::SeqCst), 1);
    stage.hand.advance(Span::seconds(60));
    assert!(ask().await.is_ok());
    assert_eq!(stage.play.tokens.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_token_that_was_revoked_is_replaced_once() {
    let refused = || (401, Vec::new(), "{}".to_owned());
    let mended = stage(vec![refused(), ok(&person(true, None, None))]).await;
    assert!(mended.graph.account(&key()).await.is_ok());
    let broken = stage(vec![refused()]).await;
    assert_eq!(
        broken.graph.account(&key()).await,
        Err(Refusal::DirectoryUnreachable)
    );
    assert_eq!(broken.play.tokens.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn an_account_of_another_tenant_is_not_asked_for() {
    let stage = stage(vec![ok(&person(true, None, None))]).await;
    let stranger = AccountKey::parse(OBJECT, OBJECT).expect("a key");
    let account = stage.graph.account(&stranger).await.expect("an answer");
    assert_eq!(account.state, AccountState::Unknown);
    assert_eq!(stage.play.questions.load(Ordering::SeqCst), 0);
}
