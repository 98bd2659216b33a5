//! A browser without scripts.

use std::cell::RefCell;
use std::collections::BTreeMap;

use reqwest::Client;
use url::Url;

use crate::client::browser;

/// A browser: cookies per host and nothing else.
pub(crate) struct Tab {
    pub(crate) http: Client,
    pub(crate) cookies: RefCell<BTreeMap<String, String>>,
    pub(crate) agent: &'static str,
}

/// What a page is: where, its status, its text.
pub(crate) struct Shown {
    pub(crate) url: Url,
    pub(crate) status: u16,
    pub(crate) text: String,
    pub(crate) policy: String,
}

impl Tab {
    pub(crate) fn pc() -> Self {
        Self {
            http: browser(),
            cookies: RefCell::default(),
            agent: "Mozilla/5.0 (X11; Linux)",
        }
    }

    pub(crate) fn phone() -> Self {
        Self {
            agent: "Mozilla/5.0 (iPhone)",
            ..Self::pc()
        }
    }

    pub(crate) async fn open(&self, url: &str) -> Shown {
        self.go(Url::parse(url).unwrap(), None).await
    }

    pub(crate) async fn post(&self, page: &Shown, path: &str, form: &[(&str, &str)]) -> Shown {
        self.go(page.url.join(path).unwrap(), Some(form)).await
    }

    /// Follows redirects within the sandbox; stops at the address of the client.
    pub(crate) async fn go(&self, mut url: Url, mut form: Option<&[(&str, &str)]>) -> Shown {
        for _ in 0..8 {
            let request = match form.take() {
                Some(form) => self.http.post(url.clone()).form(form),
                None => self.http.get(url.clone()),
            };
            let cookies: Vec<String> = self
                .cookies
                .borrow()
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let request = request
                .header("cookie", cookies.join("; "))
                .header("user-agent", self.agent);
            let answer = request.send().await.unwrap();
            for cookie in answer.headers().get_all("set-cookie") {
                let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
                let value = rest.split(';').next().unwrap();
                self.cookies
                    .borrow_mut()
                    .insert(name.to_owned(), value.to_owned());
            }
            let header = |name: &str| {
                answer
                    .headers()
                    .get(name)
                    .map(|v| v.to_str().unwrap().to_owned())
                    .unwrap_or_default()
            };
            let (to, policy) = (header("location"), header("content-security-policy"));
            let status = answer.status().as_u16();
            let text = answer.text().await.unwrap();
            if to.is_empty() {
                return Shown {
                    url,
                    status,
                    text,
                    policy,
                };
            }
            url = url.join(&to).unwrap();
            if url.port() == Some(7440) {
                return Shown {
                    url,
                    status,
                    text,
                    policy,
                };
            }
        }
        panic!("too many redirects");
    }
}

impl Shown {
    pub(crate) fn has(&self, text: &str) -> bool {
        self.text.contains(text)
    }

    /// The first value after `before` up to a quote.
    pub(crate) fn after(&self, before: &str) -> &str {
        let from = self
            .text
            .find(before)
            .unwrap_or_else(|| panic!("{before} in {}", self.text));
        self.text[from + before.len()..].split('"').next().unwrap()
    }
}

pub(crate) async fn press(tab: &Tab, page: Shown, form: &[(&str, &str)]) -> Shown {
    let path = page.url.path().to_owned();
    tab.post(&page, &path, form).await
}
