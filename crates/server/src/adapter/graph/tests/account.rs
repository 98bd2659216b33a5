//! The account of a person, and the access token with which it is asked for.

use std::sync::atomic::Ordering;

use ident_core::account::AccountNumber;
use ident_core::time::{Span, Timestamp};
use serde_json::{Value, json};

use super::super::*;
use super::{Answer, OBJECT, TENANT, key, ok, stage};

fn person(enabled: bool, left: Option<&str>, instead: Option<&str>) -> Value {
    json!({
        "id": OBJECT.to_uppercase(),
        "userPrincipalName": "0123456789@utac.u-tokyo.ac.jp",
        "accountEnabled": enabled,
        "employeeLeaveDateTime": left,
        "onPremisesExtensionAttributes": { "extensionAttribute1": instead },
    })
}

async fn told(answer: Answer) -> Result<DirectoryAccount, Refusal> {
    stage(vec![answer]).await.graph.account(&key()).await
}

#[tokio::test]
async fn the_states_of_an_account_are_read() {
    let since = Timestamp::from_seconds(1_774_969_200);
    let cases = [
        (person(true, None, None), AccountState::Active),
        (
            person(true, Some("2026-04-01T00:00:00+09:00"), None),
            AccountState::Active,
        ),
        (person(false, None, None), AccountState::Suspended),
        (
            person(false, Some("2027-04-01T00:00:00Z"), None),
            AccountState::Suspended,
        ),
        (
            person(false, Some("2026-03-31T15:00:00Z"), None),
            AccountState::Revoked { since },
        ),
    ];
    for (body, state) in cases {
        assert_eq!(
            told(ok(&body)).await.expect("an account").state,
            state,
            "{body}"
        );
    }
    let nobody = told((404, Vec::new(), "{}".to_owned()))
        .await
        .expect("an answer");
    assert_eq!(nobody.state, AccountState::Unknown);
}

#[tokio::test]
async fn of_two_accounts_the_one_to_use_is_named() {
    let other = AccountNumber::parse("2000000014");
    for (text, expected) in [
        ("2000000014", other.clone()),
        ("2000000014@utac.u-tokyo.ac.jp", other),
        ("0123456789", None),
        ("somebody@evil.example", None),
        ("", None),
    ] {
        let account = told(ok(&person(true, None, Some(text))))
            .await
            .expect("an account");
        assert_eq!(account.use_instead, expected, "{text}");
    }
}

#[tokio::test]
async fn f21_a_short_wait_is_obeyed_and_a_long_one_told() {
    let busy = |seconds: &str| {
        (
            429,
            vec![("retry-after", seconds.to_owned())],
            "{}".to_owned(),
        )
    };
    let stage = stage(vec![busy("0"), busy("1"), ok(&person(true, None, None))]).await;
    assert!(stage.graph.account(&key()).await.is_ok());
    assert_eq!(stage.questions(), 3);
    for seconds in ["30", "300", "soon", "99999999999999999999"] {
        assert_eq!(
            told(busy(seconds)).await,
            Err(Refusal::DirectoryBusy),
            "{seconds}"
        );
    }
}

#[tokio::test]
async fn an_answer_that_is_not_what_was_asked_for_is_refused() {
    let without_enabled = {
        let mut body = person(true, None, None);
        body.as_object_mut()
            .expect("an object")
            .remove("accountEnabled");
        body
    };
    let somebody_else = json!({ "id": TENANT, "userPrincipalName": "x", "accountEnabled": true });
    let twice = person(true, None, None)
        .to_string()
        .replacen('{', "{\"accountEnabled\":false,", 1);
    let large = format!("{}{}", person(true, None, None), " ".repeat(70_000));
    let cases: [Answer; 6] = [
        ok(&without_enabled),
        ok(&somebody_else),
        (200, Vec::new(), twice),
        (200, Vec::new(), large),
        (200, Vec::new(), "[".repeat(100_000)),
        (
            200,
            vec![("content-type", "text/html".to_owned())],
            person(true, None, None).to_string(),
        ),
    ];
    for (index, answer) in cases.into_iter().enumerate() {
        assert_eq!(
            told(answer).await,
            Err(Refusal::DirectoryUnreachable),
            "case {index}"
        );
    }
}

#[tokio::test]
async fn a14_a_redirect_is_not_followed() {
    let stage = stage(vec![(
        302,
        vec![("location", "http://169.254.169.254/".to_owned())],
        String::new(),
    )])
    .await;
    assert_eq!(
        stage.graph.account(&key()).await,
        Err(Refusal::DirectoryUnreachable)
    );
    assert_eq!(stage.questions(), 1);
}

#[tokio::test]
async fn one_token_serves_many_questions_until_five_minutes_before_its_end() {
    let stage = stage(vec![ok(&person(true, None, None))]).await;
    let key = key();
    let ask = || stage.graph.account(&key);
    let (one, two, three) = tokio::join!(ask(), ask(), ask());
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
    assert_eq!(
        stage.play.tokens.load(Ordering::SeqCst),
        1,
        "one refresh in flight"
    );
    stage.hand.advance(Span::seconds(54 * 60));
    assert!(ask().await.is_ok());
    assert_eq!(stage.play.tokens.load(Ordering::SeqCst), 1);
    stage.hand.advance(Span::seconds(60));
    assert!(ask().await.is_ok());
    assert_eq!(stage.play.tokens.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_token_that_was_revoked_is_replaced_once() {
    let refused = || (401, Vec::new(), "{}".to_owned());
    let mended = stage(vec![refused(), ok(&person(true, None, None))]).await;
    assert!(mended.graph.account(&key()).await.is_ok());
    let broken = stage(vec![refused()]).await;
    assert_eq!(
        broken.graph.account(&key()).await,
        Err(Refusal::DirectoryRefused)
    );
    assert_eq!(broken.play.tokens.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn an_account_of_another_tenant_is_not_asked_for() {
    let stage = stage(vec![ok(&person(true, None, None))]).await;
    let stranger = AccountKey::parse(OBJECT, OBJECT).expect("a key");
    let account = stage.graph.account(&stranger).await.expect("an answer");
    assert_eq!(account.state, AccountState::Unknown);
    assert_eq!(stage.questions(), 0);
}
