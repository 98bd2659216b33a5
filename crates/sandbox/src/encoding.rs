//! Text forms of bytes, and forms (`application/x-www-form-urlencoded`) read strictly.

use std::collections::BTreeMap;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Base64url without padding (RFC 7515 appendix C).
pub(crate) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads base64url without padding.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Parameters by name; a name that came twice is remembered as such.
#[derive(Debug, Default, Clone)]
pub(crate) struct Parameters {
    values: BTreeMap<String, Vec<String>>,
}

impl Parameters {
    /// Reads a query string or a form body.
    pub(crate) fn parse(raw: &[u8]) -> Self {
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in url::form_urlencoded::parse(raw) {
            values
                .entry(name.into_owned())
                .or_default()
                .push(value.into_owned());
        }
        Self { values }
    }

    /// The value, if the name came exactly once.
    pub(crate) fn one(&self, name: &str) -> Option<&str> {
        match self.values.get(name).map(Vec::as_slice) {
            Some([value]) => Some(value),
            _ => None,
        }
    }

    /// The names that came.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    /// The value, or the empty text.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.one(name).unwrap_or_default()
    }

    /// The first name that came more than once (RFC 6749 section 3.1 forbids it).
    pub(crate) fn repeated(&self) -> Option<&str> {
        self.values
            .iter()
            .find(|(_, values)| values.len() > 1)
            .map(|(name, _)| name.as_str())
    }

    /// Whether the name came at all.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }
}

/// Puts `pairs` behind `address` as its query.
pub(crate) fn with_query(address: &str, pairs: &[(String, String)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{address}{mark}{}", query.finish())
}
