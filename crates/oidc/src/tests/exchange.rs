//! From a code to a checked identity, over real HTTP.

use ident_core::purpose::Purpose;
use ident_core::refusal::Refusal;
use serde_json::json;

use super::forge::{ACCESS, CLIENT, NOW};
use super::provider::{CERTS, METADATA, Reply, Scene, TOKEN, USERINFO};
use crate::key::set::KeySet;
use crate::{Alg, AuthorizationRequest};

#[tokio::test]
async fn c01_c13_a_card_check_brings_subject_name_and_time_of_reading() {
    let scene = Scene::new().await;
    let identity = scene.card().await.expect("a good answer");
    assert_eq!(identity.issuer, scene.issuer);
    assert_eq!(identity.subject.expose(), "ppid-0001");
    assert_eq!(identity.name.expect("a name").expose(), "山田　太郎");
    assert_eq!(
        identity.auth_time.map(ident_core::time::Timestamp::seconds),
        Some(NOW - 5)
    );
    assert_eq!(scene.paths(), [METADATA, CERTS, TOKEN, USERINFO]);
}

#[tokio::test]
async fn r09_without_the_name_userinfo_is_not_asked() {
    let scene = Scene::new().await;
    let identity = scene.card_with(false, None).await.expect("a good answer");
    assert!(identity.name.is_none());
    assert!(scene.asked(USERINFO).is_empty());
}

#[tokio::test]
async fn c14_c40_the_token_request_is_a_form_with_a_signed_assertion() {
    let scene = Scene::new().await;
    scene.card().await.expect("a good answer");
    let asked = &scene.asked(TOKEN)[0];
    assert_eq!(
        (asked.method.as_str(), asked.query.as_deref()),
        ("POST", None)
    );
    assert_eq!(
        asked.authorization, None,
        "private_key_jwt, not a secret in a header"
    );
    let field = |name: &str| asked.form.get(name).map(String::as_str);
    assert_eq!(field("grant_type"), Some("authorization_code"));
    assert_eq!(field("code"), Some("the-code"));
    assert_eq!(
        field("redirect_uri"),
        Some("https://rp.example/verify/callback")
    );
    assert_eq!(field("client_id"), Some(CLIENT));
    assert_eq!(field("code_verifier"), Some(scene.secrets.verifier()));
    let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    assert_eq!(field("client_assertion_type"), Some(kind));
    let assertion = field("client_assertion").expect("an assertion");
    let jws = crate::jws::UnverifiedJws::parse(assertion, Alg::Es256).expect("well formed");
    let published = scene.party.client_jwks();
    let keys = KeySet::parse(published.as_bytes()).expect("a key set");
    let fitting = keys.fitting(jws.kid.as_deref(), Alg::Es256);
    let claims = jws.verify(&fitting, Alg::Es256).expect("our own signature");
    assert_eq!(
        claims["aud"],
        json!(format!("{}/protocol/openid-connect/token", scene.issuer))
    );
    assert_eq!(asked.form.len(), 7, "nothing else is sent");
}

#[tokio::test]
async fn c24_the_access_token_travels_in_the_header_only() {
    let scene = Scene::new().await;
    scene.card().await.expect("a good answer");
    let asked = &scene.asked(USERINFO)[0];
    assert_eq!(
        asked.authorization.as_deref(),
        Some("Bearer an-access-token")
    );
    assert_eq!(
        (asked.method.as_str(), asked.query.as_deref()),
        ("GET", None)
    );
    assert!(asked.form.is_empty());
    assert!(
        scene.asked(TOKEN)[0]
            .form
            .values()
            .all(|value| value != ACCESS)
    );
}

#[tokio::test]
async fn r06_c12_a_wrong_nonce_ends_all_before_the_access_token_is_used() {
    let scene = Scene::new().await;
    let mut draft = scene.draft();
    draft.claims["nonce"] = json!("another");
    scene.hand_out(&draft);
    assert_eq!(scene.card().await.err(), Some(Refusal::TokenNonce));
    assert_eq!(scene.paths(), [METADATA, CERTS, TOKEN]);
}

#[tokio::test]
async fn c54_c55_the_iss_parameter_is_checked_before_the_token_call() {
    for (announced, iss, right) in [
        (false, None, Ok(())),
        (false, Some("own"), Ok(())),
        (
            false,
            Some("https://other.example"),
            Err(Refusal::CallbackIssuer),
        ),
        (true, Some("own"), Ok(())),
        (true, None, Err(Refusal::CallbackIssuer)),
        (
            true,
            Some("https://other.example"),
            Err(Refusal::CallbackIssuer),
        ),
        (true, Some(""), Err(Refusal::CallbackIssuer)),
    ] {
        let scene = Scene::new().await;
        let mut metadata = scene.metadata();
        metadata["authorization_response_iss_parameter_supported"] = json!(announced);
        scene.reply(METADATA, Reply::json(&metadata));
        let iss = iss.map(|iss| {
            if iss == "own" {
                scene.issuer.clone()
            } else {
                iss.to_owned()
            }
        });
        let verdict = scene.card_with(true, iss.as_deref()).await.map(drop);
        assert_eq!(verdict, right, "announced: {announced}, iss: {iss:?}");
        assert_eq!(scene.asked(TOKEN).len(), usize::from(right.is_ok()));
        let clock = scene.clock();
        let told = scene
            .party
            .refusal("access_denied", None, iss.as_deref(), &clock)
            .await;
        assert_eq!(
            told,
            right.err().unwrap_or(Refusal::ProviderCancelled),
            "errors carry it too"
        );
    }
}

#[tokio::test]
async fn r04_the_authorization_request_says_all_that_the_provider_demands() {
    let scene = Scene::new().await;
    let request = AuthorizationRequest::card(Purpose::Link, &scene.state, &scene.secrets);
    let url = scene
        .party
        .authorization_url(&request, &scene.clock())
        .await
        .expect("an address");
    let url = url::Url::parse(&url).expect("a URL");
    assert_eq!(
        url.as_str().split('?').next(),
        Some(&*format!("{}/protocol/openid-connect/auth", scene.issuer))
    );
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let state = scene.state.to_text();
    let challenge = ident_core::secret::s256(scene.secrets.verifier());
    let right = [
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("redirect_uri", "https://rp.example/verify/callback"),
        ("scope", "openid name"),
        ("state", &state),
        ("nonce", scene.secrets.nonce()),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
        ("acr_values", "aal3 crl"),
    ];
    assert_eq!(
        pairs,
        right.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    assert!(
        !url.as_str().contains(scene.secrets.verifier()),
        "the verifier stays here"
    );
}

#[tokio::test]
async fn the_calls_can_be_awaited_on_any_thread() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let scene = Scene::new().await;
    let clock = scene.clock();
    let request = AuthorizationRequest::card(Purpose::Manage, &scene.state, &scene.secrets);
    assert!(
        is_send(scene.party.authorization_url(&request, &clock))
            .await
            .is_ok()
    );
    assert!(is_send(scene.card()).await.is_ok());
}
