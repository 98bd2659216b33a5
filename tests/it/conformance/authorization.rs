//! One thing wrong in the authorization response: the code is never exchanged.

use http::{HeaderMap, Method};
use ident_tests::{Alg, Op, Person, Service, card};
use ident_wire::StageView;

use super::{Last, refused};

#[tokio::test]
async fn c54_invalid_authorization_response_iss() {
    refused("iss_param_wrong", "callback_issuer", Last::Callback).await;
}

#[tokio::test]
async fn c55_removed_authorization_response_iss() {
    refused("iss_param_missing", "callback_issuer", Last::Callback).await;
}

/// An answer with a `state` that is not ours tells nothing about any flow: the person is told,
/// and the flow that waits goes on waiting for its own answer.
async fn state_is_refused(fault: &str) {
    for alg in Alg::BOTH {
        let service = Service::signed_with(alg).await;
        service.arm(fault).await;
        let mut pc = service.pc();
        let started = pc.begin(&card("link"), "this_pc").await;
        let told = pc.go(&started.url, "sakura").await.told();
        assert_eq!(told.code, "callback_unknown_state");
        let audit = service.audit();
        assert_eq!(audit.codes(), ["begun", "callback_unknown_state"]);
        assert_eq!(audit.one(&told.code).reference, Some(told.reference));
        let stage = pc.flow().await.stage;
        assert!(matches!(stage, StageView::AtProvider { .. }), "{stage:?}");
        assert_eq!((service.count("proof"), service.count("link")), (0, 0));
        assert_eq!(service.journal().await.count(Op::DigitalId, "token"), 0);
    }
}

#[tokio::test]
async fn c56_invalid_state() {
    state_is_refused("state_wrong").await;
}

#[tokio::test]
async fn c57_missing_state() {
    state_is_refused("state_missing").await;
}

/// The module posts the error; a browser brings it as the submission of a form on another site.
#[tokio::test]
async fn c37_form_post_error() {
    for alg in Alg::BOTH {
        let service = Service::signed_with(alg).await;
        service.arm("error_form_post").await;
        let mut pc = service.pc();
        let started = pc.begin(&card("link"), "this_pc").await;
        let sakura = Person::from("sakura");
        let (_, answer) = service.sandbox.try_approve(&started.url, sakura).await;
        assert!(answer["form_post"].is_object(), "{answer}");
        let before = service.everything();
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("origin", service.sandbox_origin()),
            (
                "content-type",
                "application/x-www-form-urlencoded".to_owned(),
            ),
            ("sec-fetch-site", "cross-site".to_owned()),
            ("sec-fetch-mode", "navigate".to_owned()),
            ("sec-fetch-dest", "document".to_owned()),
        ] {
            headers.insert(name, value.parse().expect("a value"));
        }
        let posted = pc.send(
            Method::POST,
            "/verify/callback",
            headers,
            "error=access_denied",
        );
        assert_eq!(posted.await.told().code, "request_origin");
        assert_eq!(service.everything(), before);
        assert_eq!(service.journal().await.count(Op::DigitalId, "token"), 0);
    }
}

#[tokio::test]
async fn c37_the_same_error_in_the_query() {
    refused("error_access_denied", "provider_cancelled", Last::Callback).await;
}
