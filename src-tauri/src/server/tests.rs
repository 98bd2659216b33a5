//! Calls and streams against a server that says exactly what a test wants.

use std::sync::Arc;

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::vault::{NoKeychain, Vault};

fn memory() -> Vault {
    Vault::new(Arc::new(NoKeychain))
}

/// Listens, and gives each connection the next of `answers`; the requests come back.
async fn scripted(answers: Vec<String>) -> (Server, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let server = Server::new(Address::parse(&address).unwrap(), memory()).unwrap();
    let requests = tokio::spawn(async move {
        let mut requests = Vec::new();
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            requests.push(request(&mut stream).await);
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
        requests
    });
    (server, requests)
}

/// Reads a head and the body that it announces, in lower case.
async fn request(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    let mut bytes = [0; 4096];
    loop {
        let read = stream.read(&mut bytes).await.unwrap();
        text.push_str(&String::from_utf8_lossy(&bytes[..read]).to_lowercase());
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
            return text;
        }
    }
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
}

fn path(text: &str) -> ApiPath {
    text.to_owned().try_into().unwrap()
}

#[tokio::test]
async fn the_token_goes_with_later_calls_and_never_to_the_page() {
    let made = answer(
        "200 OK",
        "x-ident-visit: tok-1\r\nx-ident-now: 2026-11-20T00:00:00Z\r\n",
        "{}",
    );
    let rotated = answer("200 OK", "x-ident-visit: tok-2\r\n", "{}");
    let ended = answer("204 No Content", "", "");
    let after = answer("204 No Content", "", "");
    let (server, requests) = scripted(vec![made, rotated, ended, after]).await;
    let body = json!({"way": "other_device"});
    let first = server
        .call(Method::Post, &path("/api/v1/flows"), Some(&body))
        .await
        .unwrap();
    assert_eq!(first.now.as_deref(), Some("2026-11-20T00:00:00Z"));
    assert!(!serde_json::to_string(&first).unwrap().contains("tok-1"));
    server
        .call(Method::Get, &path("/api/v1/visit"), None)
        .await
        .unwrap();
    server
        .call(Method::Post, &path("/api/v1/visit/end"), None)
        .await
        .unwrap();
    let last = server
        .call(Method::Get, &path("/api/v1/visit"), None)
        .await
        .unwrap();
    assert_eq!((last.status, last.body), (204, None));
    let requests = requests.await.unwrap();
    assert!(!requests[0].contains("authorization"), "{}", requests[0]);
    assert!(
        requests[0].contains("x-ident: 1\r\n")
            && requests[0].ends_with("{\"way\":\"other_device\"}")
    );
    assert!(
        requests
            .iter()
            .all(|request| request.contains("x-ident-channel: app\r\n"))
    );
    assert!(
        requests[1].contains("authorization: bearer tok-1\r\n"),
        "{}",
        requests[1]
    );
    assert!(
        requests[2].contains("authorization: bearer tok-2\r\n"),
        "{}",
        requests[2]
    );
    assert!(
        !requests[3].contains("authorization"),
        "the token outlived the visit"
    );
}

#[tokio::test]
async fn the_guide_is_asked_with_the_answers_as_its_query() {
    let (server, requests) = scripted(vec![answer("200 OK", "", "{}")]).await;
    server
        .call(
            Method::Get,
            &path("/api/v1/guide?answers=trouble:left,card:no"),
            None,
        )
        .await
        .unwrap();
    let requests = requests.await.unwrap();
    assert!(
        requests[0].starts_with("get /api/v1/guide?answers=trouble:left,card:no http/1.1\r\n"),
        "{}",
        requests[0]
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = answer("302 Found", "location: http://127.0.0.1:9/\r\n", "");
    let (server, _requests) = scripted(vec![elsewhere]).await;
    let answer = server
        .call(Method::Get, &path("/api/v1/visit"), None)
        .await
        .unwrap();
    assert_eq!(answer.status, 302);
}

#[tokio::test]
async fn a_refusal_is_an_answer_and_silence_is_none() {
    let refused = answer("409 Conflict", "", r#"{"refusal":{"code":"x"}}"#);
    let (server, requests) = scripted(vec![refused]).await;
    let told = server
        .call(Method::Post, &path("/api/v1/link"), Some(&json!({})))
        .await
        .unwrap();
    assert_eq!(
        (told.status, told.body),
        (409, Some(json!({"refusal": {"code": "x"}})))
    );
    requests.await.unwrap();
    // Nobody listens any more.
    let silence = server.call(Method::Get, &path("/api/v1/visit"), None).await;
    assert_eq!(silence, Err(CallError::Unreachable));
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    let long = "x".repeat(2 << 20);
    let (server, _requests) = scripted(vec![answer("200 OK", "", &long)]).await;
    let outcome = server.call(Method::Get, &path("/api/v1/visit"), None).await;
    assert_eq!(outcome, Err(CallError::Unreachable));
}

#[tokio::test]
async fn a_get_with_a_body_is_no_call_of_the_api() {
    let (server, _requests) = scripted(Vec::new()).await;
    let outcome = server
        .call(Method::Get, &path("/api/v1/visit"), Some(&json!({})))
        .await;
    assert_eq!(outcome, Err(CallError::NotOurApi));
}

#[tokio::test]
async fn only_our_pages_and_addresses_of_the_context_may_be_opened() {
    let context = r#"{"app":{"ios_url":"https://apps.example/id1"},"terms_url":"https://u.example/terms","sandbox_url":"http://127.0.0.1:7441"}"#;
    let (server, _requests) = scripted(vec![answer("200 OK", "", context)]).await;
    let may_open = |url: &str| server.may_open(&url.parse().unwrap());
    assert!(
        !may_open("https://apps.example/id1"),
        "the context was not read yet"
    );
    server
        .call(Method::Get, &path("/api/v1/context"), None)
        .await
        .unwrap();
    assert!(may_open("https://apps.example/id1"));
    assert!(
        may_open("http://127.0.0.1:7441/phone?scan=x"),
        "a page of the sandbox"
    );
    assert!(may_open(server.page("/verify/start/x").as_str()));
    for url in [
        "https://apps.example/id2",
        "https://apps.example/",
        "http://127.0.0.1:7442/",
        "file:///etc/passwd",
        "tel:110",
    ] {
        assert!(!may_open(url), "{url} may be opened");
    }
}

#[tokio::test]
async fn a_broken_stream_is_told_and_taken_up_again() {
    let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/event-stream\r\n\r\n";
    let first = format!("{head}: hello\n\nevent: flow\ndata: {{\"n\":1}}\n\n");
    let second = format!("{head}event: flow\ndata: {{\"n\":2}}\n\n");
    let gone = answer("404 Not Found", "", "{}");
    let (server, requests) = scripted(vec![first, second, gone]).await;
    let mut told = Vec::new();
    let id = FlowId::try_from("f1".to_owned()).unwrap();
    let keep = |message| {
        told.push(message);
        true
    };
    server.watch(&id, keep).await;
    let flow = |n: u8| WatchMessage::Flow {
        flow: json!({ "n": n }),
    };
    let (opened, lost) = (WatchMessage::Opened, WatchMessage::Lost);
    assert_eq!(
        told,
        [opened.clone(), flow(1), lost.clone(), opened, flow(2), lost]
    );
    let requests = requests.await.unwrap();
    assert!(
        requests[0].starts_with("get /api/v1/flows/f1/events http/1.1\r\n"),
        "{}",
        requests[0]
    );
}

#[tokio::test]
async fn a_page_that_is_gone_ends_the_stream() {
    let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/event-stream\r\n\r\n";
    let (server, _requests) = scripted(vec![format!("{head}event: flow\ndata: {{}}\n\n")]).await;
    let mut told = 0;
    let id = FlowId::try_from("f1".to_owned()).unwrap();
    let stop = |_| {
        told += 1;
        told < 2
    };
    server.watch(&id, stop).await;
    assert_eq!(told, 2);
}
