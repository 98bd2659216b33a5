//! Tokens of the Digital Agency OP: what is in them, and which codes are refused.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::client::{
    AGENCY_CLIENT, Bench, agency_request, b64, id_token, json_of, now, part, set, token_form,
    value, with,
};

async fn code(bench: &Bench) -> String {
    let request = with(&bench.agency("auth"), &agency_request("openid"));
    value(
        &bench.callback("digital_id", &request, "sakura").await,
        "code",
    )
}

#[tokio::test]
async fn the_id_token_says_who_when_and_how() {
    let bench = Bench::start().await;
    let tokens = bench.agency_tokens("openid name", "sakura").await;
    let claims = part(id_token(&tokens), 1);
    let header = part(id_token(&tokens), 0);
    assert_eq!(header["alg"], "ES256");
    assert_eq!(claims["iss"], json!(bench.running.digital_id_issuer));
    assert_eq!(claims["aud"], AGENCY_CLIENT);
    assert_eq!(claims["azp"], AGENCY_CLIENT);
    assert_eq!(claims["nonce"], "nonce-1");
    assert_eq!(claims["acr"], "aal3");
    for moment in ["iat", "auth_time"] {
        assert!(
            claims[moment].as_u64().unwrap().abs_diff(now()) <= 5,
            "{moment}"
        );
    }
    let access = tokens["access_token"].as_str().unwrap();
    let half = b64(&digest(&SHA256, access.as_bytes()).as_ref()[..16]);
    assert_eq!(claims["at_hash"], half);
    assert!(claims["sid"].is_string());
    assert_eq!(tokens["token_type"], "Bearer");
    assert!(tokens.get("refresh_token").is_none());
}

#[tokio::test]
async fn the_signature_holds_under_the_published_key() {
    let bench = Bench::start().await;
    let tokens = bench.agency_tokens("openid", "sakura").await;
    let keys = bench.get_json(&bench.agency("certs")).await;
    let key = &keys["keys"][0];
    let token = id_token(&tokens);
    assert_eq!(part(token, 0)["kid"], key["kid"]);
    let member = |name: &str| URL_SAFE_NO_PAD.decode(key[name].as_str().unwrap()).unwrap();
    let point = [vec![4], member("x"), member("y")].concat();
    let (input, signature) = token.rsplit_once('.').unwrap();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
        .verify(
            input.as_bytes(),
            &URL_SAFE_NO_PAD.decode(signature).unwrap(),
        )
        .unwrap();
}

#[tokio::test]
async fn userinfo_gives_what_the_scope_asked_and_no_more() {
    let bench = Bench::start().await;
    let tokens = bench.agency_tokens("openid", "kaede").await;
    let plain = json_of(bench.userinfo(&tokens).await).await;
    assert_eq!(
        plain.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["sub"]
    );
    assert_eq!(plain["sub"], part(id_token(&tokens), 1)["sub"]);
    let tokens = bench.agency_tokens("openid name", "kaede").await;
    let named = json_of(bench.userinfo(&tokens).await).await;
    assert_eq!(named["name"], "髙﨑　𠮷子");
    assert_eq!(named.as_object().unwrap().len(), 2);
    let tokens = bench
        .agency_tokens("openid address birthdate gender", "kaede")
        .await;
    let all = json_of(bench.userinfo(&tokens).await).await;
    assert!(all.get("name").is_none());
    assert_eq!(all["birthdate"].as_str().unwrap().len(), 8);
}

#[tokio::test]
async fn userinfo_takes_the_token_from_the_header_only() {
    let bench = Bench::start().await;
    let tokens = bench.agency_tokens("openid", "sakura").await;
    let token = tokens["access_token"].as_str().unwrap();
    let url = format!("{}?access_token={token}", bench.agency("userinfo"));
    let answer = bench.http.get(url).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    assert!(
        answer.headers()["www-authenticate"]
            .to_str()
            .unwrap()
            .contains("invalid_token")
    );
}

async fn sub(bench: &Bench, card: &str) -> Value {
    part(id_token(&bench.agency_tokens("openid", card).await), 1)["sub"].clone()
}

#[tokio::test]
async fn sub_is_stable_for_a_person_and_new_after_a_loss() {
    let bench = Bench::start().await;
    assert_eq!(sub(&bench, "sakura").await, sub(&bench, "sakura").await);
    assert_ne!(sub(&bench, "ichiro-a").await, sub(&bench, "ichiro-b").await);
    assert_eq!(
        sub(&bench, "renewed-before").await,
        sub(&bench, "renewed").await
    );
    assert_ne!(sub(&bench, "lost-before").await, sub(&bench, "lost").await);
}

#[tokio::test]
async fn a_code_is_good_once_and_a_second_use_takes_back_the_first() {
    let bench = Bench::start().await;
    let code = code(&bench).await;
    let tokens = json_of(bench.trade(&code).await).await;
    assert_eq!(bench.userinfo(&tokens).await.status(), 200);
    let again = bench.trade(&code).await;
    assert_eq!(again.status(), 400);
    assert_eq!(json_of(again).await["error"], "invalid_grant");
    assert_eq!(bench.userinfo(&tokens).await.status(), 401);
}

#[tokio::test]
async fn a_code_is_bound_to_redirect_uri_verifier_and_time() {
    let bench = Bench::start().await;
    let url = bench.agency("token");
    for (name, wrong) in [
        ("redirect_uri", "http://localhost:7440/verify/callback2"),
        (
            "code_verifier",
            "another-verifier-another-verifier-another-ver",
        ),
        ("code_verifier", "short"),
        ("code_verifier", ""),
        ("code", "unknown"),
    ] {
        let assertion = bench.assertion(AGENCY_CLIENT, &url);
        let mut form = token_form(&code(&bench).await, "/verify/callback", &assertion);
        set(&mut form, name, wrong);
        let answer = bench.post_form(&url, &form).await;
        assert_eq!(answer.status(), 400, "{name}={wrong}");
        assert_eq!(
            json_of(answer).await["error"],
            "invalid_grant",
            "{name}={wrong}"
        );
    }
    let code = code(&bench).await;
    bench.control("clock", json!({ "skew_seconds": 61 })).await;
    let assertion = bench.key.sign(
        &json!({ "alg": "ES256", "kid": "k1" }),
        &json!({ "iss": AGENCY_CLIENT, "sub": AGENCY_CLIENT, "aud": url, "jti": "late",
                 "iat": now(), "exp": now() + 200 }),
    );
    let answer = bench
        .post_form(&url, &token_form(&code, "/verify/callback", &assertion))
        .await;
    assert_eq!(
        json_of(answer).await["error_description"],
        "Code is expired"
    );
}

#[tokio::test]
async fn the_pairwise_secret_and_the_key_outlive_the_program() {
    let folder = std::env::temp_dir().join(format!("sandbox-test-{}", crate::client::unique()));
    let mut seen = Vec::new();
    for _ in 0..2 {
        let data = Some(folder.clone());
        let bench = Bench::start_with(|options| options.data_dir = data).await;
        let kid = bench.get_json(&bench.agency("certs")).await["keys"][0]["kid"].clone();
        seen.push((sub(&bench, "sakura").await, kid));
        bench.running.stop().await;
    }
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn the_profile_can_be_rs256() {
    let bench =
        Bench::start_with(|options| options.digital_id_alg = ident_sandbox::TokenAlgorithm::Rs256)
            .await;
    let tokens = bench.agency_tokens("openid", "sakura").await;
    assert_eq!(part(id_token(&tokens), 0)["alg"], "RS256");
    let metadata = format!(
        "{}/.well-known/openid-configuration",
        bench.running.digital_id_issuer
    );
    let metadata = bench.get_json(&metadata).await;
    assert_eq!(
        metadata["id_token_signing_alg_values_supported"],
        json!(["RS256"])
    );
}

#[tokio::test]
async fn parameters_outside_the_form_body_do_not_count() {
    let bench = Bench::start().await;
    let url = bench.agency("token");
    let form = token_form(
        &code(&bench).await,
        "/verify/callback",
        &bench.assertion(AGENCY_CLIENT, &url),
    );
    let in_query = bench.http.post(with(&url, &form)).send().await.unwrap();
    let text = json_of(in_query).await;
    assert_eq!(text["error"], "invalid_request");
    assert_eq!(
        text["error_description"],
        "Missing form parameter: grant_type"
    );
    let as_json = bench
        .http
        .post(&url)
        .json(&json!({ "grant_type": "authorization_code" }));
    assert_eq!(
        json_of(as_json.send().await.unwrap()).await["error"],
        "invalid_request"
    );
}
