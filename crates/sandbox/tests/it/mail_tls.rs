//! The mail server over TLS, sent to by a client that others wrote.

use ident_sandbox::MAIL_LOGIN;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;

use crate::client::Bench;

fn hello() -> ClientId {
    ClientId::Domain("client.example".to_owned())
}

async fn connected(bench: &Bench) -> AsyncSmtpConnection {
    AsyncSmtpConnection::connect_tokio1(bench.running.smtp, None, &hello(), None, None)
        .await
        .unwrap()
}

fn tls(bench: &Bench) -> TlsParameters {
    let authority = Certificate::from_pem(bench.running.mail_authority().as_bytes()).unwrap();
    TlsParameters::builder(bench.running.smtp.ip().to_string())
        .add_root_certificate(authority)
        .build()
        .unwrap()
}

/// A connection under TLS, and what a login on it comes to.
async fn login(bench: &Bench, password: &str) -> Option<u16> {
    let mut line = connected(bench).await;
    line.starttls(tls(bench), &hello()).await.unwrap();
    assert!(line.is_encrypted());
    let credentials = Credentials::new(MAIL_LOGIN.0.to_owned(), password.to_owned());
    match line.auth(&[Mechanism::Plain], &credentials).await {
        Ok(_) => None,
        Err(error) => error.status().map(u16::from),
    }
}

#[tokio::test]
async fn who_trusts_its_authority_logs_in_under_tls() {
    let bench = Bench::start().await;
    assert_eq!(login(&bench, MAIL_LOGIN.1).await, None);
    assert_eq!(login(&bench, "another").await, Some(535));
    bench.arm("smtp", "login_refused").await;
    assert_eq!(login(&bench, MAIL_LOGIN.1).await, Some(535));
    assert_eq!(login(&bench, MAIL_LOGIN.1).await, None, "once");
}

#[tokio::test]
async fn starttls_can_be_missing() {
    let bench = Bench::start().await;
    bench.arm("smtp", "no_starttls").await;
    assert!(!connected(&bench).await.can_starttls());
    assert!(connected(&bench).await.can_starttls());
}

#[tokio::test]
async fn the_certificate_can_be_that_of_another_host() {
    let bench = Bench::start().await;
    bench.arm("smtp", "wrong_certificate").await;
    let mut line = connected(&bench).await;
    assert!(line.starttls(tls(&bench), &hello()).await.is_err());
    let mut line = connected(&bench).await;
    assert!(line.starttls(tls(&bench), &hello()).await.is_ok());
    let mut line = connected(&bench).await;
    let strangers = TlsParameters::new(bench.running.smtp.ip().to_string()).unwrap();
    assert!(
        line.starttls(strangers, &hello()).await.is_err(),
        "nobody else trusts its authority"
    );
}
