//! The archive desk: opened once, read, ended by hand and by the clock.

use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::client::{Bench, json_of, now};
use crate::directory::oid;

const TOKEN: &str = "sandbox-archive-token";

async fn call(
    bench: &Bench,
    method: Method,
    case: &str,
    body: Option<&Value>,
) -> reqwest::Result<Response> {
    let base = bench
        .running
        .graph_base
        .replace("/graph/v1.0", "/archive/v1");
    let request = bench.http.request(method, format!("{base}/grants/{case}"));
    let request = request.bearer_auth(TOKEN);
    match body {
        Some(body) => request.json(body).send().await,
        None => request.send().await,
    }
}

fn moment(seconds: u64) -> String {
    let at = now() + seconds;
    let at = time::OffsetDateTime::from_unix_timestamp(i64::try_from(at).unwrap()).unwrap();
    at.format(&time::format_description::well_known::Rfc3339)
        .unwrap()
}

fn opening(service: &str) -> Value {
    json!({ "account": oid("2000000027"), "service": service, "until": moment(3600) })
}

async fn page(bench: &Bench, grant: &Value) -> (u16, String) {
    let url = grant["address"].as_str().unwrap();
    let answer = bench
        .http
        .get(url)
        .header("accept-language", "en")
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn files_are_there_until_the_moment_and_not_a_second_longer() {
    let bench = Bench::start().await;
    let opening = opening("onedrive");
    let first = call(&bench, Method::PUT, "S-1", Some(&opening))
        .await
        .unwrap();
    assert_eq!(first.status(), 201);
    let grant = json_of(first).await;
    assert_eq!(
        (&grant["state"], &grant["case"]),
        (&json!("open"), &json!("S-1"))
    );
    assert!(grant.get("password").is_none());
    let again = call(&bench, Method::PUT, "S-1", Some(&opening))
        .await
        .unwrap();
    assert_eq!(again.status(), 200, "the same case is opened once");
    assert!(page(&bench, &grant).await.1.contains("thesis.docx"));
    bench.skew(3601).await;
    let (status, text) = page(&bench, &grant).await;
    assert_eq!(status, 410);
    assert!(text.contains("Access has ended") && !text.contains("thesis.docx"));
    let read = json_of(call(&bench, Method::GET, "S-1", None).await.unwrap()).await;
    assert_eq!(read["state"], "ended");
}

#[tokio::test]
async fn a_mail_account_opens_by_its_special_password_which_only_the_opener_is_told() {
    let bench = Bench::start().await;
    let opening = opening("mail");
    let grant = json_of(
        call(&bench, Method::PUT, "S-2", Some(&opening))
            .await
            .unwrap(),
    )
    .await;
    let password = grant["password"].as_str().unwrap();
    let again = call(&bench, Method::PUT, "S-2", Some(&opening))
        .await
        .unwrap();
    assert_eq!(
        json_of(again).await["password"],
        grant["password"],
        "the answer may have been lost"
    );
    let shown = json_of(call(&bench, Method::GET, "S-2", None).await.unwrap()).await;
    assert!(shown.get("password").is_none());
    assert!(!page(&bench, &grant).await.1.contains("seminar dates"));
    let url = grant["address"].as_str().unwrap();
    for (tried, status) in [("wrong", 403), (password, 200)] {
        let form = vec![("password".to_owned(), tried.to_owned())];
        assert_eq!(bench.post_form(url, &form).await.status(), status);
    }
    let deleted = call(&bench, Method::DELETE, "S-2", None).await.unwrap();
    assert_eq!(deleted.status(), 204);
    assert_eq!(page(&bench, &grant).await.0, 410);
    let reopened = call(&bench, Method::PUT, "S-2", Some(&opening))
        .await
        .unwrap();
    assert_eq!(reopened.status(), 409, "an ended case stays ended");
}

#[tokio::test]
async fn what_is_wrong_is_refused() {
    let bench = Bench::start().await;
    for (name, value) in [
        ("account", json!("sakura")),
        ("until", json!("2001-01-01T00:00:00Z")),
        ("until", json!("soon")),
        ("service", json!("teams")),
        ("extra", json!(1)),
    ] {
        let mut body = opening("mail");
        body[name] = value;
        let answer = call(&bench, Method::PUT, "S-3", Some(&body)).await.unwrap();
        assert_eq!(answer.status(), 400, "{name}");
    }
    for method in [Method::GET, Method::DELETE] {
        assert_eq!(
            call(&bench, method, "S-3", None).await.unwrap().status(),
            404
        );
    }
    call(&bench, Method::PUT, "S-3", Some(&opening("mail")))
        .await
        .unwrap();
    let other = call(&bench, Method::PUT, "S-3", Some(&opening("onedrive")))
        .await
        .unwrap();
    assert_eq!(other.status(), 409);
    let base = bench
        .running
        .graph_base
        .replace("/graph/v1.0", "/archive/v1");
    let stranger = bench
        .http
        .get(format!("{base}/grants/S-3"))
        .bearer_auth("x");
    assert_eq!(stranger.send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn faults_of_the_desk_strike() {
    let bench = Bench::start().await;
    let opening = opening("onedrive");
    for (fault, opened) in [
        ("http_500", false),
        ("reset_before", false),
        ("reset_after", true),
    ] {
        bench.arm("archive", fault).await;
        let answer = call(&bench, Method::PUT, fault, Some(&opening)).await;
        assert_eq!(
            answer.is_ok_and(|answer| answer.status() == 500),
            fault == "http_500"
        );
        let found = call(&bench, Method::GET, fault, None)
            .await
            .unwrap()
            .status()
            == 200;
        assert_eq!(found, opened, "{fault}");
    }
}
