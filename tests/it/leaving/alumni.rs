//! Joining the alumni service: who may, once for each card check, for one audience.

use ident_tests::{Browser, Reply, Service, Setup};
use ident_wire::{AlumniView, Can, Context};
use serde_json::{Value, json};

use super::linked;

async fn graduate(service: &Service) -> Browser {
    linked(service, "graduate").await;
    carded(service, "graduate").await
}

async fn carded(service: &Service, person: &str) -> Browser {
    let mut pc = service.pc();
    pc.card("alumni", person).await;
    pc
}

async fn join(pc: &mut Browser) -> Reply {
    pc.post("alumni", json!({})).await
}

async fn joined(service: &Service) -> Vec<Value> {
    let roll = service.sandbox.look("alumni").await;
    roll["joined"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn a_graduate_hands_a_statement_over_once() {
    let service = Service::start().await;
    let mut pc = graduate(&service).await;
    assert!(pc.visit().await.can.contains(&Can::Alumni));
    let given: AlumniView = join(&mut pc).await.good().json();
    join(&mut pc).await.refused("proof_used");
    let form = [("statement", given.statement.as_str())];
    let (status, text) = service.sandbox.form(&given.url, &form).await;
    assert!(status == 200 && text.contains("曙町"), "{status} {text}");
    let (status, text) = service.sandbox.form(&given.url, &form).await;
    assert!(
        status == 400 && text.contains("alumni_replay"),
        "{status} {text}"
    );
    let members = joined(&service).await;
    assert_eq!(members.len(), 1);
    assert_eq!(members[0]["name"], "曙町　あさひ");
    assert_eq!(service.audit().count("alumni_handed_over"), 1);
    assert!(!service.holds(&given.statement));
}

#[tokio::test]
async fn the_same_person_has_the_same_name_there_and_the_statement_ends_by_itself() {
    let mut service = Service::start().await;
    let mut first: AlumniView = join(&mut graduate(&service).await).await.good().json();
    for _ in 0..2 {
        let form = [("statement", first.statement.as_str())];
        assert_eq!(service.sandbox.form(&first.url, &form).await.0, 200);
        first = join(&mut carded(&service, "graduate").await)
            .await
            .good()
            .json();
    }
    assert_eq!(
        joined(&service).await.len(),
        1,
        "known again by the same name"
    );
    service.pass(301).await;
    let form = [("statement", first.statement.as_str())];
    let (status, text) = service.sandbox.form(&first.url, &form).await;
    assert!(
        status == 400 && text.contains("alumni_expired"),
        "{status} {text}"
    );
}

#[tokio::test]
async fn only_graduates_whose_account_has_ended_join() {
    let service = Service::start().await;
    for (person, code) in [
        ("left-march", "not_graduated"),
        ("left-staff", "not_graduated"),
        ("graduating", "not_left_yet"),
        ("sakura", "not_left_yet"),
        ("suspended", "account_suspended"),
    ] {
        linked(&service, person).await;
        join(&mut carded(&service, person).await)
            .await
            .refused(code);
    }
    let mut stranger = carded(&service, "graduate").await;
    join(&mut stranger).await.refused("not_linked");
    assert!(!stranger.visit().await.can.contains(&Can::Alumni));
    assert!(joined(&service).await.is_empty());
    assert_eq!(service.audit().count("alumni_handed_over"), 0);
}

#[tokio::test]
async fn r71_a_card_check_for_something_else_hands_nothing_over() {
    let service = Service::start().await;
    linked(&service, "graduate").await;
    let mut pc = service.pc();
    join(&mut pc).await.refused("visit_missing");
    pc.card("salvage", "graduate").await;
    join(&mut pc).await.refused("proof_other_purpose");
}

#[tokio::test]
async fn a_statement_for_another_audience_cannot_be_had_and_is_not_taken() {
    let service = Service::start().await;
    let mut pc = graduate(&service).await;
    let other = json!({ "audience": "https://elsewhere.example" });
    pc.post("alumni", other).await.refused("request_malformed");
    let elsewhere = Setup {
        alone: true,
        tables: "[alumni]\nname = { ja = \"別\", en = \"Other\" }\n\
                 url = \"http://127.0.0.1:9/join\"\naudience = \"https://elsewhere.example\"\n\
                 key = \"KEY\"\n"
            .replace("KEY", &ident_tests::alumni_key().display().to_string()),
        ..Setup::default()
    };
    let other = Service::with(elsewhere).await;
    let given: AlumniView = join(&mut graduate(&other).await).await.good().json();
    let here = join(&mut pc).await.good().json::<AlumniView>().url;
    let (status, _) = service
        .sandbox
        .form(&here, &[("statement", &given.statement)])
        .await;
    assert_eq!(status, 400, "it is somebody else's");
    assert!(joined(&service).await.is_empty());
}

#[tokio::test]
async fn where_no_alumni_service_is_configured_the_page_can_say_so() {
    let service = Service::with(Setup {
        alone: true,
        ..Setup::default()
    })
    .await;
    let mut pc = graduate(&service).await;
    let context: Context = pc.get("context").await.good().json();
    assert_eq!(context.alumni, None);
    join(&mut pc).await.refused("alumni_closed");
    let keys = service
        .pc()
        .arrive(&service.pc().url("/.well-known/ident/jwks.json"))
        .await;
    keys.refused("request_not_found");
}

#[tokio::test]
async fn the_public_key_is_published_and_nothing_private_with_it() {
    let service = Service::start().await;
    let keys = service
        .pc()
        .arrive(&service.pc().url("/.well-known/ident/jwks.json"))
        .await
        .good();
    assert_eq!(keys.header("content-type"), "application/jwk-set+json");
    let set: Value = keys.json();
    let key = &set["keys"][0];
    assert_eq!(
        (&key["kty"], &key["alg"], &key["use"]),
        (&json!("EC"), &json!("ES256"), &json!("sig"))
    );
    assert_eq!(key.get("d"), None);
    let context: Context = service.pc().get("context").await.good().json();
    assert_eq!(
        context.alumni.expect("a name").en,
        "Alumni service (practice)"
    );
    let page = service.pc().arrive(&service.pc().url("/verify/")).await;
    let policy = page.header("content-security-policy");
    assert!(policy.contains("form-action 'self' http://"), "{policy}");
}

#[tokio::test]
async fn a_graduate_keeps_the_account_to_the_end_of_the_month_and_the_link_after_it() {
    let mut service = Service::start().await;
    service.pc().prelink("graduating").await;
    let mut pc = service.pc();
    pc.sign_in("my", "graduating").await;
    join(&mut carded(&service, "graduating").await)
        .await
        .refused("not_left_yet");
    // The month ends within 31 days; then the account has ended and the link is still there.
    service.pass(32 * 24 * 3600).await;
    let mut pc = carded(&service, "graduating").await;
    let given: AlumniView = join(&mut pc).await.good().json();
    let form = [("statement", given.statement.as_str())];
    assert_eq!(service.sandbox.form(&given.url, &form).await.0, 200);
    let mut pc = service.pc();
    pc.card("salvage", "graduating").await;
    let seen = super::look(&mut pc).await;
    assert!(seen.can_apply, "{seen:?}");
    let revoked = seen.revoked_at.expect("a time");
    assert!(
        revoked.ends_with("T15:00:00Z"),
        "midnight in Japan: {revoked}"
    );
}
