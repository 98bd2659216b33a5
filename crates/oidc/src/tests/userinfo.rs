//! UserInfo: of the same person, in the agreed form, or not at all.

use ident_core::refusal::Refusal;
use serde_json::{Value, json};

use super::forge::{CLIENT, Draft, NOW, key};
use super::provider::{Reply, Scene, USERINFO};
use crate::Alg;

async fn told(reply: Reply) -> Result<Option<String>, Refusal> {
    let scene = Scene::new().await;
    scene.reply(USERINFO, reply);
    scene
        .card()
        .await
        .map(|identity| identity.name.map(|name| name.expose().to_owned()))
}

#[tokio::test]
async fn c11_a10_r43_userinfo_of_another_person_is_refused() {
    for (body, refusal) in [
        (
            json!({ "sub": "ppid-0002", "name": "n" }),
            Refusal::UserinfoSubject,
        ),
        (
            json!({ "sub": "PPID-0001", "name": "n" }),
            Refusal::UserinfoSubject,
        ),
        (json!({ "sub": "", "name": "n" }), Refusal::UserinfoSubject),
        (json!({ "name": "n" }), Refusal::UserinfoSubject),
        (
            json!({ "sub": ["ppid-0001"], "name": "n" }),
            Refusal::UserinfoBadAnswer,
        ),
        (
            json!({ "sub": null, "name": "n" }),
            Refusal::UserinfoBadAnswer,
        ),
        (
            json!({ "sub": "ppid-0001", "name": ["n"] }),
            Refusal::UserinfoBadAnswer,
        ),
        (json!({ "sub": "ppid-0001" }), Refusal::NameMissing),
        (
            json!({ "sub": "ppid-0001", "name": " " }),
            Refusal::NameMissing,
        ),
        (
            json!({ "sub": "ppid-0001", "name": "a\u{0}b" }),
            Refusal::NameMissing,
        ),
        (
            json!({ "sub": "ppid-0001", "name": "n".repeat(401) }),
            Refusal::NameMissing,
        ),
    ] {
        assert_eq!(told(Reply::json(&body)).await, Err(refusal), "{body}");
    }
}

#[tokio::test]
async fn f05_a_userinfo_that_fails_ends_the_check() {
    let twice = r#"{"sub":"ppid-0001","sub":"ppid-0001","name":"n"}"#;
    let huge = format!(
        r#"{{"sub":"ppid-0001","name":"n","x":"{}"}}"#,
        "x".repeat(256 * 1024)
    );
    for (reply, refusal) in [
        (
            Reply::typed("application/json", "{}").with_status(500),
            Refusal::UserinfoFailed,
        ),
        (
            Reply::typed("application/json", "{}").with_status(401),
            Refusal::UserinfoFailed,
        ),
        (
            Reply::typed("application/json", "{}").with_status(302),
            Refusal::UserinfoFailed,
        ),
        (
            Reply::typed("application/json", huge),
            Refusal::UserinfoFailed,
        ),
        (
            Reply::typed("text/html", "<html>"),
            Refusal::UserinfoBadAnswer,
        ),
        (
            Reply::typed("application/json", "[]"),
            Refusal::UserinfoBadAnswer,
        ),
        (
            Reply::typed("application/json", twice),
            Refusal::UserinfoBadAnswer,
        ),
        (
            Reply::typed("application/jwt", "x"),
            Refusal::UserinfoBadAnswer,
        ),
    ] {
        assert_eq!(told(reply).await, Err(refusal));
    }
}

#[tokio::test]
async fn a27_a_name_with_markup_is_a_text_like_any_other() {
    let name = "<script>alert(1)</script>";
    let told = told(Reply::json(&json!({ "sub": "ppid-0001", "name": name }))).await;
    assert_eq!(told, Ok(Some(name.to_owned())));
}

/// What becomes of a signed UserInfo answer.
async fn signed(change: impl FnOnce(&mut Draft, &mut Value)) -> Result<Option<String>, Refusal> {
    let scene = Scene::new().await;
    let mut draft = Draft::good(Alg::Es256);
    let mut claims =
        json!({ "iss": scene.issuer, "aud": CLIENT, "sub": "ppid-0001", "name": "山田" });
    change(&mut draft, &mut claims);
    draft.claims = claims;
    scene.reply(USERINFO, Reply::typed("application/jwt", draft.text()));
    scene
        .card()
        .await
        .map(|identity| identity.name.map(|name| name.expose().to_owned()))
}

#[tokio::test]
async fn c25_a_signed_userinfo_is_verified() {
    assert_eq!(signed(|_, _| {}).await, Ok(Some("山田".to_owned())));
    let bad = Err(Refusal::UserinfoBadAnswer);
    assert_eq!(
        signed(|draft, _| draft.signer = key(Alg::Es256, 1)).await,
        bad
    );
    assert_eq!(
        signed(|draft, _| draft.header["alg"] = json!("none")).await,
        bad
    );
    assert_eq!(
        signed(|draft, _| draft.header["kid"] = json!("unknown")).await,
        bad
    );
    assert_eq!(
        signed(|_, claims| claims["iss"] = json!("https://other.example")).await,
        bad
    );
    assert_eq!(
        signed(|_, claims| claims["aud"] = json!("RP00000002")).await,
        bad
    );
    assert_eq!(signed(|_, claims| claims["aud"] = json!(null)).await, bad);
    assert_eq!(
        signed(|_, claims| claims["exp"] = json!(NOW - 61)).await,
        bad
    );
    let other = signed(|_, claims| claims["sub"] = json!("ppid-0002")).await;
    assert_eq!(other, Err(Refusal::UserinfoSubject));
}
