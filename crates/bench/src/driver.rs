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
            Party::Peer(_) => self.at_peer(serial).await?,
        }
        Ok(begun.elapsed())
    }

    async fn at_ident(&mut self, serial: u64) -> Result<(), String> {
        let visit = self.check(serial, "manage").await?;
        let status = get("/api/v1/visit", "ident_visit", &visit);
        let status = self.connection.ask(&status).await?;
        expect(&status, 200).map(drop)
    }

    /// A card check for a purpose; the cookie of the visit that has its proof.
    pub(crate) async fn check(&mut self, serial: u64, purpose: &str) -> Result<String, String> {
        let started = self.connection.ask(&start(purpose, "this_pc")).await?;
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
        Ok(visit.to_owned())
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
pub(crate) fn start(purpose: &str, way: &str) -> String {
    let errand = format!(r#"{{"kind":"card","purpose":"{purpose}"}}"#);
    post(
        "flows",
        &format!(r#"{{"errand":{errand},"way":"{way}"}}"#),
        "",
    )
}

/// A request that changes something. `visit` is the cookie of the visit, empty without one.
pub(crate) fn post(path: &str, body: &str, visit: &str) -> String {
    let length = body.len();
    let cookie = match visit {
        "" => String::new(),
        visit => format!("Cookie: ident_visit={visit}\r\n"),
    };
    format!(
        "POST /api/v1/{path} HTTP/1.1\r\nHost: localhost:7440\r\nOrigin: http://localhost:7440\r\n\
         X-Ident: 1\r\n{cookie}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
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

/// The answer, if its status is the expected one.
pub(crate) fn expect(answer: &Answer, status: u16) -> Result<&Answer, String> {
    if answer.status() == status {
        return Ok(answer);
    }
    let body = String::from_utf8_lossy(&answer.body);
    Err(format!("{} instead of {status}: {body}", answer.status()))
}
