//! The table of the authorization request, line by line.

use crate::client::{
    AGENCY_CLIENT, Bench, Pairs, agency_request, pair, query_of, set, value, with,
};

/// Sends a request; gives status and the address redirected to.
async fn send(bench: &Bench, request: &Pairs) -> (u16, String) {
    let url = with(&bench.agency("auth"), request);
    let answer = bench.http.get(url).send().await.unwrap();
    let to = answer
        .headers()
        .get("location")
        .map(|to| to.to_str().unwrap().to_owned());
    (answer.status().as_u16(), to.unwrap_or_default())
}

#[tokio::test]
async fn a_right_request_leads_to_the_sign_in_page() {
    let bench = Bench::start().await;
    let (status, to) = send(&bench, &agency_request("openid name")).await;
    assert_eq!(status, 303);
    assert!(to.starts_with("/signin/"), "{to}");
}

#[tokio::test]
async fn an_unregistered_redirect_uri_or_client_never_redirects() {
    let bench = Bench::start().await;
    let long = format!("http://localhost:7440/verify/callback?{}", "x".repeat(255));
    for (name, wrong) in [
        ("redirect_uri", "http://localhost:7440/verify/callback/"),
        ("redirect_uri", "http://LOCALHOST:7440/verify/callback"),
        ("redirect_uri", "http://127.0.0.1:7440/verify/callback"),
        ("redirect_uri", "https://attacker.example/"),
        ("redirect_uri", &long),
        ("client_id", "RP00000002"),
        ("client_id", ""),
        ("client_id", "rp00000001"),
    ] {
        let mut request = agency_request("openid");
        set(&mut request, name, wrong);
        assert_eq!(
            send(&bench, &request).await,
            (400, String::new()),
            "{name}={wrong}"
        );
    }
    for name in ["redirect_uri", "client_id"] {
        let mut missing = agency_request("openid");
        missing.retain(|(known, _)| known != name);
        assert_eq!(send(&bench, &missing).await.0, 400, "missing {name}");
        let mut twice = agency_request("openid");
        twice.push(pair(name, AGENCY_CLIENT));
        assert_eq!(send(&bench, &twice).await.0, 400, "twice {name}");
    }
}

#[tokio::test]
async fn every_other_breach_of_the_table_is_told_to_the_client() {
    let bench = Bench::start().await;
    let too_long = "x".repeat(256);
    let long_challenge = "x".repeat(129);
    for (name, wrong, error) in [
        ("response_type", "token", "unsupported_response_type"),
        (
            "response_type",
            "code id_token",
            "unsupported_response_type",
        ),
        ("scope", "name", "invalid_scope"),
        ("scope", "OPENID", "invalid_scope"),
        ("scope", "openid email", "invalid_scope"),
        ("scope", "openid  name", "invalid_scope"),
        ("state", "", "invalid_request"),
        ("state", &too_long, "invalid_request"),
        ("state", "日本", "invalid_request"),
        ("nonce", "", "invalid_request"),
        ("nonce", &too_long, "invalid_request"),
        ("nonce", "a\tb", "invalid_request"),
        ("code_challenge", "", "invalid_request"),
        ("code_challenge", "a+b", "invalid_request"),
        ("code_challenge", &long_challenge, "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge_method", "s256", "invalid_request"),
        ("acr_values", "aal9", "invalid_request"),
        ("response_mode", "fragment", "invalid_request"),
        ("request", "x", "request_not_supported"),
        ("request_uri", "x", "request_uri_not_supported"),
    ] {
        let mut request = agency_request("openid");
        set(&mut request, name, wrong);
        let (status, to) = send(&bench, &request).await;
        assert_eq!(status, 303, "{name}={wrong}");
        assert!(
            to.starts_with("http://localhost:7440/verify/callback?"),
            "{name}={wrong}: {to}"
        );
        assert_eq!(value(&query_of(&to), "error"), error, "{name}={wrong}");
        assert_eq!(value(&query_of(&to), "code"), "");
    }
}

#[tokio::test]
async fn a_missing_or_doubled_parameter_is_refused() {
    let bench = Bench::start().await;
    for name in [
        "response_type",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
    ] {
        let mut missing = agency_request("openid");
        missing.retain(|(known, _)| known != name);
        let (_, to) = send(&bench, &missing).await;
        assert_eq!(
            value(&query_of(&to), "error"),
            "invalid_request",
            "missing {name}"
        );
        let mut twice = agency_request("openid");
        let same = value(&twice, name);
        twice.push(pair(name, &same));
        let (_, to) = send(&bench, &twice).await;
        assert_eq!(
            value(&query_of(&to), "error"),
            "invalid_request",
            "twice {name}"
        );
    }
}

#[tokio::test]
async fn the_error_carries_state_and_issuer() {
    let bench = Bench::start().await;
    let mut request = agency_request("openid");
    set(&mut request, "scope", "name");
    let query = query_of(&send(&bench, &request).await.1);
    assert_eq!(value(&query, "state"), "state-1");
    assert_eq!(value(&query, "iss"), bench.running.digital_id_issuer);
}
