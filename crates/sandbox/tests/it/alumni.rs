//! The alumni service: one statement with exactly one thing wrong per case.

use std::net::SocketAddr;

use axum::Json;
use axum::routing::get;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::client::{Bench, Key, now, unique};

/// Ident as far as this service knows it: its keys.
async fn ident(keys: Value) -> (SocketAddr, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let answer = get(move || async move { Json(keys) });
    let router = axum::Router::new().route("/.well-known/ident/jwks.json", answer);
    let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (at, task)
}

struct Place {
    bench: Bench,
    key: Key,
    issuer: String,
    audience: String,
}

impl Place {
    async fn start() -> Self {
        let (bench, key) = (Bench::start().await, Key::new("a1"));
        let mut keys = key.jwks();
        let unfit = json!({ "kty": "OKP", "crv": "Ed25519", "x": "AA", "kid": "other" });
        keys["keys"].as_array_mut().unwrap().push(unfit);
        let (at, _) = ident(keys).await;
        let issuer = format!("http://{at}");
        bench.running.set_ident_url(&issuer);
        let audience = bench.running.graph_base.replace("/graph/v1.0", "/alumni");
        Self {
            bench,
            key,
            issuer,
            audience,
        }
    }

    fn header(&self) -> Value {
        json!({ "alg": "ES256", "typ": "ident-alumni+jwt", "kid": self.key.kid })
    }

    fn claims(&self) -> Value {
        let now = now();
        json!({ "iss": self.issuer, "aud": self.audience, "sub": "pairwise-1", "name": "曙町　あさひ",
                "status": "graduated", "iat": now, "nbf": now, "exp": now + 300, "jti": unique() })
    }

    async fn join(&self, statement: &str) -> (u16, String) {
        let form = vec![("statement".to_owned(), statement.to_owned())];
        let answer = self
            .bench
            .post_form(&format!("{}/join", self.audience), &form)
            .await;
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

#[tokio::test]
async fn a_graduate_is_welcomed_once_per_statement() {
    let place = Place::start().await;
    let statement = place.key.sign(&place.header(), &place.claims());
    let (status, text) = place.join(&statement).await;
    assert_eq!(status, 200, "{text}");
    assert!(text.contains("ようこそ") && text.contains("曙町　あさひ"));
    let (status, text) = place.join(&statement).await;
    assert_eq!(status, 400);
    assert!(text.contains("alumni_replay"));
    let url = format!("{}/control/alumni", place.bench.running.portal_url);
    let joined = place.bench.get_json(&url).await["joined"].clone();
    assert_eq!(joined.as_array().unwrap().len(), 1);
    assert_eq!(joined[0]["sub"], "pairwise-1");
}

#[tokio::test]
async fn each_wrong_thing_has_its_own_page() {
    let place = Place::start().await;
    let now = now();
    let cases = [
        ("iss", json!("http://other.example"), "issuer"),
        ("aud", json!("http://other.example/alumni"), "audience"),
        ("aud", json!([place.audience]), "audience"),
        ("sub", json!(""), "claims"),
        ("birthdate", json!("2000-01-01"), "claims"),
        ("jti", json!(7), "claims"),
        ("status", json!("enrolled"), "status"),
        ("iat", json!(now + 120), "not_yet"),
        ("nbf", json!(now + 120), "not_yet"),
        ("exp", json!(now + 400), "lifetime"),
        ("exp", json!(now - 1), "expired"),
    ];
    for (name, value, code) in cases {
        let mut claims = place.claims();
        claims[name] = value;
        let (status, text) = place.join(&place.key.sign(&place.header(), &claims)).await;
        assert_eq!(status, 400, "{name}");
        assert!(text.contains(&format!("alumni_{code}")), "{name}: {text}");
    }
    for (name, value, code) in [
        ("typ", "JWT", "type"),
        ("alg", "none", "algorithm"),
        ("kid", "unknown", "unknown_key"),
    ] {
        let mut header = place.header();
        header[name] = json!(value);
        let (_, text) = place.join(&place.key.sign(&header, &place.claims())).await;
        assert!(text.contains(&format!("alumni_{code}")), "{name}");
    }
    let stranger = Key::new("a1").sign(&place.header(), &place.claims());
    for (statement, code) in [(stranger.as_str(), "signature"), ("x.y", "malformed")] {
        assert!(
            place
                .join(statement)
                .await
                .1
                .contains(&format!("alumni_{code}"))
        );
    }
    place.bench.running.set_ident_url("http://127.0.0.1:1");
    let statement = place.key.sign(&place.header(), &place.claims());
    assert!(place.join(&statement).await.1.contains("alumni_no_keys"));
}
