//! Answers of the token endpoint with exactly one thing different.

use ident_core::refusal::Refusal;
use serde_json::{Value, json};

use super::provider::{Reply, Scene, TOKEN, USERINFO};

const BAD: Refusal = Refusal::ProviderBadAnswer;

/// A good answer with one member changed.
fn changed(good: &Value, member: &str, value: Value) -> Reply {
    let mut answer = good.clone();
    answer[member] = value;
    Reply::json(&answer)
}

fn error(status: u16, code: &str) -> Reply {
    Reply::json(&json!({ "error": code })).with_status(status)
}

async fn all_refused(scene: &Scene, cases: Vec<(&str, Reply, Refusal)>) {
    for (name, reply, refusal) in cases {
        scene.reply(TOKEN, reply);
        let before = scene.asked(TOKEN).len();
        assert_eq!(scene.card().await.err(), Some(refusal), "{name}");
        assert_eq!(
            scene.asked(TOKEN).len(),
            before + 1,
            "{name}: the code is sent once"
        );
    }
    assert!(scene.asked(USERINFO).is_empty());
}

#[tokio::test]
async fn c58_c59_c61_harmless_differences_of_a_token_answer_are_accepted() {
    let scene = Scene::new().await;
    let good = scene.token_answer(&scene.draft());
    let without = |member: &str| {
        let mut answer = good.clone();
        answer.as_object_mut().expect("an object").remove(member);
        answer
    };
    let with = |member: &str, value| {
        let mut answer = good.clone();
        answer[member] = value;
        answer
    };
    for answer in [
        without("expires_in"),
        without("scope"),
        with("token_type", json!("bEARER")),
        with("refresh_token", json!("never kept")),
        with("not-before-policy", json!(0)),
    ] {
        scene.reply(TOKEN, Reply::json(&answer));
        assert!(scene.card().await.is_ok(), "{answer}");
    }
}

#[tokio::test]
async fn f02_errors_of_the_token_endpoint_are_told_apart() {
    let html = |status| Reply::typed("text/html", "<p>no").with_status(status);
    let cases = vec![
        ("500", html(500), Refusal::ProviderFault),
        ("502", html(502), Refusal::ProviderFault),
        ("503", html(503), Refusal::ProviderFault),
        ("504", error(504, "server_error"), Refusal::ProviderFault),
        (
            "invalid_grant",
            error(400, "invalid_grant"),
            Refusal::CodeRefused,
        ),
        (
            "invalid_client",
            error(400, "invalid_client"),
            Refusal::ClientRefused,
        ),
        (
            "invalid_client 401",
            error(401, "invalid_client"),
            Refusal::ClientRefused,
        ),
        (
            "unauthorized_client",
            error(400, "unauthorized_client"),
            Refusal::ClientRefused,
        ),
        ("invalid_request", error(400, "invalid_request"), BAD),
        ("unknown error", error(400, "x"), BAD),
        ("error as HTML", html(400), BAD),
        ("error with 200", error(200, "invalid_grant"), BAD),
    ];
    all_refused(&Scene::new().await, cases).await;
}

#[tokio::test]
async fn f04_r42_bodies_that_are_not_the_agreed_json_are_refused() {
    let scene = Scene::new().await;
    let text = scene.token_answer(&scene.draft()).to_string();
    let typed = |media| Reply::typed(media, text.clone());
    let json = |body: String| Reply::typed("application/json", body);
    let mut zipped = json("\u{1f}\u{8b}\u{8}\u{0}".to_owned());
    zipped.headers.push(("content-encoding", "gzip".to_owned()));
    let large = text.replacen('{', &format!(r#"{{"x":"{}","#, "x".repeat(256 * 1024)), 1);
    let cases = vec![
        ("HTML", typed("text/html"), BAD),
        ("JSON by another name", typed("application/json+x"), BAD),
        ("gzip", zipped, BAD),
        (
            "no type",
            Reply {
                headers: vec![],
                ..typed("")
            },
            BAD,
        ),
        ("empty", json(String::new()), BAD),
        ("a list", json("[]".to_owned()), BAD),
        (
            "duplicate",
            json(text.replacen('{', r#"{"id_token":"x","#, 1)),
            BAD,
        ),
        ("deep", json("[".repeat(100_000)), BAD),
        (
            "a number too large",
            json(text.replacen('{', r#"{"x":1e309,"#, 1)),
            BAD,
        ),
        ("large", json(large), BAD),
    ];
    all_refused(&scene, cases).await;
}

#[tokio::test]
async fn r42_members_of_other_types_are_refused() {
    let scene = Scene::new().await;
    let good = scene.token_answer(&scene.draft());
    let changed = |member, value| changed(&good, member, value);
    let cases = vec![
        ("token_type mac", changed("token_type", json!("mac")), BAD),
        ("token_type null", changed("token_type", json!(null)), BAD),
        ("expires_in text", changed("expires_in", json!("300")), BAD),
        ("scope list", changed("scope", json!(["openid"])), BAD),
        ("no access token", changed("access_token", json!("")), BAD),
        (
            "header injection",
            changed("access_token", json!("a\r\nX: y")),
            BAD,
        ),
        ("no id_token", changed("id_token", json!("")), BAD),
        ("id_token list", changed("id_token", json!(["x"])), BAD),
        (
            "id_token garbage",
            changed("id_token", json!("x")),
            Refusal::TokenMalformed,
        ),
    ];
    all_refused(&scene, cases).await;
}

#[tokio::test]
async fn a14_r13_a_redirect_of_the_token_call_is_not_followed() {
    let scene = Scene::new().await;
    for status in [301, 302, 303, 307, 308] {
        let mut reply = Reply::typed("application/json", "{}").with_status(status);
        reply
            .headers
            .push(("location", format!("{}/elsewhere", scene.issuer)));
        all_refused(&scene, vec![("redirect", reply, BAD)]).await;
    }
    assert!(
        scene
            .paths()
            .iter()
            .all(|path| !path.ends_with("elsewhere"))
    );
}
