//! The visit's token: in memory, for as long as the app runs, and shown to nobody.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use reqwest::header::HeaderValue;
use zeroize::Zeroizing;

/// Longer ones are not ours.
const LONGEST: usize = 200;

/// Holds the token of the current visit, if there is one.
#[derive(Default)]
pub(crate) struct VisitToken(Mutex<Option<Zeroizing<String>>>);

impl VisitToken {
    /// Takes the token that the server gave; a visit that was rotated has a new one.
    pub(crate) fn keep(&self, header: &HeaderValue) {
        let is_token = |text: &&str| {
            !text.is_empty() && text.len() <= LONGEST && text.bytes().all(|b| b.is_ascii_graphic())
        };
        if let Some(token) = header.to_str().ok().filter(is_token) {
            self.set(Some(Zeroizing::new(token.to_owned())));
        }
    }

    pub(crate) fn forget(&self) {
        self.set(None);
    }

    /// For the `Authorization` header; marked so that nothing prints it.
    pub(crate) fn bearer(&self) -> Option<HeaderValue> {
        let token = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let text = Zeroizing::new(format!("Bearer {}", token.as_ref()?.as_str()));
        let mut header = HeaderValue::from_str(&text).ok()?;
        header.set_sensitive(true);
        Some(header)
    }

    fn set(&self, token: Option<Zeroizing<String>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = token;
    }
}

impl fmt::Debug for VisitToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VisitToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_token_is_used_until_it_is_forgotten() {
        let token = VisitToken::default();
        assert!(token.bearer().is_none());
        token.keep(&HeaderValue::from_static("first"));
        token.keep(&HeaderValue::from_static("second"));
        assert_eq!(token.bearer().unwrap(), "Bearer second");
        token.forget();
        assert!(token.bearer().is_none());
    }

    #[test]
    fn what_is_no_token_does_not_replace_one() {
        let token = VisitToken::default();
        token.keep(&HeaderValue::from_static("good"));
        for text in ["", "a b", &"x".repeat(LONGEST + 1)] {
            token.keep(&HeaderValue::from_str(text).unwrap());
        }
        assert_eq!(token.bearer().unwrap(), "Bearer good");
    }

    #[test]
    fn printing_shows_nothing() {
        let token = VisitToken::default();
        token.keep(&HeaderValue::from_static("very-secret"));
        let shown = format!("{token:?} {:?}", token.bearer().unwrap());
        assert!(!shown.contains("very-secret"), "{shown}");
    }
}
