//! The outside services as a test sees them: people who press through, faults, what was asked.

use std::fmt;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::reply::client;

/// An outside service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// The Digital Agency's service.
    DigitalId,
    /// The sign-in service of UTokyo Account.
    Utokyo,
    /// The university's directory.
    Graph,
    /// The mail server.
    Smtp,
    /// The archive of people who have left.
    Archive,
}

impl fmt::Display for Op {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::DigitalId => "digital_id",
            Self::Utokyo => "utokyo",
            Self::Graph => "graph",
            Self::Smtp => "smtp",
            Self::Archive => "archive",
        })
    }
}

/// Who sits at the provider's page and what they do there.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    /// The card's or account's name in the population.
    pub name: &'a str,
    /// Whether a second factor is passed.
    pub mfa: bool,
    /// An error to answer instead; `stop` presses cancel.
    pub answer: Option<&'a str>,
}

impl<'a> From<&'a str> for Person<'a> {
    fn from(name: &'a str) -> Self {
        Self {
            name,
            mfa: true,
            answer: None,
        }
    }
}

impl Person<'_> {
    /// The same person, who stops.
    pub const fn stopping(self) -> Self {
        Self {
            answer: Some("stop"),
            ..self
        }
    }
}

/// A request that an outside service received.
#[derive(Clone, Debug, Deserialize)]
pub struct Entry {
    /// Which service.
    pub op: String,
    /// Which endpoint.
    pub endpoint: String,
    /// The HTTP method, or the command for mail.
    pub method: String,
    /// The status of the answer.
    pub status: u16,
    /// What it came to.
    pub outcome: String,
}

/// All requests that outside services received, oldest first.
#[derive(Clone, Debug)]
pub struct Journal(pub Vec<Entry>);

impl Journal {
    /// How often an endpoint was asked.
    pub fn count(&self, op: Op, endpoint: &str) -> usize {
        let op = op.to_string();
        let fits = |entry: &&Entry| entry.op == op && entry.endpoint == endpoint;
        self.0.iter().filter(fits).count()
    }
}

/// The running sandbox.
#[derive(Clone, Debug)]
pub struct Sandbox {
    pub(crate) portal: String,
    pub(crate) agency: String,
}

impl Sandbox {
    /// The issuer of the Digital Agency's service.
    pub fn agency(&self) -> &str {
        &self.agency
    }

    /// Makes one thing go wrong, once.
    pub async fn arm(&self, op: Op, fault: &str) {
        self.arm_with(json!({ "op": op.to_string(), "fault": fault, "times": 1 }))
            .await;
    }

    /// Makes something go wrong as described.
    pub async fn arm_with(&self, arming: Value) {
        let answer = self.control("faults", &arming).await;
        assert_eq!(answer.0, 204, "{arming} must be known: {}", answer.1);
    }

    /// Takes all faults away.
    pub async fn clear(&self) {
        let url = format!("{}/control/faults", self.portal);
        let answer = client().delete(url).send().await.expect("an answer");
        assert_eq!(answer.status(), 204);
    }

    /// Takes a new signing key; the former is withdrawn unless `keep_old`.
    pub async fn rotate(&self, op: Op, keep_old: bool) {
        let body = json!({ "op": op.to_string(), "keep_old": keep_old });
        assert_eq!(self.control("rotate-keys", &body).await.0, 204);
    }

    /// Puts the clock of the outside services wrong, or along with ours.
    pub async fn skew(&self, seconds: i64) {
        let body = json!({ "skew_seconds": seconds });
        assert_eq!(self.control("clock", &body).await.0, 204);
    }

    /// What was received so far.
    pub async fn journal(&self) -> Journal {
        #[derive(Deserialize)]
        struct Answer {
            entries: Vec<Entry>,
        }
        let url = format!("{}/control/journal", self.portal);
        let answer = client().get(url).send().await.expect("an answer");
        Journal(answer.json::<Answer>().await.expect("a journal").entries)
    }

    /// A person goes through the provider's pages; the address of the answer.
    ///
    /// # Panics
    /// When the provider does not let the request or the person through.
    pub async fn approve(&self, request: &str, person: impl Into<Person<'_>>) -> String {
        let (status, answer) = self.try_approve(request, person.into()).await;
        let redirect = answer["redirect"].as_str();
        redirect
            .unwrap_or_else(|| panic!("{status}: {answer}"))
            .to_owned()
    }

    /// As [`Self::approve`], with whatever the provider says.
    pub async fn try_approve(&self, request: &str, person: Person<'_>) -> (u16, Value) {
        let op = if request.starts_with(&self.agency) {
            Op::DigitalId
        } else {
            Op::Utokyo
        };
        let mut body = json!({
            "op": op.to_string(), "request": request, "person": person.name, "mfa": person.mfa,
        });
        if let Some(answer) = person.answer {
            body["answer"] = json!(answer);
        }
        self.control("approve", &body).await
    }

    /// Changes what an account is like, as the world outside would.
    pub async fn change(&self, account: &str, change: Value) {
        let answer = self.control(&format!("accounts/{account}"), &change).await;
        assert_eq!(answer.0, 200, "{account}: {change}: {}", answer.1);
    }

    /// What a page of the control interface says, such as `archive` or `alumni`.
    pub async fn look(&self, page: &str) -> Value {
        let url = format!("{}/control/{page}", self.portal);
        let answer = client().get(url).send().await.expect("an answer");
        answer.json().await.expect("JSON")
    }

    /// A page of an outside service in English: status and text.
    pub async fn page(&self, url: &str) -> (u16, String) {
        let request = client().get(url).header("accept-language", "en");
        let answer = request.send().await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("text"))
    }

    /// The same after a form was sent there.
    pub async fn form(&self, url: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let request = client().post(url).header("accept-language", "en");
        let answer = request.form(fields).send().await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("text"))
    }

    pub(crate) async fn control(&self, path: &str, body: &Value) -> (u16, Value) {
        let url = format!("{}/control/{path}", self.portal);
        let answer = client().post(url).json(body).send().await;
        let answer = answer.expect("the sandbox answers");
        let status = answer.status().as_u16();
        let text = answer.text().await.expect("a body");
        (status, serde_json::from_str(&text).unwrap_or(json!(text)))
    }
}
