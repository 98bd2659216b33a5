//! What the page gets to see of a server's answer.

use std::collections::BTreeSet;

use reqwest::Response;
use serde::Serialize;
use serde_json::Value;

use super::call::CallError;

/// More than the longest answer there is.
const LONGEST: usize = 1 << 20;

/// One answer, without its headers.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// `None` when it was empty or no JSON.
    pub(crate) body: Option<Value>,
    /// The server's time, RFC 3339.
    pub(crate) now: Option<String>,
}

impl Answer {
    /// Reads an answer, but never more than [`LONGEST`] of it.
    ///
    /// # Errors
    /// When the connection breaks or the answer is too long.
    pub(crate) async fn read(mut response: Response) -> Result<Self, CallError> {
        let status = response.status().as_u16();
        let now = response.headers().get("x-ident-now");
        let now = now.and_then(|now| now.to_str().ok()).map(str::to_owned);
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| CallError::Unreachable)? {
            if bytes.len() + chunk.len() > LONGEST {
                return Err(CallError::Unreachable);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Self {
            status,
            body: serde_json::from_slice(&bytes).ok(),
            now,
        })
    }

    /// All web addresses in the answer.
    pub(crate) fn addresses(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        self.body.iter().for_each(|body| collect(body, &mut found));
        found
    }
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.starts_with("https://") || text.starts_with("http://") => {
            found.insert(text.clone());
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        Value::Object(fields) => fields.values().for_each(|value| collect(value, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn web_addresses_are_found_wherever_they_are() {
        let body = json!({"app": {"ios_url": "https://a.example/1", "name": "x"}, "list": ["http://b.example/"], "n": 1, "bad": "javascript:https://c.example"});
        let answer = Answer {
            status: 200,
            body: Some(body),
            now: None,
        };
        let found: Vec<_> = answer.addresses().into_iter().collect();
        assert_eq!(found, ["http://b.example/", "https://a.example/1"]);
    }
}
