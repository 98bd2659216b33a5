//! Published metadata and keys.

use ident_tests::{Alg, Op, Service, card};

use super::accepted_by;

#[tokio::test]
async fn c15_discovery_openid_config() {
    for alg in Alg::BOTH {
        let service = Service::signed_with(alg).await;
        let started = service.pc().begin(&card("link"), "this_pc").await;
        let endpoint = format!("{}/protocol/openid-connect/auth?", service.sandbox.agency());
        assert!(started.url.starts_with(&endpoint), "{}", started.url);
        assert_eq!(service.journal().await.count(Op::DigitalId, "metadata"), 1);
    }
}

#[tokio::test]
async fn c16_discovery_jwks_uri_keys() {
    for alg in Alg::BOTH {
        let service = Service::signed_with(alg).await;
        accepted_by(&service).await;
        assert_eq!(service.journal().await.count(Op::DigitalId, "jwks"), 1);
    }
}

/// Nobody is sent to a provider that says it is another one.
async fn a_foreign_issuer_stops_everything() {
    for alg in Alg::BOTH {
        let service = Service::signed_with(alg).await;
        service.arm("metadata_issuer_wrong").await;
        let mut pc = service.pc();
        let refused = pc.ask(&card("link"), "this_pc").await;
        let refusal = refused.refused("metadata_issuer");
        let audit = service.audit();
        assert_eq!(audit.codes(), ["metadata_issuer"]);
        assert_eq!(audit.0[0].reference, Some(refusal.reference));
        assert_eq!(service.state(), "", "not even a visit");
        let journal = service.journal().await;
        assert_eq!(journal.0.len(), 1, "{journal:?}");
    }
}

#[tokio::test]
async fn c17_discovery_issuer_mismatch() {
    a_foreign_issuer_stops_everything().await;
}

#[tokio::test]
async fn c41_discovery_issuer_mismatch() {
    a_foreign_issuer_stops_everything().await;
}

#[tokio::test]
async fn c19_signing_key_rotation_just_before_signing() {
    for alg in Alg::BOTH {
        let mut service = Service::signed_with(alg).await;
        accepted_by(&service).await;
        service.pass(11).await;
        service.arm("jwks_rotated_before").await;
        accepted_by(&service).await;
        assert_eq!(service.journal().await.count(Op::DigitalId, "jwks"), 2);
    }
}

#[tokio::test]
async fn c20_signing_key_rotation() {
    for alg in Alg::BOTH {
        let mut service = Service::signed_with(alg).await;
        accepted_by(&service).await;
        service.pass(11).await;
        service.sandbox.rotate(Op::DigitalId, false).await;
        accepted_by(&service).await;
        accepted_by(&service).await;
        assert_eq!(service.journal().await.count(Op::DigitalId, "jwks"), 2);
    }
}
