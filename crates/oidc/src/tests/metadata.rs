//! Published metadata: checked before anything is sent, and remembered.

use ident_core::purpose::Purpose;
use ident_core::refusal::Refusal;
use serde_json::json;

use super::provider::{CERTS, METADATA, Reply, Scene, client_key};
use crate::{Alg, AuthorizationRequest, Endpoints, Http, Profile, RelyingParty};

async fn set_out(scene: &Scene) -> Result<String, Refusal> {
    let request = AuthorizationRequest::card(Purpose::Link, &scene.state, &scene.secrets);
    scene
        .party
        .authorization_url(&request, &scene.clock())
        .await
}

#[tokio::test]
async fn c15_c16_endpoints_and_keys_come_from_the_published_metadata() {
    let scene = Scene::new().await;
    let mut metadata = scene.metadata();
    let path = "/api/realms/main/moved/keys";
    metadata["jwks_uri"] = json!(scene.issuer.replace("/api/realms/main", path));
    scene.reply(METADATA, Reply::json(&metadata));
    let keys = json!({ "keys": [super::forge::jwk(super::provider::key_of(0))] });
    scene.reply(path, Reply::json(&keys));
    assert!(scene.card().await.is_ok());
    assert_eq!((scene.asked(path).len(), scene.asked(CERTS).len()), (1, 0));
}

#[tokio::test]
async fn c17_c41_another_issuer_stops_everything_before_it_begins() {
    let scene = Scene::new().await;
    for issuer in [
        json!(format!("{}/", scene.issuer)),
        json!("https://other.example"),
        json!(null),
    ] {
        let scene = Scene::new().await;
        let mut metadata = scene.metadata();
        metadata["issuer"] = issuer.clone();
        scene.reply(METADATA, Reply::json(&metadata));
        let refusal = if issuer.is_null() {
            Refusal::ProviderBadAnswer
        } else {
            Refusal::MetadataIssuer
        };
        assert_eq!(set_out(&scene).await, Err(refusal), "{issuer}");
        assert_eq!(scene.card().await.err(), Some(refusal));
        assert_eq!(scene.paths(), [METADATA], "asked once, then paused");
    }
}

#[tokio::test]
async fn r05_metadata_without_s256_is_refused() {
    for (methods, refusal) in [
        (Some(json!(["plain"])), Some(Refusal::MetadataPkce)),
        (Some(json!([])), Some(Refusal::MetadataPkce)),
        (Some(json!("S256")), Some(Refusal::MetadataPkce)),
        (Some(json!(["s256"])), Some(Refusal::MetadataPkce)),
        (None, Some(Refusal::MetadataPkce)),
        (Some(json!(["S256"])), None),
    ] {
        let scene = Scene::new().await;
        let mut metadata = scene.metadata();
        let object = metadata.as_object_mut().expect("an object");
        object.remove("code_challenge_methods_supported");
        object.extend(
            methods
                .clone()
                .map(|methods| ("code_challenge_methods_supported".to_owned(), methods)),
        );
        scene.reply(METADATA, Reply::json(&metadata));
        assert_eq!(set_out(&scene).await.err(), refusal, "{methods:?}");
    }
}

#[tokio::test]
async fn r12_a14_endpoints_on_other_hosts_are_refused() {
    for endpoint in [
        "authorization_endpoint",
        "token_endpoint",
        "userinfo_endpoint",
        "jwks_uri",
    ] {
        for address in [
            "http://169.254.169.254/x",
            "https://evil.example/x",
            "file:///etc/passwd",
            "",
        ] {
            let scene = Scene::new().await;
            let mut metadata = scene.metadata();
            metadata[endpoint] = json!(address);
            scene.reply(METADATA, Reply::json(&metadata));
            let verdict = set_out(&scene).await;
            assert_eq!(
                verdict,
                Err(Refusal::ProviderBadAnswer),
                "{endpoint} {address}"
            );
        }
    }
}

#[tokio::test]
async fn r40_a_redirect_of_the_metadata_is_not_followed() {
    let scene = Scene::new().await;
    let mut reply = Reply::json(&scene.metadata()).with_status(302);
    reply
        .headers
        .push(("location", format!("{}/elsewhere", scene.issuer)));
    scene.reply(METADATA, reply);
    assert_eq!(set_out(&scene).await, Err(Refusal::ProviderBadAnswer));
    assert_eq!(scene.paths(), [METADATA]);
}

#[tokio::test]
async fn f08_the_last_good_metadata_serves_for_an_hour_more() {
    let scene = Scene::new().await;
    assert!(set_out(&scene).await.is_ok());
    let mut metadata = scene.metadata();
    metadata["issuer"] = json!("https://other.example");
    scene.reply(METADATA, Reply::json(&metadata));
    scene.advance(3_599);
    assert!(set_out(&scene).await.is_ok());
    assert_eq!(scene.asked(METADATA).len(), 1, "not asked for an hour");
    scene.advance(2);
    assert!(set_out(&scene).await.is_ok());
    assert_eq!(scene.asked(METADATA).len(), 2);
    scene.advance(3_590);
    assert!(set_out(&scene).await.is_ok());
    scene.advance(20);
    assert_eq!(set_out(&scene).await, Err(Refusal::MetadataIssuer));
    scene.reply(METADATA, Reply::json(&scene.metadata()));
    scene.advance(11);
    assert!(set_out(&scene).await.is_ok(), "and mends itself");
}

#[test]
fn a_profile_that_contradicts_itself_is_refused() {
    let good = Profile::digital_id("https://op.example/realm", "RP1", "https://rp.example/cb");
    let made = |profile: Profile, alg| {
        RelyingParty::new(profile, client_key(alg), Http::new().expect("TLS")).map(drop)
    };
    assert_eq!(made(good.clone(), Alg::Es256), Ok(()));
    let wrong = Err(Refusal::ProviderMisconfigured);
    assert_eq!(
        made(good.clone(), Alg::Rs256),
        wrong,
        "another key than registered"
    );
    let elsewhere = Endpoints {
        authorization: "https://op.example/a".to_owned(),
        token: "https://evil.example/t".to_owned(),
        userinfo: None,
        jwks: "https://op.example/k".to_owned(),
    };
    for profile in [
        Profile {
            issuer: "http://op.example/realm".to_owned(),
            ..good.clone()
        },
        Profile {
            issuer: String::new(),
            ..good.clone()
        },
        Profile {
            client_id: String::new(),
            ..good.clone()
        },
        Profile {
            redirect_uri: "x".repeat(256),
            ..good.clone()
        },
        Profile {
            endpoints: Some(elsewhere),
            ..good.clone()
        },
        Profile {
            provider: ident_core::purpose::Provider::Account,
            ..good
        },
    ] {
        let shown = format!("{profile:?}");
        assert_eq!(made(profile, Alg::Es256), wrong, "{shown}");
    }
}
