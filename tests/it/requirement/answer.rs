//! What we make of a provider's answers.

use ident_tests::{Op, Service, Setup, card, sign_in};
use serde_json::json;

/// Every way in which a token call can fail on the way; the code is gone with it.
#[tokio::test]
async fn r07_a_code_is_never_sent_twice() {
    for fault in [
        "http_500",
        "http_502",
        "http_503",
        "http_504",
        "connection_reset",
    ] {
        let service = Service::start().await;
        service.arm(fault).await;
        let mut pc = service.pc();
        let started = pc.begin(&card("link"), "this_pc").await;
        let told = pc.go(&started.url, "sakura").await.told();
        assert!(told.code.starts_with("provider_"), "{fault}: {told:?}");
        let audit = service.audit();
        assert_eq!(audit.codes(), ["begun", told.code.as_str()], "{fault}");
        assert_eq!(
            service.journal().await.count(Op::DigitalId, "token"),
            1,
            "{fault}"
        );
    }
}

#[tokio::test]
async fn r29_an_error_must_name_its_issuer_too() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    let url = url::Url::parse(&started.url).expect("a URL");
    let state = url
        .query_pairs()
        .find(|(name, _)| name == "state")
        .expect("a state")
        .1;
    let path = format!("/verify/callback?error=access_denied&state={state}");
    assert_eq!(
        pc.arrive(&pc.url(&path)).await.told().code,
        "callback_issuer"
    );
}

#[tokio::test]
async fn r30_an_issuer_that_is_not_announced_may_be_absent_but_not_another() {
    let service = Service::start().await;
    assert!(service.pc().sign_in("my", "sakura").await.account.is_some());
    service.sandbox.arm(Op::Utokyo, "iss_param_wrong").await;
    let mut pc = service.pc();
    let started = pc.begin(&sign_in("my"), "this_pc").await;
    assert_eq!(
        pc.go(&started.url, "sakura").await.told().code,
        "callback_issuer"
    );
    assert_eq!(
        service.journal().await.count(Op::Utokyo, "token"),
        1,
        "the first one's"
    );
}

#[tokio::test]
async fn r36_each_claim_is_checked_at_both_providers() {
    for (fault, code) in [
        ("iss_wrong", "token_issuer"),
        ("iss_missing", "token_issuer"),
        ("aud_wrong", "token_audience"),
        ("aud_missing", "token_audience"),
        ("aud_array_stranger", "token_audience"),
        ("exp_past", "token_expired"),
        ("exp_missing", "token_expired"),
        ("exp_far", "token_expired"),
        ("iat_missing", "token_issued_at"),
        ("iat_future", "token_issued_at"),
        ("iat_week_past", "token_issued_at"),
        ("nbf_future", "token_not_before"),
        ("nonce_wrong", "token_nonce"),
        ("nonce_missing", "token_nonce"),
        ("sub_missing", "token_subject"),
        ("sig_bad", "token_signature"),
        ("alg_none", "token_algorithm"),
        ("kid_unknown", "token_key_unknown"),
        ("crit_unknown", "token_malformed"),
        ("no_id_token", "provider_bad_answer"),
    ] {
        let service = Service::start().await;
        for (op, errand) in [(Op::DigitalId, card("link")), (Op::Utokyo, sign_in("my"))] {
            service.sandbox.arm(op, fault).await;
            let mut pc = service.pc();
            let started = pc.begin(&errand, "this_pc").await;
            let told = pc.go(&started.url, "sakura").await.told();
            assert_eq!(told.code, code, "{op} {fault}");
            let visit = pc.visit().await;
            assert_eq!((visit.proof, visit.account), (None, None), "{op} {fault}");
        }
        assert_eq!(service.audit().codes(), ["begun", code, "begun", code]);
    }
}

/// Beyond the minute: `r36_each_claim_is_checked_at_both_providers`.
#[tokio::test]
async fn r37_clocks_may_differ_by_a_minute() {
    for skew in [50, -50] {
        let service = Service::start().await;
        service.sandbox.skew(skew).await;
        let visit = service.pc().card("link", "sakura").await;
        assert!(visit.proof.is_some(), "{skew} s");
    }
}

#[tokio::test]
async fn r38_a_lower_or_unstated_level_is_refused() {
    let setup = Setup {
        digital_id: r#"required_acr = "aal3""#.to_owned(),
        ..Setup::default()
    };
    let service = Service::with(setup).await;
    assert!(service.pc().card("link", "sakura").await.proof.is_some());
    for fault in ["acr_wrong", "acr_missing"] {
        service.arm(fault).await;
        let mut pc = service.pc();
        let started = pc.begin(&card("link"), "this_pc").await;
        assert_eq!(
            pc.go(&started.url, "sakura").await.told().code,
            "token_acr",
            "{fault}"
        );
    }
}

#[tokio::test]
async fn r40_keys_that_cannot_be_had_cost_no_code() {
    for fault in ["jwks_500", "jwks_huge", "jwks_redirect"] {
        let service = Service::start().await;
        service.arm(fault).await;
        let mut pc = service.pc();
        let started = pc.begin(&card("link"), "this_pc").await;
        assert_eq!(
            pc.go(&started.url, "sakura").await.told().code,
            "keys_unavailable"
        );
        let journal = service.journal().await;
        assert_eq!(journal.count(Op::DigitalId, "token"), 0, "{fault}");
    }
}

#[tokio::test]
async fn r42_answers_that_no_honest_provider_gives() {
    for fault in [
        "html_body",
        "gzip_bomb",
        "huge_body",
        "wrong_content_type",
        "duplicate_json_keys",
        "deep_json",
    ] {
        for (endpoint, codes) in [
            ("token", &["provider_bad_answer", "provider_unreachable"]),
            ("userinfo", &["userinfo_failed", "userinfo_bad_answer"]),
        ] {
            let service = Service::start().await;
            let arming = json!({ "op": "digital_id", "fault": fault, "endpoint": endpoint });
            service.sandbox.arm_with(arming).await;
            let mut pc = service.pc();
            let started = pc.begin(&card("link"), "this_pc").await;
            let told = pc.go(&started.url, "sakura").await.told();
            assert!(
                codes.contains(&told.code.as_str()),
                "{fault} {endpoint}: {told:?}"
            );
            assert_eq!(service.audit().codes(), ["begun", told.code.as_str()]);
            assert_eq!(service.count("proof"), 0, "{fault} {endpoint}");
            let journal = service.journal().await;
            assert_eq!(
                journal.count(Op::DigitalId, endpoint),
                1,
                "{fault} {endpoint}"
            );
        }
    }
}
