//! Mails as they arrive.

use std::collections::BTreeMap;

use ident_server::task::{Post, post};
use serde::Deserialize;

use crate::reply::client;
use crate::sandbox::Sandbox;
use crate::service::Service;

/// A mail that has arrived.
#[derive(Clone, Debug, Deserialize)]
pub struct Received {
    /// To whom it was sent.
    pub to: Vec<String>,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
    headers: Vec<(String, String)>,
}

impl Received {
    /// The header fields, by their names in small letters.
    pub fn headers(&self) -> BTreeMap<String, String> {
        let small = |(name, value): &(String, String)| (name.to_lowercase(), value.clone());
        self.headers.iter().map(small).collect()
    }

    /// The value at the end of the link that stops misuse.
    ///
    /// # Panics
    /// When there is none, or the two forms of the mail differ.
    pub fn freeze_token(&self) -> &str {
        let after = |text: &'static str, of: &str| of.find(text).map(|at| at + text.len());
        let at = after("/verify/notice/", &self.text).expect("a link to stop misuse");
        let rest = &self.text[at..];
        let token = rest.split_whitespace().next().unwrap_or_default();
        assert!(self.html.contains(&format!("/verify/notice/{token}\"")));
        token
    }

    /// The six digits that stand by themselves.
    ///
    /// # Panics
    /// When there are none.
    pub fn code(&self) -> &str {
        let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit());
        let mut lines = self.text.lines().map(str::trim);
        lines.find(is_code).expect("a code in the mail")
    }
}

impl Service {
    /// Lets the task that sends mails look once.
    pub async fn post(&self) -> Post {
        let round = post(self.running()).await;
        round.expect("a mail server, and a database that answers")
    }

    /// What has arrived at an address so far, oldest first, after the queue was looked at.
    pub async fn mails(&self, to: &str) -> Vec<Received> {
        self.post().await;
        self.sandbox.inbox(to).await
    }
}

impl Sandbox {
    /// What has arrived at an address so far, oldest first.
    pub async fn inbox(&self, to: &str) -> Vec<Received> {
        #[derive(Deserialize)]
        struct Answer {
            mails: Vec<Received>,
        }
        let url = format!("{}/control/mail", self.portal);
        let query = [("to", to)];
        let url = reqwest::Url::parse_with_params(&url, query).expect("an address");
        let answer = client().get(url).send().await.expect("an answer");
        let mut mails = answer.json::<Answer>().await.expect("mails").mails;
        mails.reverse();
        mails
    }
}
