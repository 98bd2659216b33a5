//! One person logging in, again and again.

use std::time::{Duration, Instant};

use serde_json::Value;
use url::Url;

use crate::http::{Answer, Connection};
use crate::provider::Provider;
use crate::running::Party;

/// A person who logs in.
pub(crate) struct Person<'a> {
    pub(crate) party: Party,
    pub(crate) connection: Connection,
    pub(crate) provider: &'a Provider,
    /// Their pairwise id at the provider.
    pub(crate) subject: String,
}

impl Person<'_> {
    /// One login from the press of the button to the status page; how long it took.
    pub(crate) async fn login(&mut self, serial: u64) -> Result<Duration, String> {
        let begun = Instant::now();
        match self.party {
            Party::Ident => self.at_ident(serial).await?,
            Party::Peer => self.at_peer(serial).await?,
        }
        Ok(begun.elapsed())
    }

    async fn at_ident(&mut self, serial: u64) -> Result<(), String> {
        let started = self.connection.ask(&start("this_pc")).await?;
        let flow = expect(&started, 200)?
            .cookie("ident_flow")
            .ok_or("no flow cookie")?;
        let body: Value =
            serde_json::from_slice(&started.body).map_err(|error| error.to_string())?;
        let (state, nonce) = journey(body["go"]["url"].as_str().ok_or("nowhere to go")?)?;
        let code = self.provider.authorize(&nonce, &self.subject, serial);
        let callback = get(
            &format!("/verify/callback?code={code}&state={state}"),
            "ident_flow",
            flow,
        );
        let landed = self.connection.ask(&callback).await?;
        let visit = expect(&landed, 303)?
            .cookie("ident_visit")
            .ok_or("no visit cookie")?;
        if !landed.head.contains("location: /verify/\r\n") {
            return Err(format!("the callback refused: {}", landed.head));
        }
        let status = self
            .connection
            .ask(&get("/api/v1/visit", "ident_visit", visit))
            .await?;
        expect(&status, 200).map(drop)
    }

    async fn at_peer(&mut self, serial: u64) -> Result<(), String> {
        let started = self.connection.ask(&get("/start", "flow", "")).await?;
        let flow = expect(&started, 302)?
            .cookie("flow")
            .ok_or("no flow cookie")?;
        let (state, nonce) = journey(started.field("location").ok_or("nowhere to go")?)?;
        let code = self.provider.authorize(&nonce, &self.subject, serial);
        let callback = format!("/verify/callback?code={code}&state={state}");
        let landed = self.connection.ask(&get(&callback, "flow", flow)).await?;
        let session = expect(&landed, 303)?
            .cookie("session")
            .ok_or("no session cookie")?;
        let status = self.connection.ask(&get("/", "session", session)).await?;
        expect(&status, 200).map(drop)
    }
}

/// The request that starts a card check.
pub(crate) fn start(way: &str) -> String {
    let body = format!(r#"{{"errand":{{"kind":"card","purpose":"manage"}},"way":"{way}"}}"#);
    format!(
        "POST /api/v1/flows HTTP/1.1\r\nHost: localhost:7440\r\nOrigin: http://localhost:7440\r\n\
         X-Ident: 1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A request with one cookie.
pub(crate) fn get(path: &str, cookie: &str, value: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost:7440\r\nCookie: {cookie}={value}\r\n\r\n")
}

/// `state` and `nonce` of the authorization request.
fn journey(url: &str) -> Result<(String, String), String> {
    let url = Url::parse(url).map_err(|error| error.to_string())?;
    let find = |name: &str| {
        let pair = url.query_pairs().find(|(key, _)| key == name);
        pair.map(|(_, value)| value.into_owned())
            .ok_or(format!("no {name} in the request"))
    };
    Ok((find("state")?, find("nonce")?))
}

fn expect(answer: &Answer, status: u16) -> Result<&Answer, String> {
    if answer.status() == status {
        return Ok(answer);
    }
    let body = String::from_utf8_lossy(&answer.body);
    Err(format!("{} instead of {status}: {body}", answer.status()))
}
