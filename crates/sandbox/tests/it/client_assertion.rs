//! Every check of a client assertion, one thing wrong at a time.

use serde_json::{Value, json};

use crate::client::{
    AGENCY_CLIENT, Bench, Key, Pairs, agency_request, claims, json_of, now, set, token_form, value,
    with,
};

/// Trades a fresh code with that assertion; the error, or `ok`.
async fn outcome(bench: &Bench, assertion: &str, change: impl FnOnce(&mut Pairs)) -> String {
    let request = with(&bench.agency("auth"), &agency_request("openid"));
    let code = value(
        &bench.callback("digital_id", &request, "sakura").await,
        "code",
    );
    let mut form = token_form(&code, "/verify/callback", assertion);
    change(&mut form);
    let answer = json_of(bench.post_form(&bench.agency("token"), &form).await).await;
    answer["error"].as_str().unwrap_or("ok").to_owned()
}

fn header() -> Value {
    json!({ "alg": "ES256", "kid": "k1" })
}

#[tokio::test]
async fn each_wrong_claim_is_refused() {
    let bench = Bench::start().await;
    let url = bench.agency("token");
    let now = now();
    let wrong: [(&str, Value); 17] = [
        ("iss", json!("other")),
        ("iss", Value::Null),
        ("sub", json!("other")),
        ("sub", Value::Null),
        ("aud", json!("https://other.example/token")),
        ("aud", json!([url])),
        ("aud", Value::Null),
        ("exp", json!(now - 300)),
        ("exp", json!(now + 25 * 3600)),
        ("exp", json!("soon")),
        ("exp", Value::Null),
        ("iat", Value::Null),
        ("iat", json!(now + 600)),
        ("nbf", json!(now + 600)),
        ("nbf", json!("later")),
        ("jti", Value::Null),
        ("jti", json!("")),
    ];
    for (claim, new) in wrong {
        let mut claims = claims(AGENCY_CLIENT, &url);
        claims[claim] = new.clone();
        if new.is_null() {
            claims.as_object_mut().unwrap().remove(claim);
        }
        let assertion = bench.key.sign(&header(), &claims);
        assert_eq!(
            outcome(&bench, &assertion, |_| {}).await,
            "invalid_client",
            "{claim}={new}"
        );
    }
}

#[tokio::test]
async fn issuer_and_token_endpoint_are_both_taken_as_audience() {
    let bench = Bench::start().await;
    for audience in [
        bench.agency("token"),
        bench.running.digital_id_issuer.clone(),
    ] {
        let assertion = bench.assertion(AGENCY_CLIENT, &audience);
        assert_eq!(
            outcome(&bench, &assertion, |_| {}).await,
            "ok",
            "{audience}"
        );
    }
}

#[tokio::test]
async fn a_jti_is_good_once_even_for_another_code() {
    let bench = Bench::start().await;
    let assertion = bench.assertion(AGENCY_CLIENT, &bench.agency("token"));
    assert_eq!(outcome(&bench, &assertion, |_| {}).await, "ok");
    assert_eq!(outcome(&bench, &assertion, |_| {}).await, "invalid_client");
}

#[tokio::test]
async fn only_the_registered_key_and_algorithm_are_believed() {
    let bench = Bench::start().await;
    let claims = || claims(AGENCY_CLIENT, &bench.agency("token"));
    let stranger = Key::new("k1").sign(&header(), &claims());
    let unknown = bench
        .key
        .sign(&json!({ "alg": "ES256", "kid": "k2" }), &claims());
    let no_kid = bench.key.sign(&json!({ "alg": "ES256" }), &claims());
    let other_alg = bench
        .key
        .sign(&json!({ "alg": "RS256", "kid": "k1" }), &claims());
    let none = bench
        .key
        .sign(&json!({ "alg": "none", "kid": "k1" }), &claims());
    for (name, assertion) in [
        ("stranger", stranger),
        ("unknown kid", unknown),
        ("no kid", no_kid),
        ("other alg", other_alg),
        ("none", none),
        ("not a JWT", "x.y".to_owned()),
    ] {
        assert_eq!(
            outcome(&bench, &assertion, |_| {}).await,
            "invalid_client",
            "{name}"
        );
    }
}

#[tokio::test]
async fn the_client_must_authenticate_by_assertion_alone() {
    let bench = Bench::start().await;
    let assertion = || bench.assertion(AGENCY_CLIENT, &bench.agency("token"));
    let without =
        |name: &'static str| move |form: &mut Pairs| form.retain(|(known, _)| known != name);
    let wrong =
        |name: &'static str, new: &'static str| move |form: &mut Pairs| set(form, name, new);
    let refused = "invalid_client";
    assert_eq!(
        outcome(&bench, &assertion(), without("client_assertion")).await,
        refused
    );
    assert_eq!(
        outcome(&bench, &assertion(), without("client_assertion_type")).await,
        refused
    );
    assert_eq!(
        outcome(&bench, &assertion(), wrong("client_assertion_type", "x")).await,
        refused
    );
    assert_eq!(
        outcome(&bench, &assertion(), wrong("client_id", "other")).await,
        refused
    );
    assert_eq!(
        outcome(&bench, &assertion(), wrong("client_secret", "x")).await,
        refused
    );
    assert_eq!(
        outcome(&bench, &assertion(), wrong("client_id", AGENCY_CLIENT)).await,
        "ok"
    );
}
