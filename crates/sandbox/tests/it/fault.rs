//! Each listed fault changes the answer as its description says.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{
    AGENCY_CLIENT, Bench, agency_request, id_token, json_of, now, part, query_of, value, with,
};

/// Claims and header of an ID token minted under that fault.
async fn spoilt(bench: &Bench, fault: &str) -> (Value, Value) {
    bench.arm("digital_id", fault).await;
    let tokens = bench.agency_tokens("openid", "sakura").await;
    (part(id_token(&tokens), 1), part(id_token(&tokens), 0))
}

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

#[tokio::test]
async fn userinfo_goes_wrong() {
    let bench = Bench::start().await;
    let tokens = bench.agency_tokens("openid name", "sakura").await;
    let right = json_of(bench.userinfo(&tokens).await).await;
    bench.arm("digital_id", "userinfo_sub_wrong").await;
    let wrong = json_of(bench.userinfo(&tokens).await).await;
    assert!(wrong["sub"].is_string());
    assert_ne!(wrong["sub"], right["sub"]);
    bench.arm("digital_id", "userinfo_sub_missing").await;
    assert!(
        json_of(bench.userinfo(&tokens).await)
            .await
            .get("sub")
            .is_none()
    );
    bench.arm("digital_id", "userinfo_name_html").await;
    let html = json_of(bench.userinfo(&tokens).await).await;
    assert!(html["name"].as_str().unwrap().contains("<script>"));
    bench.arm("digital_id", "userinfo_500").await;
    assert_eq!(bench.userinfo(&tokens).await.status(), 500);
    for fault in ["userinfo_signed_ok", "userinfo_signed_bad"] {
        bench.arm("digital_id", fault).await;
        let answer = bench.userinfo(&tokens).await;
        assert_eq!(answer.headers()["content-type"], "application/jwt");
        let claims = part(&answer.text().await.unwrap(), 1);
        assert_eq!(claims["aud"], AGENCY_CLIENT, "{fault}");
        assert_eq!(claims["sub"], right["sub"], "{fault}");
    }
}

#[tokio::test]
async fn the_authorization_response_goes_wrong() {
    let bench = Bench::start().await;
    let request = with(&bench.agency("auth"), &agency_request("openid"));
    for (fault, name, expected) in [
        (
            "iss_param_wrong",
            "iss",
            "https://issuer.example/realms/main",
        ),
        ("iss_param_missing", "iss", ""),
        ("state_missing", "state", ""),
        ("session_state_missing", "session_state", ""),
        ("error_access_denied", "error", "access_denied"),
        (
            "error_authentication_expired",
            "error_description",
            "authentication_expired",
        ),
        ("error_server_error", "error", "server_error"),
        (
            "error_temporarily_unavailable",
            "error",
            "temporarily_unavailable",
        ),
        ("error_unknown_string", "error", "e_10999_unknown"),
    ] {
        bench.arm("digital_id", fault).await;
        let query = bench.callback("digital_id", &request, "sakura").await;
        assert_eq!(value(&query, name), expected, "{fault}");
        assert_eq!(
            value(&query, "code").is_empty(),
            fault.starts_with("error"),
            "{fault}"
        );
    }
    bench.arm("digital_id", "state_wrong").await;
    let query = bench.callback("digital_id", &request, "sakura").await;
    assert!(!["", "state-1"].contains(&value(&query, "state").as_str()));
    for (fault, name) in [("duplicate_code", "code"), ("duplicate_state", "state")] {
        bench.arm("digital_id", fault).await;
        let query = bench.callback("digital_id", &request, "sakura").await;
        assert_eq!(
            query.iter().filter(|(known, _)| known == name).count(),
            2,
            "{fault}"
        );
    }
    bench.arm("digital_id", "error_form_post").await;
    let answer = bench.approve("digital_id", &request, "sakura").await;
    assert_eq!(
        answer["form_post"]["action"],
        "http://localhost:7440/verify/callback"
    );
    assert_eq!(
        answer["form_post"]["fields"][0],
        json!(["error", "access_denied"])
    );
}

#[tokio::test]
async fn key_set_and_metadata_go_wrong() {
    let bench = Bench::start().await;
    let certs = bench.agency("certs");
    let metadata = format!(
        "{}/.well-known/openid-configuration",
        bench.running.digital_id_issuer
    );
    bench.arm("digital_id", "jwks_500").await;
    assert_eq!(bench.http.get(&certs).send().await.unwrap().status(), 500);
    bench.arm("digital_id", "jwks_huge").await;
    assert!(
        bench
            .http
            .get(&certs)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
            .len()
            > 1 << 20
    );
    bench.arm("digital_id", "jwks_redirect").await;
    let answer = bench.http.get(&certs).send().await.unwrap();
    assert_eq!(answer.status(), 302);
    assert!(
        answer.headers()["location"]
            .to_str()
            .unwrap()
            .starts_with("http://169.254.169.254/")
    );
    let before = bench.get_json(&certs).await["keys"][0]["kid"].clone();
    bench.arm("digital_id", "jwks_rotated_before").await;
    let tokens = bench.agency_tokens("openid", "sakura").await;
    assert_ne!(part(id_token(&tokens), 0)["kid"], before);
    assert_eq!(
        bench.get_json(&certs).await["keys"][0]["kid"],
        part(id_token(&tokens), 0)["kid"]
    );
    bench.arm("digital_id", "metadata_issuer_wrong").await;
    assert_ne!(
        bench.get_json(&metadata).await["issuer"],
        json!(bench.running.digital_id_issuer)
    );
    bench.arm("digital_id", "metadata_no_s256").await;
    let methods = "code_challenge_methods_supported";
    assert_eq!(bench.get_json(&metadata).await[methods], json!(["plain"]));
    bench.arm("digital_id", "metadata_pkce_absent").await;
    assert!(bench.get_json(&metadata).await.get(methods).is_none());
    assert_eq!(bench.get_json(&metadata).await[methods], json!(["S256"]));
}

/// Arms a transport fault on the metadata endpoint and gives its address.
async fn on_metadata(bench: &Bench, fault: &str, delay_ms: u64) -> String {
    let body = json!({ "op": "digital_id", "fault": fault, "times": 1,
                       "endpoint": "metadata", "delay_ms": delay_ms });
    assert_eq!(bench.control("faults", body).await.status(), 204, "{fault}");
    format!(
        "{}/.well-known/openid-configuration",
        bench.running.digital_id_issuer
    )
}

async fn broken(bench: &Bench, fault: &str, delay_ms: u64) -> reqwest::Response {
    let url = on_metadata(bench, fault, delay_ms).await;
    bench.http.get(url).send().await.unwrap()
}

#[tokio::test]
async fn status_and_type_of_an_answer_go_wrong() {
    let bench = Bench::start().await;
    for (fault, status) in [
        ("http_500", 500),
        ("http_502", 502),
        ("http_503", 503),
        ("http_504", 504),
        ("redirect_to_metadata_host", 302),
    ] {
        assert_eq!(broken(&bench, fault, 0).await.status(), status, "{fault}");
    }
    for (fault, media_type) in [
        ("html_body", "text/html; charset=utf-8"),
        ("wrong_content_type", "text/plain"),
    ] {
        let answer = broken(&bench, fault, 0).await;
        assert_eq!(answer.headers()["content-type"], media_type, "{fault}");
    }
}

#[tokio::test]
async fn bodies_go_wrong() {
    let bench = Bench::start().await;
    let doubled = broken(&bench, "duplicate_json_keys", 0)
        .await
        .text()
        .await
        .unwrap();
    assert_eq!(doubled.matches("\"issuer\":").count(), 2);
    let deep = broken(&bench, "deep_json", 0).await.text().await.unwrap();
    assert!(deep.contains(&"[".repeat(100_000)));
    let huge = broken(&bench, "huge_body", 0).await.bytes().await.unwrap();
    assert!(huge.len() > 32 << 20);
    let url = on_metadata(&bench, "connection_reset", 0).await;
    let cut = match bench.http.get(url).send().await {
        Ok(answer) => answer.bytes().await.is_err(),
        Err(_) => true,
    };
    assert!(cut, "the answer must not arrive whole");
}

#[tokio::test]
async fn answers_take_their_time() {
    let bench = Bench::start().await;
    for (fault, delay, least) in [("slow", 300, 300), ("drip", 1, 200)] {
        let begun = Instant::now();
        let text = broken(&bench, fault, delay).await.text().await.unwrap();
        assert!(begun.elapsed() >= Duration::from_millis(least), "{fault}");
        assert!(serde_json::from_str::<Value>(&text).is_ok(), "{fault}");
    }
}

#[tokio::test]
async fn the_gzip_bomb_is_small_on_the_wire_and_large_inside() {
    use std::io::Read;
    let bench = Bench::start().await;
    let body = json!({ "op": "digital_id", "fault": "gzip_bomb", "times": 1, "endpoint": "jwks" });
    bench.control("faults", body).await;
    let answer = bench.http.get(bench.agency("certs")).send().await.unwrap();
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    let packed = answer.bytes().await.unwrap();
    assert!(packed.len() < 2 << 20, "{}", packed.len());
    let mut unpacked = vec![0; 32 << 20];
    flate2::read::GzDecoder::new(&packed[..])
        .read_exact(&mut unpacked)
        .unwrap();
}

#[tokio::test]
async fn every_fault_of_the_list_is_exercised_here() {
    let bench = Bench::start().await;
    let list = bench
        .get_json(&format!("{}/control/faults", bench.running.portal_url))
        .await;
    let tested = [
        include_str!("fault.rs"),
        include_str!("tenant.rs"),
        include_str!("graph.rs"),
        include_str!("graph_fault.rs"),
        include_str!("graph_log.rs"),
        include_str!("mail.rs"),
    ];
    let untested: BTreeSet<&str> = list["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["name"].as_str().unwrap())
        .filter(|name| {
            !tested
                .iter()
                .any(|text| text.contains(&format!("\"{name}\"")))
        })
        .collect();
    assert!(untested.is_empty(), "{untested:?}");
}

#[tokio::test]
async fn times_counts_down_and_a_fault_is_refused_where_it_cannot_be() {
    let bench = Bench::start().await;
    let certs = bench.agency("certs");
    bench
        .control(
            "faults",
            json!({ "op": "digital_id", "fault": "jwks_500", "times": 2 }),
        )
        .await;
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(
            bench
                .http
                .get(&certs)
                .send()
                .await
                .unwrap()
                .status()
                .as_u16(),
        );
    }
    assert_eq!(seen, [500, 500, 200]);
    for wrong in [
        json!({ "op": "graph", "fault": "iss_wrong" }),
        json!({ "op": "utokyo", "fault": "userinfo_500" }),
        json!({ "op": "digital_id", "fault": "jwks_500", "times": 0 }),
    ] {
        assert_eq!(bench.control("faults", wrong).await.status(), 400);
    }
    assert_eq!(
        bench
            .control("faults", json!({ "op": "digital_id", "fault": "no" }))
            .await
            .status(),
        422
    );
}

#[tokio::test]
async fn an_error_url_of_a_fault_still_goes_to_the_registered_address() {
    let bench = Bench::start().await;
    bench.arm("digital_id", "error_server_error").await;
    let request = with(&bench.agency("auth"), &agency_request("openid"));
    let answer = bench.approve("digital_id", &request, "sakura").await;
    let url = answer["redirect"].as_str().unwrap();
    assert!(url.starts_with("http://localhost:7440/verify/callback?"));
    assert_eq!(value(&query_of(url), "state"), "state-1");
}
