//! UserInfo, the authorization response, keys and metadata.

use serde_json::json;

use crate::client::{AGENCY_CLIENT, Bench, agency_request, id_token, json_of, part, value, with};

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
