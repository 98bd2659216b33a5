//! The secrets themselves.

use reqwest::header::HeaderValue;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Longer tokens are not ours.
const LONGEST: usize = 200;

/// All that is kept, as it stands in the keychain.
#[derive(Default, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Kept {
    pub(super) visit: Option<String>,
    pub(super) expected: Option<Expected>,
}

/// A result that will come back from the system's browser.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Expected {
    /// The flow.
    pub(crate) flow: String,
    /// What makes the code that comes back worth something; nobody else has it.
    pub(crate) verifier: String,
    /// The port on the loopback interface; `None` when it comes by link.
    pub(crate) port: Option<u16>,
    /// `[::1]` instead of `127.0.0.1`.
    pub(crate) ipv6: bool,
}

impl std::fmt::Debug for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Expected({}, {:?}, …)", self.flow, self.port)
    }
}

impl Kept {
    /// True when it was a token and a new one.
    pub(super) fn take_visit(&mut self, header: &HeaderValue) -> bool {
        let is_token = |text: &&str| {
            !text.is_empty() && text.len() <= LONGEST && text.bytes().all(|b| b.is_ascii_graphic())
        };
        let Some(token) = header.to_str().ok().filter(is_token) else {
            return false;
        };
        if self.visit.as_deref() == Some(token) {
            return false;
        }
        self.visit.zeroize();
        self.visit = Some(token.to_owned());
        true
    }
}
