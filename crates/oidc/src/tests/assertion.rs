//! Our proof of being the client, as the provider would check it (security 1.6).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ident_core::time::Timestamp;
use serde_json::json;

use super::forge::{CLIENT, ISSUER, NOW, key};
use crate::assertion::assertion;
use crate::jws::UnverifiedJws;
use crate::key::set::KeySet;
use crate::{Alg, AssertionSeed, AudienceRule, Profile};

#[test]
fn r41_an_assertion_says_what_rfc_7523_asks_and_fits_the_published_key() {
    let endpoint = "https://op.example/token";
    for alg in [Alg::Es256, Alg::Rs256, Alg::Ps256] {
        for (rule, audience) in [
            (AudienceRule::TokenEndpoint, endpoint),
            (AudienceRule::Issuer, ISSUER),
            (
                AudienceRule::Exact("https://op.example/".to_owned()),
                "https://op.example/",
            ),
        ] {
            let profile = Profile {
                assertion_alg: alg,
                assertion_audience: rule,
                ..Profile::digital_id(ISSUER, CLIENT, "https://rp.example/cb")
            };
            let now = Timestamp::from_millis(NOW * 1000 + 999);
            let text = assertion(&profile, key(alg, 0), endpoint, "the-jti", now).expect("signed");
            let keys = KeySet::parse(key(alg, 0).public_jwks().as_bytes()).expect("a key set");
            let jws = UnverifiedJws::parse(&text, alg).expect("well formed");
            assert_eq!(jws.kid.as_deref(), Some(key(alg, 0).kid()));
            let fitting = keys.fitting(jws.kid.as_deref(), alg);
            let claims = jws.verify(&fitting, alg).expect("the published key fits");
            let right = json!({
                "iss": CLIENT, "sub": CLIENT, "aud": audience, "jti": "the-jti",
                "iat": NOW, "nbf": NOW, "exp": NOW + 60,
            });
            assert_eq!(serde_json::Value::Object(claims), right);
        }
    }
}

#[test]
fn r41_no_two_assertions_share_a_jti() {
    let [first, second] =
        AssertionSeed::from_random(std::array::from_fn(|n| u8::try_from(n).expect("small"))).ids();
    assert_ne!(first, second);
    assert_eq!(first.len(), 22, "128 bits");
}

#[test]
fn an_assertion_for_entra_names_the_certificate() {
    let (pem, _) = crate::ClientKey::generate(Alg::Ps256).expect("a key");
    let key = crate::ClientKey::from_pkcs8_pem(&pem, Alg::Ps256).expect("the same key");
    let text = key.with_certificate([1; 32]).sign(b"{}").expect("signed");
    let header = text.split('.').next().expect("a header");
    let header: serde_json::Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).expect("base64url")).expect("JSON");
    assert_eq!(header["x5t#S256"], json!(super::forge::encode([1; 32])));
}

#[test]
fn a_token_of_another_type_is_told_from_an_assertion_and_has_a_signature_of_its_own() {
    let (pem, _) = crate::ClientKey::generate(Alg::Es256).expect("a key");
    let key = crate::ClientKey::from_pkcs8_pem(&pem, Alg::Es256).expect("the same key");
    let text = key.sign_typed("ident-alumni+jwt", b"{}").expect("signed");
    let mut parts = text.split('.');
    let header = parts.next().expect("a header");
    let header: serde_json::Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).expect("base64url")).expect("JSON");
    let right = json!({ "alg": "ES256", "kid": key.kid(), "typ": "ident-alumni+jwt" });
    assert_eq!(header, right);
    let signature = parts.nth(1).expect("a signature");
    let bytes = URL_SAFE_NO_PAD.decode(signature).expect("base64url");
    assert_eq!(bytes.len(), 64, "r and s of RFC 7518 section 3.4");
}
