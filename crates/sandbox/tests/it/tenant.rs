//! The UTokyo Account OP: claims, sessions, refusals.

use serde_json::json;

use crate::client::{
    Bench, Pairs, TENANT, TENANT_CLIENT, id_token, json_of, now, pair, part, query_of, set,
    tenant_request, token_form, value, with,
};

const ACRS: &str = r#"{"id_token":{"acrs":{"essential":true,"value":"c1"}}}"#;

#[tokio::test]
async fn the_id_token_names_tenant_object_and_person() {
    let bench = Bench::start().await;
    let tokens = bench.tenant_tokens(&[], "sakura").await;
    let claims = part(id_token(&tokens), 1);
    assert_eq!(part(id_token(&tokens), 0)["alg"], "RS256");
    assert_eq!(claims["iss"], json!(bench.running.utokyo_issuer));
    assert_eq!(claims["aud"], TENANT_CLIENT);
    assert_eq!(claims["tid"], TENANT);
    assert_eq!(claims["oid"], "0a0a0a0a-0000-4000-8000-000123456789");
    assert_eq!(
        claims["preferred_username"],
        "0123456789@utac.u-tokyo.ac.jp"
    );
    assert_eq!(claims["name"], "本郷 さくら");
    assert_eq!(claims["nonce"], "nonce-2");
    assert_eq!(claims["ver"], "2.0");
    assert!(claims["auth_time"].as_u64().unwrap().abs_diff(now()) <= 5);
    assert!(
        claims.get("acrs").is_none(),
        "acrs only when it was asked for"
    );
}

#[tokio::test]
async fn acrs_needs_the_question_and_mfa() {
    let bench = Bench::start().await;
    let tokens = bench.tenant_tokens(&[("claims", ACRS)], "sakura").await;
    assert_eq!(part(id_token(&tokens), 1)["acrs"], json!(["c1"]));
    let mut request = tenant_request();
    request.push(pair("claims", ACRS));
    let body = json!({ "op": "utokyo", "person": "sakura", "mfa": false,
                       "request": with(&bench.tenant("authorize"), &request) });
    let answer = json_of(bench.control("approve", body).await).await;
    let code = value(&query_of(answer["redirect"].as_str().unwrap()), "code");
    let url = bench.tenant("token");
    let form = token_form(
        &code,
        "/account/callback",
        &bench.assertion(TENANT_CLIENT, &url),
    );
    let tokens = json_of(bench.post_form(&url, &form).await).await;
    assert!(part(id_token(&tokens), 1).get("acrs").is_none());
}

#[tokio::test]
async fn a_blocked_account_comes_back_as_access_denied_with_its_code() {
    let bench = Bench::start().await;
    let request = with(&bench.tenant("authorize"), &tenant_request());
    for (person, code) in [
        ("suspended", "AADSTS50057"),
        ("left-recent", "AADSTS50057"),
        ("left-long", "AADSTS50057"),
        ("nomfa", "AADSTS50079"),
    ] {
        let query = bench.callback("utokyo", &request, person).await;
        assert_eq!(value(&query, "error"), "access_denied", "{person}");
        assert!(
            value(&query, "error_description").starts_with(code),
            "{person}"
        );
        assert_eq!(value(&query, "state"), "state-2");
    }
}

async fn send(bench: &Bench, request: &Pairs) -> (u16, String) {
    let url = with(&bench.tenant("authorize"), request);
    let answer = bench.http.get(url).send().await.unwrap();
    let to = answer
        .headers()
        .get("location")
        .map(|to| to.to_str().unwrap().to_owned());
    (answer.status().as_u16(), to.unwrap_or_default())
}

#[tokio::test]
async fn wrong_requests_are_refused() {
    let bench = Bench::start().await;
    for (name, wrong) in [
        ("client_id", "x"),
        ("redirect_uri", "http://localhost:7440/account/callback/"),
    ] {
        let mut request = tenant_request();
        set(&mut request, name, wrong);
        assert_eq!(send(&bench, &request).await, (400, String::new()), "{name}");
    }
    for (name, wrong, error) in [
        ("response_type", "id_token", "unsupported_response_type"),
        ("scope", "profile", "invalid_scope"),
        (
            "scope",
            "openid https://graph.microsoft.com/.default",
            "invalid_scope",
        ),
        ("state", "", "invalid_request"),
        ("nonce", "", "invalid_request"),
        ("code_challenge", "x", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("claims", "{", "invalid_request"),
        ("max_age", "soon", "invalid_request"),
        ("prompt", "create", "invalid_request"),
        ("prompt", "none", "login_required"),
    ] {
        let mut request = tenant_request();
        set(&mut request, name, wrong);
        let (_, mut to) = send(&bench, &request).await;
        if to.starts_with("/login/") {
            // prompt=none is answered by the sign-in itself, in the browser that began it.
            to = bench_login(&bench, &request).await;
        }
        assert_eq!(value(&query_of(&to), "error"), error, "{name}={wrong}");
    }
}

/// Where the login page of a request sends a browser without a session.
async fn bench_login(bench: &Bench, request: &Pairs) -> String {
    let url = with(&bench.tenant("authorize"), request);
    let answer = bench.http.get(url).send().await.unwrap();
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    let path = answer.headers()["location"].to_str().unwrap().to_owned();
    let issuer = url::Url::parse(&bench.running.utokyo_issuer).unwrap();
    let page = issuer.join(&path).unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let answer = bench
        .http
        .get(page)
        .header("cookie", cookie)
        .send()
        .await
        .unwrap();
    answer.headers()["location"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn client_errors_are_401_with_a_number() {
    let bench = Bench::start().await;
    let url = bench.tenant("token");
    let assertion = bench.assertion(TENANT_CLIENT, "https://other.example/");
    let answer = bench
        .post_form(&url, &token_form("x", "/account/callback", &assertion))
        .await;
    assert_eq!(answer.status(), 401);
    let body = json_of(answer).await;
    assert_eq!(body["error"], "invalid_client");
    assert_eq!(body["error_codes"], json!([700_023]));
    let mut form = token_form("x", "/account/callback", "");
    form.push(pair("client_secret", "secret"));
    assert_eq!(bench.post_form(&url, &form).await.status(), 401);
}

#[tokio::test]
async fn faults_strike_the_tenant_too() {
    let bench = Bench::start().await;
    let asked = [("claims", ACRS)];
    bench.arm("utokyo", "tid_wrong").await;
    let claims = part(id_token(&bench.tenant_tokens(&asked, "sakura").await), 1);
    assert_ne!(claims["tid"], TENANT);
    bench.arm("utokyo", "oid_missing").await;
    let claims = part(id_token(&bench.tenant_tokens(&asked, "sakura").await), 1);
    assert!(claims.get("oid").is_none());
    bench.arm("utokyo", "acr_wrong").await;
    let claims = part(id_token(&bench.tenant_tokens(&asked, "sakura").await), 1);
    assert_eq!(claims["acrs"], json!(["c9"]));
    bench.arm("utokyo", "acr_missing").await;
    let claims = part(id_token(&bench.tenant_tokens(&asked, "sakura").await), 1);
    assert!(claims.get("acrs").is_none());
    bench.arm("utokyo", "alg_other").await;
    let tokens = bench.tenant_tokens(&[], "sakura").await;
    assert_eq!(part(id_token(&tokens), 0)["alg"], "ES256");
    bench.arm("utokyo", "invalid_grant").await;
    assert_eq!(
        bench.tenant_tokens(&[], "sakura").await["error"],
        "invalid_grant"
    );
}
