//! What comes from outside, read strictly: links with our scheme, and the same on the loopback
//! interface. Whatever is not exactly right is nothing.

use zeroize::Zeroizing;

/// Our scheme, as `tauri.conf.json` registers it (RFC 8252 section 7.1: a domain of ours, reversed).
pub(crate) const SCHEME: &str = "jp.ac.u-tokyo.ident";
/// The only path there is.
const PATH: &str = "/hand-back";
/// Longer than any link of ours.
const LONGEST: usize = 300;
/// A code is 256 bits in base64url (RFC 4648 section 5).
const CODE: usize = 43;
/// Longest name of a flow.
const FLOW: usize = 64;

/// A one-time code. Worth nothing without the verifier, and still not printed.
pub(crate) struct Code(Zeroizing<String>);

impl Code {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Code(…)")
    }
}

/// What a link can say.
#[derive(Debug)]
pub(crate) enum Link {
    /// The result of a flow is there.
    HandBack {
        /// The flow.
        flow: String,
        /// For its redemption.
        code: Code,
    },
}

impl Link {
    /// Reads `jp.ac.u-tokyo.ident:/hand-back?flow=…&code=…`, and nothing else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(SCHEME)?.strip_prefix(':')?;
        if text.len() > LONGEST {
            return None;
        }
        Self::parse_path(rest)
    }

    /// Reads `/hand-back?flow=…&code=…`.
    pub(super) fn parse_path(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let query = text.strip_prefix(PATH)?.strip_prefix('?')?;
        // Exactly as the server writes it: this order, each once, no escapes.
        let (flow, code) = query.split_once('&')?;
        let (flow, code) = (flow.strip_prefix("flow=")?, code.strip_prefix("code=")?);
        let fits = is_name(flow) && flow.len() <= FLOW && is_name(code) && code.len() == CODE;
        fits.then(|| Self::HandBack {
            flow: flow.to_owned(),
            code: Code(Zeroizing::new(code.to_owned())),
        })
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "0123456789012345678901234567890123456789012";

    #[test]
    fn r25_the_one_link_that_there_is_is_read() {
        let link = Link::parse(&format!("{SCHEME}:/hand-back?flow=f-1&code={GOOD}")).unwrap();
        let Link::HandBack { flow, code } = link;
        assert_eq!((flow.as_str(), code.as_str()), ("f-1", GOOD));
        assert!(!format!("{code:?}").contains(GOOD));
    }

    #[test]
    fn r25_every_other_link_is_nothing() {
        let long = "f".repeat(65);
        for text in [
            String::new(),
            SCHEME.to_owned(),
            format!("{SCHEME}:"),
            format!("{SCHEME}:/"),
            format!("{SCHEME}:/hand-back"),
            format!("{SCHEME}:/hand-back?"),
            format!("{SCHEME}:/hand-back?flow=f"),
            format!("{SCHEME}:/hand-back?code={GOOD}"),
            format!("{SCHEME}:/hand-back?code={GOOD}&flow=f"),
            format!("{SCHEME}:/hand-back?flow=f&code={GOOD}&flow=g"),
            format!("{SCHEME}:/hand-back?flow=f&flow=f&code={GOOD}"),
            format!("{SCHEME}:/hand-back?flow=f&code={GOOD}&x=1"),
            format!("{SCHEME}:/hand-back?x=1&flow=f&code={GOOD}"),
            format!("{SCHEME}:/hand-back?flow=&code={GOOD}"),
            format!("{SCHEME}:/hand-back?flow={long}&code={GOOD}"),
            format!("{SCHEME}:/hand-back?flow=f&code={GOOD}0"),
            format!("{SCHEME}:/hand-back?flow=f&code={}", &GOOD[1..]),
            format!("{SCHEME}:/hand-back?flow=f/../g&code={GOOD}"),
            format!("{SCHEME}:/hand-back?flow=f%2e&code={GOOD}"),
            format!("{SCHEME}:/hand-back?flow=f&code={GOOD}#x"),
            format!("{SCHEME}:/hand-back?flow=f&code={GOOD} "),
            format!("{SCHEME}:/hand-back?flow=f\r\nx: y&code={GOOD}"),
            format!("{SCHEME}:/hand-back?flow=\u{ff46}&code={GOOD}"),
            format!("{SCHEME}:/hand-back?flow=f&amp;code={GOOD}"),
            format!("{SCHEME}:/hand-back/?flow=f&code={GOOD}"),
            format!("{SCHEME}:/Hand-Back?flow=f&code={GOOD}"),
            format!("{SCHEME}://hand-back?flow=f&code={GOOD}"),
            format!("{SCHEME}:///hand-back?flow=f&code={GOOD}"),
            format!("{SCHEME}://evil.example/hand-back?flow=f&code={GOOD}"),
            format!("{SCHEME}:hand-back?flow=f&code={GOOD}"),
            format!("{SCHEME}.evil:/hand-back?flow=f&code={GOOD}"),
            format!("JP.AC.U-TOKYO.IDENT:/hand-back?flow=f&code={GOOD}"),
            format!(" {SCHEME}:/hand-back?flow=f&code={GOOD}"),
            format!("https://ident.example/hand-back?flow=f&code={GOOD}"),
            format!("ident:/hand-back?flow=f&code={GOOD}"),
            "--kiosk".to_owned(),
            "javascript:alert(1)".to_owned(),
            "file:///etc/passwd".to_owned(),
            format!("{SCHEME}:/hand-back?flow=f&code={}", "x".repeat(100_000)),
        ] {
            assert!(Link::parse(&text).is_none(), "{text} was read");
        }
    }
}
