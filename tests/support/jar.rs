//! The cookies of a browser, kept and sent as RFC 6265bis says.

use std::collections::BTreeMap;

use cookie::{Cookie, SameSite};
use http::{HeaderMap, header};

/// A cookie with what came along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its value.
    pub value: String,
    /// Whether it is kept from other sites altogether.
    pub strict: bool,
    /// The field as it was sent.
    pub field: String,
}

/// The cookies of one browser for our site.
#[derive(Clone, Debug, Default)]
pub struct Jar(BTreeMap<String, Kept>);

impl Jar {
    /// Takes what an answer sets, and drops what it clears.
    pub fn take(&mut self, headers: &HeaderMap) {
        for field in headers.get_all(header::SET_COOKIE) {
            let field = field.to_str().expect("text");
            let cookie = Cookie::parse(field).expect("a cookie");
            if cookie
                .max_age()
                .is_some_and(cookie::time::SignedDuration::is_zero)
            {
                self.0.remove(cookie.name());
                continue;
            }
            let kept = Kept {
                value: cookie.value().to_owned(),
                strict: cookie.same_site() == Some(SameSite::Strict),
                field: field.to_owned(),
            };
            self.0.insert(cookie.name().to_owned(), kept);
        }
    }

    /// What is sent along; a top-level navigation from another site brings only `Lax` cookies.
    pub fn field(&self, from_other_site: bool) -> Option<String> {
        let sent: Vec<_> = self
            .0
            .iter()
            .filter(|(_, kept)| !(from_other_site && kept.strict))
            .map(|(name, kept)| format!("{name}={}", kept.value))
            .collect();
        (!sent.is_empty()).then(|| sent.join("; "))
    }

    /// A cookie.
    pub fn get(&self, name: &str) -> Option<&Kept> {
        self.0.get(name)
    }

    /// Plants a cookie, as an attacker would.
    pub fn plant(&mut self, name: &str, value: &str) {
        let kept = Kept {
            value: value.to_owned(),
            strict: false,
            field: String::new(),
        };
        self.0.insert(name.to_owned(), kept);
    }

    /// Forgets a cookie.
    pub fn forget(&mut self, name: &str) {
        self.0.remove(name);
    }
}
