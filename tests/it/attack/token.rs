//! Forged tokens and answers about somebody else.

use ident_tests::{Alg, Op, Service, card};
use serde_json::json;

use crate::conformance::{Last, refused};

#[tokio::test]
async fn a07_alg_none_and_a_public_key_as_a_secret() {
    refused("alg_none", "token_algorithm", Last::Token).await;
    refused("alg_hs256_pubkey", "token_algorithm", Last::Token).await;
}

#[tokio::test]
async fn a07_a_key_that_the_token_brings_along() {
    refused("jwk_header", "token_key_unknown", Last::Token).await;
    refused("jku_header", "token_key_unknown", Last::Token).await;
    refused("kid_unknown", "token_key_unknown", Last::Token).await;
}

#[tokio::test]
async fn a08_a_stranger_among_the_audience() {
    refused("aud_array_stranger", "token_audience", Last::Token).await;
    refused("azp_wrong", "token_azp", Last::Token).await;
}

#[tokio::test]
async fn a10_userinfo_of_another_person_leaves_nothing() {
    let service = Service::start().await;
    service.arm("userinfo_sub_wrong").await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    assert_eq!(
        pc.go(&started.url, "sakura").await.told().code,
        "userinfo_subject"
    );
    assert_eq!((service.count("proof"), service.count("link")), (0, 0));
    assert_eq!(pc.visit().await.proof, None);
}

#[tokio::test]
async fn a14_redirects_of_the_provider_are_not_followed() {
    for (endpoint, code) in [
        ("metadata", "provider_bad_answer"),
        ("jwks", "keys_unavailable"),
        ("token", "provider_bad_answer"),
        ("userinfo", "userinfo_failed"),
    ] {
        for alg in Alg::BOTH {
            let service = Service::signed_with(alg).await;
            let fault = "redirect_to_metadata_host";
            let arming = json!({ "op": "digital_id", "fault": fault, "endpoint": endpoint });
            service.sandbox.arm_with(arming).await;
            let mut pc = service.pc();
            if endpoint == "metadata" {
                pc.ask(&card("link"), "this_pc").await.refused(code);
            } else {
                let started = pc.begin(&card("link"), "this_pc").await;
                assert_eq!(
                    pc.go(&started.url, "sakura").await.told().code,
                    code,
                    "{endpoint}"
                );
            }
            assert_eq!(service.audit().count(code), 1, "{endpoint}");
            assert_eq!(
                service.journal().await.count(Op::DigitalId, endpoint),
                1,
                "{endpoint}"
            );
        }
    }
}
