//! Modules that must succeed.

use ident_tests::{Alg, Service, card};
use url::Url;

use super::{accepted, accepted_by};

#[tokio::test]
async fn c01_happy_path() {
    accepted(None).await;
}

#[tokio::test]
async fn c06_kid_absent_single_jwks() {
    accepted(Some("kid_missing_single")).await;
}

#[tokio::test]
async fn c07_kid_absent_multiple_jwks() {
    accepted(Some("kid_missing_multiple")).await;
}

#[tokio::test]
async fn c08_idtoken_sig_rs256_in_the_profile_of_the_suite() {
    accepted_by(&Service::signed_with(Alg::Rs256).await).await;
}

#[tokio::test]
async fn c13_scope_userinfo_claims() {
    for (purpose, scope) in [("link", "openid name"), ("manage", "openid")] {
        let service = Service::start().await;
        let mut pc = service.pc();
        let started = pc.begin(&card(purpose), "this_pc").await;
        let url = Url::parse(&started.url).expect("a URL");
        let asked = url.query_pairs().find(|(name, _)| name == "scope");
        assert_eq!(asked.expect("a scope").1, scope);
        pc.go(&started.url, "kaede").await;
        let name = pc.visit().await.proof.expect("a proof").name;
        assert_eq!(name.is_some(), purpose == "link", "{purpose}");
    }
}

/// The module forces `client_secret_basic`; the agreed method stands in its place, and the
/// sandbox checks the assertion to the letter.
#[tokio::test]
async fn c14_private_key_jwt_in_place_of_client_secret_basic() {
    accepted(None).await;
}

/// The sandbox knows no other place for the access token than the `Authorization` header.
#[tokio::test]
async fn c24_userinfo_bearer_header() {
    accepted(None).await;
}

#[tokio::test]
async fn c25_userinfo_signed() {
    accepted(Some("userinfo_signed_ok")).await;
}

#[tokio::test]
async fn c40_happy_path() {
    accepted(None).await;
}

#[tokio::test]
async fn c40_decoy_keys_are_passed_over() {
    accepted(Some("decoy_keys")).await;
}

#[tokio::test]
async fn c51_valid_aud_as_array() {
    accepted(Some("aud_array_ok")).await;
}

#[tokio::test]
async fn c58_token_endpoint_response_without_expires_in() {
    accepted(Some("no_expires_in")).await;
}

#[tokio::test]
async fn c59_token_type_case_insensitivity() {
    accepted(Some("token_type_bearer_case")).await;
}

#[tokio::test]
async fn c61_no_scope_in_token_endpoint_response() {
    accepted(Some("no_scope")).await;
}
