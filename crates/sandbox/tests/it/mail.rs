//! The mail server, sent to by a client that others wrote and by hand.

use lettre::message::{MultiPart, header::ContentType};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::Bench;

type Mailer = AsyncSmtpTransport<Tokio1Executor>;
type Sent = Result<lettre::transport::smtp::response::Response, lettre::transport::smtp::Error>;

const TO: &str = "someone@mail.example";

async fn send(bench: &Bench, subject: &str) -> Sent {
    let mailer: Mailer = Mailer::builder_dangerous(bench.running.smtp.ip().to_string())
        .port(bench.running.smtp.port())
        .build();
    let text =
        "連携しました。\n.はじめの点\nhttps://ident.example/freeze?x=1&y=2 を開いてください。";
    let html =
        "<html><head></head><body><a href=\"https://ident.example/\">Ident</a></body></html>";
    let message = Message::builder()
        .from("Ident <ident@u.example>".parse().unwrap())
        .to(TO.parse().unwrap())
        .subject(subject)
        .header(ContentType::TEXT_PLAIN)
        .multipart(MultiPart::alternative_plain_html(
            text.to_owned(),
            html.to_owned(),
        ))
        .unwrap();
    mailer.send(message).await
}

async fn inbox(bench: &Bench, query: &str) -> Vec<Value> {
    let url = format!("{}/control/mail{query}", bench.running.portal_url);
    bench.get_json(&url).await["mails"]
        .as_array()
        .unwrap()
        .clone()
}

#[tokio::test]
async fn a_mail_is_kept_with_both_parts_and_shown_without_scripts() {
    let bench = Bench::start().await;
    send(&bench, "お知らせ：連携").await.unwrap();
    let mails = inbox(&bench, &format!("?to={TO}")).await;
    assert_eq!(mails.len(), 1);
    assert!(inbox(&bench, "?to=other@mail.example").await.is_empty());
    let mail = &mails[0];
    assert_eq!(mail["subject"], "お知らせ：連携");
    assert_eq!(mail["to"], json!([TO]));
    assert_eq!(mail["from"], "ident@u.example");
    let text = mail["text"].as_str().unwrap();
    assert!(
        text.contains("\n.はじめの点") || text.contains("\r\n.はじめの点"),
        "{text}"
    );
    assert!(mail["html"].as_str().unwrap().contains("<a href"));
    let headers = mail["headers"].as_array().unwrap();
    assert!(headers.iter().any(|header| header[0] == "Subject"));
    let page = |path: String| {
        let url = format!("{}{path}", bench.running.portal_url);
        async { bench.http.get(url).send().await.unwrap() }
    };
    let list = page("/mail".to_owned()).await.text().await.unwrap();
    assert!(list.contains("お知らせ：連携") && list.contains(TO));
    let shown = page(format!("/mail/{}", mail["id"]))
        .await
        .text()
        .await
        .unwrap();
    let link = "<a href=\"https://ident.example/freeze?x=1&amp;y=2\">";
    assert!(shown.contains(link), "{shown}");
    let part = page(format!("/mail/{}/html", mail["id"])).await;
    let policy = part.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        policy.contains("sandbox") && !policy.contains("allow-scripts"),
        "{policy}"
    );
    assert!(
        part.text()
            .await
            .unwrap()
            .contains("<base target=\"_top\">")
    );
    let url = format!("{}/control/mail", bench.running.portal_url);
    bench.http.delete(url).send().await.unwrap();
    assert!(inbox(&bench, "").await.is_empty());
}

#[tokio::test]
async fn the_place_of_the_mail_server_is_told() {
    let bench = Bench::start().await;
    let state = bench
        .get_json(&format!("{}/control/state", bench.running.portal_url))
        .await;
    assert_eq!(state["smtp"]["port"], bench.running.smtp.port());
    assert_eq!(state["graph_base"], bench.running.graph_base);
}

#[tokio::test]
async fn faults_of_the_mail_server_strike_and_pass() {
    let bench = Bench::start().await;
    for (fault, code, kept) in [
        ("smtp_down", Some(421), 0),
        ("greylist", Some(451), 0),
        ("reject_recipient", Some(550), 0),
        ("drop_after_data", None, 1),
    ] {
        bench.control("reset", json!({})).await;
        bench.arm("smtp", fault).await;
        let error = send(&bench, "x").await.unwrap_err();
        assert_eq!(error.status().map(u16::from), code, "{fault}: {error}");
        assert_eq!(inbox(&bench, "").await.len(), kept, "{fault}");
        send(&bench, "x").await.unwrap();
        assert_eq!(
            inbox(&bench, "").await.len(),
            kept + 1,
            "{fault} struck once"
        );
    }
    assert_eq!(
        bench
            .control("faults", json!({ "op": "smtp", "fault": "http_500" }))
            .await
            .status(),
        400
    );
}

#[tokio::test]
async fn a_slow_mail_server_answers_in_the_end() {
    let bench = Bench::start().await;
    for fault in ["slow_mail", "slow"] {
        let arming = json!({ "op": "smtp", "fault": fault, "times": 1, "delay_ms": 200 });
        assert_eq!(bench.control("faults", arming).await.status(), 204);
        let begun = std::time::Instant::now();
        send(&bench, "x").await.unwrap();
        assert!(begun.elapsed().as_millis() >= 200, "{fault}");
    }
}

/// Says all of `lines` at once and reads to the end of the conversation.
async fn converse(bench: &Bench, lines: &[u8]) -> String {
    let mut stream = TcpStream::connect(bench.running.smtp).await.unwrap();
    stream.write_all(lines).await.unwrap();
    let mut answer = Vec::new();
    // The server may close while we still send, which is a reset; what it said before counts.
    let mut buffer = [0; 1024];
    while let Ok(read @ 1..) = stream.read(&mut buffer).await {
        answer.extend_from_slice(&buffer[..read]);
    }
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn commands_may_come_all_at_once() {
    let bench = Bench::start().await;
    let lines = "EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nRCPT TO:<e@f.example>\r\n\
                 DATA\r\nSubject: dots\r\n\r\n..\r\n...x\r\n.\r\nNOOP\r\nQUIT\r\n";
    let said = converse(&bench, lines.as_bytes()).await;
    assert!(
        said.starts_with("220 ") && said.ends_with("221 goodbye\r\n"),
        "{said}"
    );
    let mail = inbox(&bench, "?to=e@f.example").await.remove(0);
    assert_eq!(mail["to"], json!(["c@d.example", "e@f.example"]));
    assert_eq!(
        mail["text"]
            .as_str()
            .unwrap()
            .replace("\r\n", "\n")
            .trim_end(),
        ".\n..x"
    );
}

#[tokio::test]
async fn an_empty_mail_ends_and_a_large_one_is_refused() {
    let bench = Bench::start().await;
    let begin = "HELO a\r\nMAIL FROM:<>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n";
    let said = converse(&bench, format!("{begin}.\r\nQUIT\r\n").as_bytes()).await;
    assert!(said.ends_with("250 kept\r\n221 goodbye\r\n"), "{said}");
    let large = format!("{begin}{}", "0123456789abcde\r\n".repeat(70_000));
    let said = converse(&bench, large.as_bytes()).await;
    assert!(said.contains("354 "), "{said}");
    assert_eq!(
        inbox(&bench, "").await.len(),
        1,
        "the large one is not kept"
    );
}
