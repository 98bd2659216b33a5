//! The provider as a child process, and a browser at its pages.

use std::process::Stdio;

use ident_tests::{Alg, client_jwks};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

/// One provider of the two.
#[derive(Debug, Deserialize)]
pub(crate) struct Site {
    origin: String,
    pub(crate) issuer: String,
}

/// Both providers, in one process that ends with the value.
pub(crate) struct Peer {
    pub(crate) digital_id: Site,
    pub(crate) utokyo: Site,
    _child: Child,
}

#[derive(Deserialize)]
struct Ready {
    digital_id: Site,
    utokyo: Site,
}

impl Peer {
    /// Starts the providers for a server at `port`.
    pub(crate) async fn start(alg: Alg, port: u16) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/peer/provider.mjs");
        let mut child = Command::new("node")
            .args([script, &settings(alg, port).to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .expect("node runs");
        let output = child.stdout.take().expect("its output");
        let mut lines = BufReader::new(output).lines();
        while let Some(line) = lines.next_line().await.expect("its output") {
            if let Some(ready) = line.strip_prefix("ready ") {
                let ready: Ready = serde_json::from_str(ready).expect("where it is");
                let Ready { digital_id, utokyo } = ready;
                return Self {
                    digital_id,
                    utokyo,
                    _child: child,
                };
            }
        }
        panic!("the provider ended; has `npm ci` run in tests/peer?");
    }
}

/// A person with a card and an account.
pub(crate) fn sakura() -> Value {
    json!({ "id": "sakura", "acr": "aal3" })
}

fn settings(alg: Alg, port: u16) -> Value {
    let back = |path: &str| format!("http://localhost:{port}{path}");
    let client = |id: &str, path: &str, subject: &str| {
        json!({
            "client_id": id, "redirect_uri": back(path), "assertion_alg": "ES256",
            "alg": alg.name(), "subject_type": subject, "jwks": client_jwks(),
        })
    };
    json!({
        "tenant": TENANT,
        "digital_id": client("RP00000001", "/verify/callback", "pairwise"),
        "utokyo": client("9f1c0de5-0000-4000-8000-000000001d17", "/account/callback", "public"),
        "cards": { "sakura": { "name": "本郷　さくら" } },
        "accounts": { "sakura": {
            "tid": TENANT,
            "oid": "0a0a0a0a-0000-4000-8000-000123456789",
            "preferred_username": "0123456789@utac.u-tokyo.ac.jp",
        } },
    })
}

const TENANT: &str = "5a5d0b00-0000-4000-8000-00000000da16";

impl Site {
    /// Follows the provider's redirects as `person`; the address at which it sends the browser
    /// back to us.
    pub(crate) async fn press_through(&self, request: &str, person: &Value) -> String {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        let chosen = client
            .post(format!("{}/person", self.origin))
            .json(person)
            .send()
            .await;
        assert!(chosen.expect("the provider answers").status().is_success());
        let (mut url, mut cookies) = (request.to_owned(), Vec::<String>::new());
        loop {
            let asked = client.get(&url).header("cookie", cookies.join("; "));
            let answer = asked.send().await.expect("the provider answers");
            for cookie in answer.headers().get_all("set-cookie") {
                let text = cookie.to_str().expect("text");
                cookies.push(text.split(';').next().unwrap_or_default().to_owned());
            }
            let Some(next) = answer.headers().get("location") else {
                panic!("{}", answer.text().await.unwrap_or_default());
            };
            let next = next.to_str().expect("text").to_owned();
            url = if next.starts_with('/') {
                format!("{}{next}", self.origin)
            } else {
                next
            };
            if !url.starts_with(&self.origin) {
                return url;
            }
        }
    }
}

/// A port that was free a moment ago.
pub(crate) async fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    listener.local_addr().expect("an address").port()
}
