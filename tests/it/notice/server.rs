//! A mail server that is spoken to over TLS, with a login: what goes wrong on the way there costs
//! no mail, is told to the operator, and never leads to plain text.

use http::{HeaderMap, Method};
use ident_server::task::Post;
use ident_tests::{Log, MailWay, Op, Service, Setup};

use super::{FIRST, add};

async fn reached(trusted: bool, right_password: bool) -> Service {
    by(MailWay::Starttls {
        trusted,
        right_password,
    })
    .await
}

async fn by(mail: MailWay) -> Service {
    let setup = Setup {
        mail,
        ..Setup::default()
    };
    Service::with(setup).await
}

/// One mail that waits.
async fn one_mail(service: &Service) {
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    add(&mut pc, FIRST).await.good();
}

const LATER: Post = Post {
    sent: 0,
    later: 1,
    given_up: 0,
};

/// What the mail server says it was asked, without its faults.
async fn asked(service: &Service) -> Vec<(String, u16)> {
    let journal = service.sandbox.journal().await.0;
    let mails = journal.into_iter().filter(|entry| entry.op == "smtp");
    mails.map(|entry| (entry.method, entry.status)).collect()
}

async fn told(service: &Service, path: &str) -> String {
    let mut pc = service.pc();
    pc.send(Method::GET, path, HeaderMap::new(), "").await.body
}

/// That the mail waits, nothing was said that somebody could read, and the operator knows why.
async fn waits(service: &Service, log: &Log, cause: &str) {
    assert_eq!(service.post().await, LATER, "{cause}");
    assert!(service.sandbox.inbox(FIRST).await.is_empty());
    let said = log.text();
    let line = said
        .lines()
        .find(|line| line.contains("mail.server_unusable"));
    let line = line.unwrap_or_else(|| panic!("no line in the log: {said}"));
    assert!(line.contains(cause), "{line}");
    assert!(
        !said.contains("tegami-4821") && !said.contains(FIRST),
        "{said}"
    );
    let ready = told(service, "/readyz").await;
    assert!(ready.contains(r#""mail":"unavailable""#), "{ready}");
    let metrics = told(service, "/metrics").await;
    assert!(metrics.contains("mail_server 0"), "{metrics}");
}

#[tokio::test]
async fn a_mail_goes_over_tls_after_a_login() {
    let service = reached(true, true).await;
    one_mail(&service).await;
    assert_eq!(service.post().await.sent, 1);
    assert_eq!(service.sandbox.inbox(FIRST).await.len(), 1);
    let right = [("STARTTLS", 220), ("AUTH", 235), ("DATA", 250)];
    let right = right.map(|(command, status)| (command.to_owned(), status));
    assert_eq!(asked(&service).await, right);
    let ready = told(&service, "/readyz").await;
    assert!(ready.contains(r#""mail":"ready""#), "{ready}");
}

#[tokio::test]
async fn a_mail_goes_over_tls_that_is_there_from_the_beginning() {
    let service = by(MailWay::Implicit { trusted: true }).await;
    one_mail(&service).await;
    assert_eq!(service.post().await.sent, 1);
    assert_eq!(service.sandbox.inbox(FIRST).await.len(), 1);
    let right = [("TLS", 220), ("AUTH", 235), ("DATA", 250)];
    let right = right.map(|(command, status)| (command.to_owned(), status));
    assert_eq!(asked(&service).await, right);
}

#[tokio::test]
async fn tls_from_the_beginning_is_refused_of_another_host_and_of_an_unknown_authority() {
    let mut service = by(MailWay::Implicit { trusted: true }).await;
    one_mail(&service).await;
    let log = Log::listen();
    service.sandbox.arm(Op::Smtp, "wrong_certificate").await;
    waits(&service, &log, "tls").await;
    service.pass(60).await;
    assert_eq!(service.post().await.sent, 1);
    let service = by(MailWay::Implicit { trusted: false }).await;
    one_mail(&service).await;
    waits(&service, &log, "tls").await;
    assert!(asked(&service).await.is_empty(), "no login, no mail");
}

#[tokio::test]
async fn without_starttls_nothing_is_sent_and_no_password_is_told() {
    let mut service = reached(true, true).await;
    one_mail(&service).await;
    let log = Log::listen();
    service.sandbox.arm(Op::Smtp, "no_starttls").await;
    waits(&service, &log, "no_starttls").await;
    let [(hidden, 250)] = &asked(&service).await[..] else {
        panic!("nothing but the greeting: {:?}", asked(&service).await);
    };
    assert_eq!(hidden, "EHLO");
    service.pass(60).await;
    assert_eq!(service.post().await.sent, 1, "as soon as it is offered");
    assert!(told(&service, "/metrics").await.contains("mail_server 1"));
}

#[tokio::test]
async fn the_certificate_of_another_host_is_refused_before_anything_is_said() {
    let mut service = reached(true, true).await;
    one_mail(&service).await;
    let log = Log::listen();
    service.sandbox.arm(Op::Smtp, "wrong_certificate").await;
    waits(&service, &log, "tls").await;
    let asked = asked(&service).await;
    assert!(
        asked.iter().all(|(command, _)| command == "STARTTLS"),
        "{asked:?}"
    );
    service.pass(60).await;
    assert_eq!(service.post().await.sent, 1);
}

#[tokio::test]
async fn an_authority_that_nobody_trusts_is_refused() {
    let service = reached(false, true).await;
    one_mail(&service).await;
    let log = Log::listen();
    waits(&service, &log, "tls").await;
    assert!(asked(&service).await.is_empty(), "no login, no mail");
}

#[tokio::test]
async fn f27_a_login_that_is_refused_loses_no_mail_and_is_told_to_the_operator() {
    let mut service = reached(true, true).await;
    one_mail(&service).await;
    let log = Log::listen();
    service.sandbox.arm(Op::Smtp, "login_refused").await;
    waits(&service, &log, "login").await;
    service.pass(60).await;
    assert_eq!(service.post().await.sent, 1, "the mail was kept");
}

#[tokio::test]
async fn f27_with_a_wrong_password_all_mails_wait() {
    let mut service = reached(true, false).await;
    one_mail(&service).await;
    let log = Log::listen();
    for pause in [0, 60, 600] {
        service.pass(pause).await;
        waits(&service, &log, "login").await;
    }
}
