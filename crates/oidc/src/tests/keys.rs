//! The provider's keys: changed, missing, too many, too large.

use std::sync::Arc;

use ident_core::refusal::Refusal;
use serde_json::json;

use super::forge::{Draft, jwk};
use super::provider::{CERTS, Reply, Scene, key_of};

fn publish(scene: &Scene, numbers: &[usize]) {
    let keys: Vec<_> = numbers.iter().map(|number| jwk(key_of(*number))).collect();
    scene.reply(CERTS, Reply::json(&json!({ "keys": keys })));
}

fn signed_with(scene: &Scene, number: usize) -> Draft {
    let mut draft = scene.draft();
    draft.signer = key_of(number);
    draft.header["kid"] = json!(key_of(number).kid());
    draft
}

#[tokio::test]
async fn c19_c20_a_changed_key_is_fetched_once_and_accepted() {
    let scene = Scene::new().await;
    assert!(scene.card().await.is_ok());
    publish(&scene, &[1]);
    scene.hand_out(&signed_with(&scene, 1));
    assert!(scene.card().await.is_ok());
    assert!(scene.card().await.is_ok());
    assert_eq!(scene.asked(CERTS).len(), 2);
}

#[tokio::test]
async fn c20_a_changed_key_is_found_by_its_signature_when_no_kid_is_given() {
    let scene = Scene::new().await;
    let kidless = |number| {
        let mut draft = signed_with(&scene, number);
        draft.headless("kid");
        draft
    };
    scene.hand_out(&kidless(0));
    assert!(scene.card().await.is_ok());
    publish(&scene, &[1]);
    scene.hand_out(&kidless(1));
    assert!(scene.card().await.is_ok());
    assert_eq!(scene.asked(CERTS).len(), 2);
}

#[tokio::test]
async fn r40_an_unknown_kid_has_the_keys_fetched_at_most_once_in_ten_seconds() {
    let scene = Scene::new().await;
    let mut draft = scene.draft();
    draft.header["kid"] = json!("nobody's");
    scene.hand_out(&draft);
    for (pause, fetches) in [(0, 2), (0, 2), (9, 2), (1, 3), (5, 3), (5, 4)] {
        scene.advance(pause);
        draft.claims["iat"] = json!(super::forge::NOW);
        assert_eq!(scene.card().await.err(), Some(Refusal::TokenKeyUnknown));
        assert_eq!(scene.asked(CERTS).len(), fetches);
    }
    scene.hand_out(&scene.draft());
    assert!(
        scene.card().await.is_ok(),
        "who signs with a known key is not kept waiting"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f06_a_herd_of_logins_shares_one_refetch() {
    let scene = Arc::new(Scene::new().await);
    assert!(scene.card().await.is_ok());
    publish(&scene, &[1, 0]);
    scene.hand_out(&signed_with(&scene, 1));
    let logins: Vec<_> = (0..50)
        .map(|_| {
            let scene = scene.clone();
            tokio::spawn(async move { scene.card().await.map(drop) })
        })
        .collect();
    for login in logins {
        assert_eq!(
            login.await.expect("no panic"),
            Ok(()),
            "no login is lost to a rotation"
        );
    }
    assert_eq!(scene.asked(CERTS).len(), 2);
}

#[tokio::test]
async fn f07_known_keys_serve_for_a_day_when_none_can_be_fetched() {
    let scene = Scene::new().await;
    assert!(scene.card().await.is_ok());
    scene.reply(CERTS, Reply::typed("text/html", "down").with_status(503));
    let at = |seconds: i64| {
        let mut draft = scene.draft();
        for claim in ["iat", "exp", "auth_time"] {
            draft.claims[claim] = json!(draft.claims[claim].as_i64().expect("a time") + seconds);
        }
        draft
    };
    scene.advance(3_601);
    scene.hand_out(&at(3_601));
    assert!(scene.card().await.is_ok());
    let mut unknown = at(3_601);
    unknown.header["kid"] = json!("nobody's");
    scene.hand_out(&unknown);
    assert_eq!(
        scene.card().await.err(),
        Some(Refusal::KeysUnavailable),
        "an unknown key fails closed"
    );
    scene.advance(86_400 - 3_601 - 1);
    scene.hand_out(&at(86_399));
    assert!(scene.card().await.is_ok());
    scene.advance(2);
    scene.hand_out(&at(86_401));
    assert_eq!(scene.card().await.err(), Some(Refusal::KeysUnavailable));
}

#[tokio::test]
async fn f10_a_clock_set_back_does_not_keep_old_keys_for_ever() {
    let scene = Scene::new().await;
    assert!(scene.card().await.is_ok());
    scene.advance(-3_600);
    let _ = scene.card().await;
    assert_eq!(scene.asked(CERTS).len(), 2);
}

#[tokio::test]
async fn r40_other_key_sets_are_refused_before_the_code_is_spent() {
    let key = jwk(key_of(0));
    let good = json!({ "keys": [key] }).to_string();
    let huge = json!({ "keys": [key], "x": "x".repeat(64 * 1024) }).to_string();
    let twice = good.replacen('{', r#"{"keys":[],"#, 1);
    for (name, reply) in [
        (
            "500",
            Reply::typed("application/json", good.clone()).with_status(500),
        ),
        ("huge", Reply::typed("application/json", huge)),
        ("HTML", Reply::typed("text/html", good.clone())),
        ("twice", Reply::typed("application/json", twice)),
        ("no keys", Reply::typed("application/json", "{}")),
        (
            "keys as text",
            Reply::typed("application/json", r#"{"keys":"x"}"#),
        ),
        ("empty", Reply::typed("application/json", "")),
    ] {
        let scene = Scene::new().await;
        scene.reply(CERTS, reply);
        assert_eq!(
            scene.card().await.err(),
            Some(Refusal::KeysUnavailable),
            "{name}"
        );
        assert!(
            scene.asked(super::provider::TOKEN).is_empty(),
            "{name}: the code can still be used"
        );
    }
    let scene = Scene::new().await;
    scene.reply(CERTS, Reply::typed("application/jwk-set+json", good));
    assert!(scene.card().await.is_ok());
}

#[tokio::test]
async fn a14_a_redirect_of_the_keys_is_not_followed() {
    let scene = Scene::new().await;
    let mut reply = Reply::typed("text/plain", "").with_status(302);
    reply
        .headers
        .push(("location", "http://169.254.169.254/keys".to_owned()));
    scene.reply(CERTS, reply);
    assert_eq!(scene.card().await.err(), Some(Refusal::KeysUnavailable));
}
