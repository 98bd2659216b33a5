//! ID tokens and the answer that brings them.

use serde_json::{Value, json};

use super::spoilt;
use crate::client::{AGENCY_CLIENT, Bench, agency_request, id_token, now, part, with};

#[tokio::test]
async fn claims_of_identity_go_wrong_one_at_a_time() {
    let bench = Bench::start().await;
    let right = part(id_token(&bench.agency_tokens("openid", "sakura").await), 1);
    for (fault, claim, expected) in [
        (
            "iss_wrong",
            "iss",
            Some(json!("https://issuer.example/realms/main")),
        ),
        ("iss_missing", "iss", None),
        ("sub_missing", "sub", None),
        ("sub_empty", "sub", Some(json!(""))),
        ("sub_too_long", "sub", Some(json!("s".repeat(256)))),
        ("sub_array", "sub", Some(json!([right["sub"]]))),
        ("aud_wrong", "aud", Some(json!("OTHERCLIENT"))),
        ("aud_missing", "aud", None),
        ("aud_array_ok", "aud", Some(json!([AGENCY_CLIENT]))),
        (
            "aud_array_stranger",
            "aud",
            Some(json!([AGENCY_CLIENT, "OTHERCLIENT"])),
        ),
        ("azp_wrong", "azp", Some(json!("OTHERCLIENT"))),
        ("exp_missing", "exp", None),
        ("iat_missing", "iat", None),
        ("nonce_missing", "nonce", None),
        ("at_hash_missing", "at_hash", None),
        ("acr_wrong", "acr", Some(json!("aal1"))),
        ("acr_missing", "acr", None),
        ("auth_time_missing", "auth_time", None),
    ] {
        let (claims, _) = spoilt(&bench, fault).await;
        assert_eq!(claims.get(claim), expected.as_ref(), "{fault}");
        let changed = right.as_object().unwrap().keys().filter(|name| {
            !["iat", "exp", "auth_time", "jti", "at_hash", "sid"].contains(&name.as_str())
                && claims.get(name.as_str()) != right.get(name.as_str())
        });
        assert!(changed.count() <= 1, "{fault} changes one claim only");
    }
}

#[tokio::test]
async fn moments_go_wrong_by_the_stated_time() {
    let bench = Bench::start().await;
    for (fault, claim, offset) in [
        ("exp_past", "exp", -360),
        ("exp_far", "exp", 30 * 24 * 3600),
        ("iat_future", "iat", 600),
        ("iat_week_past", "iat", -7 * 24 * 3600),
        ("nbf_future", "nbf", 600),
        ("auth_time_old", "auth_time", -3600),
    ] {
        let (claims, _) = spoilt(&bench, fault).await;
        let away = claims[claim].as_i64().unwrap() - i64::try_from(now()).unwrap();
        assert!((away - offset).abs() <= 5, "{fault}: {away}");
    }
}

#[tokio::test]
async fn values_that_bind_a_token_belong_to_something_else() {
    let bench = Bench::start().await;
    let right = part(id_token(&bench.agency_tokens("openid", "sakura").await), 1);
    for (fault, claim) in [("nonce_wrong", "nonce"), ("at_hash_wrong", "at_hash")] {
        let (claims, _) = spoilt(&bench, fault).await;
        assert!(claims[claim].is_string());
        assert_ne!(claims[claim], right[claim], "{fault}");
    }
    let mut other = agency_request("openid");
    crate::client::set(&mut other, "nonce", "nonce-of-another-flow");
    bench
        .callback("digital_id", &with(&bench.agency("auth"), &other), "ken")
        .await;
    let (claims, _) = spoilt(&bench, "nonce_other_flow").await;
    assert_eq!(claims["nonce"], "nonce-of-another-flow");
}

#[tokio::test]
async fn headers_and_signatures_go_wrong() {
    let bench = Bench::start().await;
    let kid = bench.get_json(&bench.agency("certs")).await["keys"][0]["kid"].clone();
    for (fault, member, expected) in [
        ("alg_none", "alg", json!("none")),
        ("alg_hs256_pubkey", "alg", json!("HS256")),
        ("alg_other", "alg", json!("RS256")),
        ("kid_missing_single", "kid", Value::Null),
        ("kid_missing_multiple", "kid", Value::Null),
        ("kid_unknown", "kid", json!("unknown")),
        ("crit_unknown", "crit", json!(["urn:example:unknown"])),
        ("jku_header", "jku", json!("https://attacker.example/keys")),
        ("decoy_keys", "kid", kid.clone()),
    ] {
        let (_, header) = spoilt(&bench, fault).await;
        assert_eq!(header[member], expected, "{fault}");
    }
    let (_, header) = spoilt(&bench, "jwk_header").await;
    assert_eq!(header["jwk"]["kid"], header["kid"]);
    assert_ne!(header["kid"], kid);
    bench.arm("digital_id", "encrypted").await;
    let tokens = bench.agency_tokens("openid", "sakura").await;
    assert_eq!(id_token(&tokens).split('.').count(), 5);
}

#[tokio::test]
async fn a_bad_signature_differs_in_one_bit_and_does_not_verify() {
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let bench = Bench::start().await;
    let key = bench.get_json(&bench.agency("certs")).await["keys"][0].clone();
    let member = |name: &str| URL_SAFE_NO_PAD.decode(key[name].as_str().unwrap()).unwrap();
    let point = [vec![4], member("x"), member("y")].concat();
    bench.arm("digital_id", "sig_bad").await;
    let tokens = bench.agency_tokens("openid", "sakura").await;
    let (input, signature) = id_token(&tokens).rsplit_once('.').unwrap();
    let mut signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
    assert!(key.verify(input.as_bytes(), &signature).is_err());
    signature[5] ^= 1;
    assert!(key.verify(input.as_bytes(), &signature).is_ok());
}

#[tokio::test]
async fn the_key_set_grows_from_the_arming_on() {
    let bench = Bench::start().await;
    let count = async || {
        let set = bench.get_json(&bench.agency("certs")).await;
        set["keys"].as_array().unwrap().len()
    };
    assert_eq!(count().await, 1);
    bench.arm("digital_id", "kid_missing_multiple").await;
    assert_eq!(count().await, 2);
    bench.arm("digital_id", "alg_other").await;
    assert_eq!(count().await, 3);
    bench.arm("digital_id", "decoy_keys").await;
    assert_eq!(count().await, 5);
    let cleared = format!("{}/control/faults", bench.running.portal_url);
    assert_eq!(
        bench.http.delete(cleared).send().await.unwrap().status(),
        204
    );
    assert_eq!(count().await, 1);
}

#[tokio::test]
async fn the_token_answer_lacks_or_has_something() {
    let bench = Bench::start().await;
    for (fault, member) in [
        ("no_expires_in", "expires_in"),
        ("no_scope", "scope"),
        ("no_id_token", "id_token"),
    ] {
        bench.arm("digital_id", fault).await;
        let tokens = bench.agency_tokens("openid", "sakura").await;
        assert!(tokens.get(member).is_none(), "{fault}");
        assert!(tokens.get("access_token").is_some(), "{fault}");
    }
    bench.arm("digital_id", "token_type_bearer_case").await;
    assert_eq!(
        bench.agency_tokens("openid", "sakura").await["token_type"],
        "bEARER"
    );
    bench.arm("digital_id", "refresh_token_given").await;
    assert!(bench.agency_tokens("openid", "sakura").await["refresh_token"].is_string());
    for error in ["invalid_client", "invalid_grant"] {
        bench.arm("digital_id", error).await;
        assert_eq!(
            bench.agency_tokens("openid", "sakura").await["error"],
            error
        );
    }
}
