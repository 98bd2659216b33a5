//! The adapter against a small directory of its own over real HTTP.

mod account;
mod log;
mod order;
mod question;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, post};
use axum::{Json, Router};
use ident_core::time::Timestamp;
use ident_oidc::{Alg, ClientKey};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;
use crate::clock::ClockHand;
use crate::http::metrics::Metrics;

const TENANT: &str = "5a5d0b00-0000-4000-8000-00000000da16";
const OBJECT: &str = "0b1ec700-0000-4000-8000-000000000001";

/// Plays token endpoint and Graph; answers of Graph are taken from a list, the last one stays.
#[derive(Default)]
struct Play {
    answers: Mutex<VecDeque<Answer>>,
    tokens: AtomicU32,
    asked: Mutex<Vec<String>>,
    bearers: Mutex<Vec<String>>,
    requests: Mutex<Vec<String>>,
    queries: Mutex<Vec<String>>,
}

type Answer = (u16, Vec<(&'static str, String)>, String);

async fn token(State(play): State<Arc<Play>>, form: String) -> Response {
    play.tokens.fetch_add(1, Ordering::SeqCst);
    assert!(form.contains("grant_type=client_credentials"), "{form}");
    assert!(form.contains("client_assertion=ey"), "{form}");
    let client = form.split('&').find(|pair| pair.starts_with("client_id="));
    let token = format!("secret-of-{}", &client.expect("a client")[10..]);
    Json(json!({ "token_type": "Bearer", "expires_in": 3600, "access_token": token }))
        .into_response()
}

async fn graph(
    State(play): State<Arc<Play>>,
    method: http::Method,
    uri: http::Uri,
    headers: HeaderMap,
    body: String,
) -> Response {
    let bearer = headers["authorization"].to_str().expect("text").to_owned();
    play.bearers.lock().expect("not poisoned").push(bearer);
    let request = headers["client-request-id"].to_str().expect("text");
    assert_eq!(request.len(), 36);
    let mut requests = play.requests.lock().expect("not poisoned");
    requests.push(request.to_owned());
    drop(requests);
    let query = uri.query().unwrap_or_default().to_owned();
    play.queries.lock().expect("not poisoned").push(query);
    let asked = format!("{method} {} {body}", uri.path());
    let asked = asked.replace(OBJECT, "USER");
    play.asked.lock().expect("not poisoned").push(asked);
    let mut answers = play.answers.lock().expect("not poisoned");
    let answer = if answers.len() > 1 {
        answers.pop_front()
    } else {
        answers.front().cloned()
    };
    let (status, extra, body) = answer.expect("an answer to play");
    let mut response = (StatusCode::from_u16(status).expect("a status"), body).into_response();
    let headers = response.headers_mut();
    headers.insert("content-type", "application/json".parse().expect("a value"));
    for (name, value) in extra {
        headers.insert(name, value.parse().expect("a value"));
    }
    response
}

struct Stage {
    play: Arc<Play>,
    graph: Graph,
    hand: ClockHand,
    metrics: Metrics,
}

impl Stage {
    /// How many calls came.
    fn questions(&self) -> usize {
        self.asked().len()
    }

    /// The calls, with `USER` for the object id.
    fn asked(&self) -> Vec<String> {
        self.play.asked.lock().expect("not poisoned").clone()
    }

    /// The tokens that came with the calls.
    fn bearers(&self) -> Vec<String> {
        self.play.bearers.lock().expect("not poisoned").clone()
    }

    /// The counters.
    fn counted(&self) -> String {
        self.metrics.text()
    }
}

async fn stage(answers: Vec<Answer>) -> Stage {
    let play = Arc::new(Play {
        answers: Mutex::new(answers.into()),
        ..Play::default()
    });
    let routes = Router::new()
        .route("/token", post(token))
        .route("/v1.0/{*rest}", any(graph))
        .with_state(Arc::clone(&play));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(crate::listen::serve(
        listener,
        routes,
        std::future::pending(),
    ));
    let (graph, hand, metrics) = directory_at(&base);
    Stage {
        play,
        graph,
        hand,
        metrics,
    }
}

fn client_key() -> ClientKey {
    let (pem, _) = ClientKey::generate(Alg::Es256).expect("a key");
    ClientKey::from_pkcs8_pem(&pem, Alg::Es256).expect("a key")
}

fn directory_at(base: &str) -> (Graph, ClockHand, Metrics) {
    let directory: DirectoryConfig = toml::from_str(&format!(
        "url = \"{base}/v1.0\"\ntoken_url = \"{base}/token\"\nclient_id = \"c\"\n\
         key = \"unused\"\nalgorithm = \"ES256\"\ntemporary_passwords = true\n\
         [log]\nclient_id = \"reader\"\nkey = \"unused\"\nalgorithm = \"ES256\"\n\
         service_principals = [\"{TENANT}\"]"
    ))
    .expect("a section");
    let tenant = toml::from_str(&format!("id = \"{TENANT}\"")).expect("a section");
    let (clock, hand) = Clock::fixed(Timestamp::from_seconds(1_795_190_400));
    let parts = (clock, Entropy);
    let keys = DirectoryKeys {
        main: client_key(),
        sessions: None,
        log: directory.log.as_ref().map(|_| client_key()),
    };
    let metrics = Metrics::new();
    let counted = metrics.clone();
    let calls = Calls::new(move |op, outcome| counted.directory(op, outcome));
    let graph = Graph::new(&directory, &tenant, keys, parts, calls);
    (graph.expect("a directory"), hand, metrics)
}

fn ok(body: &Value) -> Answer {
    (200, Vec::new(), body.to_string())
}

fn status(status: u16) -> Answer {
    (status, Vec::new(), "{}".to_owned())
}

fn busy(status: u16, seconds: &str) -> Answer {
    let wait = vec![("retry-after", seconds.to_owned())];
    (status, wait, "{}".to_owned())
}

fn key() -> AccountKey {
    AccountKey::parse(TENANT, OBJECT).expect("a key")
}
