//! Sign-ins at UTokyo Account: the tenant, the account, the second factor.

use ident_core::account::SignIn;
use ident_core::purpose::{Goal, Provider};
use ident_core::refusal::Refusal;
use ident_core::time::Timestamp;
use serde_json::{Value, json};

use super::forge::{Draft, jwk, key};
use super::provider::{CERTS, METADATA, Reply, Scene, TOKEN};
use crate::{Alg, AssertionSeed, AuthorizationRequest, CodeAnswer, Expected};

const TENANT: &str = "5a5d0b00-0000-4000-8000-00000000da16";
const OBJECT: &str = "0b1ec700-0000-4000-8000-000000000001";

async fn scene() -> Scene {
    let scene = Scene::with(|profile| {
        let account =
            crate::Profile::account(&profile.issuer, &profile.client_id, &profile.redirect_uri);
        *profile = crate::Profile {
            insecure_ok: true,
            clerk_role: Some("Ident.Clerk".to_owned()),
            tenant: Some(TENANT.to_owned()),
            account_domain: Some("utac.u-tokyo.ac.jp".to_owned()),
            ..account
        };
    })
    .await;
    assert_eq!(scene.party.profile().provider, Provider::Account);
    scene.reply(
        CERTS,
        Reply::json(&json!({ "keys": [jwk(key(Alg::Rs256, 0))] })),
    );
    let mut metadata = scene.metadata();
    // Entra does not publish this one, and its UserInfo is on another host.
    metadata
        .as_object_mut()
        .expect("an object")
        .remove("code_challenge_methods_supported");
    metadata["userinfo_endpoint"] = json!("https://graph.example/oidc/userinfo");
    scene.reply(METADATA, Reply::json(&metadata));
    scene
}

async fn signed_in(change: impl FnOnce(&mut Value)) -> Result<SignIn, Refusal> {
    let scene = scene().await;
    let mut draft = Draft::good(Alg::Rs256);
    draft.claims["iss"] = json!(scene.issuer);
    draft.claims["nonce"] = json!(scene.secrets.nonce());
    draft.claims["tid"] = json!(TENANT);
    draft.claims["oid"] = json!(OBJECT);
    draft.claims["preferred_username"] = json!("0123456789@utac.u-tokyo.ac.jp");
    change(&mut draft.claims);
    scene.hand_out(&draft);
    let answer = CodeAnswer {
        code: "the-code",
        iss: None,
    };
    let expected = Expected {
        secrets: &scene.secrets,
        name: false,
        userinfo: false,
        issued_at: Timestamp::from_seconds(0),
    };
    let seed = AssertionSeed::from_random([3; 32]);
    let verified = scene
        .party
        .account(answer, expected, seed, &scene.clock())
        .await?;
    assert_eq!(scene.asked(TOKEN).len(), 1);
    Ok(verified.into_inner())
}

fn set(claim: &'static str, value: Value) -> impl FnOnce(&mut Value) {
    move |claims| claims[claim] = value
}

#[tokio::test]
async fn a_sign_in_brings_the_account_and_how_strong_it_was() {
    let plain = signed_in(|_| {}).await.expect("a good answer");
    assert_eq!(
        (plain.key.tenant.as_str(), plain.key.object.as_str()),
        (TENANT, OBJECT)
    );
    assert_eq!(plain.number.as_str(), "0123456789");
    assert!(!plain.strong && plain.auth_time.is_some());
    for (acrs, strong) in [
        (json!("c1"), true),
        (json!(["c1"]), true),
        (json!(["c2", "c1"]), true),
        (json!(["c2"]), false),
        (json!("c11"), false),
        (json!([]), false),
    ] {
        let sign_in = signed_in(set("acrs", acrs.clone()))
            .await
            .expect("a good answer");
        assert_eq!(sign_in.strong, strong, "{acrs}");
    }
    assert_eq!(
        signed_in(set("acrs", json!([1]))).await,
        Err(Refusal::TokenMalformed)
    );
}

#[tokio::test]
async fn only_the_configured_role_makes_a_clerk() {
    for (roles, clerk) in [
        (json!(["Ident.Clerk"]), true),
        (json!(["Other", "Ident.Clerk"]), true),
        (json!(["ident.clerk"]), false),
        (json!(["Ident.Clerk "]), false),
        (json!([]), false),
        (json!(null), false),
    ] {
        let sign_in = signed_in(set("roles", roles.clone())).await;
        assert_eq!(sign_in.expect("a good answer").clerk, clerk, "{roles}");
    }
    assert!(!signed_in(|_| {}).await.expect("a good answer").clerk);
    assert_eq!(
        signed_in(set("roles", json!([true]))).await,
        Err(Refusal::TokenMalformed)
    );
}

#[tokio::test]
async fn another_tenant_is_refused() {
    for tenant in [
        json!("9188040d-6c67-4c5b-b112-36a304b66dad"),
        json!(TENANT.to_uppercase()),
        json!(""),
    ] {
        let verdict = signed_in(set("tid", tenant.clone())).await;
        assert_eq!(verdict, Err(Refusal::AccountTenant), "{tenant}");
    }
    let absent =
        signed_in(|claims| drop(claims.as_object_mut().expect("an object").remove("tid"))).await;
    assert_eq!(absent, Err(Refusal::AccountTenant));
    assert_eq!(
        signed_in(set("tid", json!([TENANT]))).await,
        Err(Refusal::TokenMalformed)
    );
}

#[tokio::test]
async fn a22_an_account_that_is_not_in_the_agreed_form_is_refused() {
    for (claim, value) in [
        ("oid", json!("")),
        ("oid", json!("0b1ec700")),
        ("preferred_username", json!("0123456789@evil.example")),
        ("preferred_username", json!("taro@utac.u-tokyo.ac.jp")),
        (
            "preferred_username",
            json!("０１２３４５６７８９@utac.u-tokyo.ac.jp"),
        ),
        (
            "preferred_username",
            json!("0123456789@utac.u-tokyo.ac.jp."),
        ),
        ("preferred_username", json!("")),
    ] {
        let verdict = signed_in(set(claim, value.clone())).await;
        assert_eq!(verdict, Err(Refusal::AccountMalformed), "{claim} {value}");
    }
}

#[tokio::test]
async fn a_fresh_sign_in_asks_for_credentials_and_the_second_factor() {
    let scene = scene().await;
    let clock = scene.clock();
    let pairs = async |goal| {
        let request = AuthorizationRequest::sign_in(goal, &scene.state, &scene.secrets);
        let url = scene
            .party
            .authorization_url(&request, &clock)
            .await
            .expect("an address");
        let url = url::Url::parse(&url).expect("a URL");
        url.query_pairs()
            .into_owned()
            .collect::<std::collections::HashMap<_, _>>()
    };
    assert_eq!(pairs(Goal::Office).await["prompt"], "login");
    let fresh = pairs(Goal::Secure).await;
    assert_eq!(
        (fresh["prompt"].as_str(), fresh["max_age"].as_str()),
        ("login", "0")
    );
    assert_eq!(
        fresh["claims"],
        r#"{"id_token":{"acrs":{"essential":true,"value":"c1"}}}"#
    );
    assert_eq!(fresh["scope"], "openid profile");
    assert!(!fresh.contains_key("acr_values"));
    let plain = pairs(Goal::Link).await;
    assert_eq!(plain["prompt"], "select_account");
    assert!(!plain.contains_key("claims") && !plain.contains_key("max_age"));
}

#[tokio::test]
async fn a_provider_is_only_asked_for_what_it_is_there_for() {
    let scene = scene().await;
    assert_eq!(scene.card().await.err(), Some(Refusal::Unexpected));
    assert!(scene.paths().is_empty());
}
