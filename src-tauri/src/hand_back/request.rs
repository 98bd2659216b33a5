//! One request for a result: the secret, and where the result shall come.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::vault::Expected;

/// Made before the flow begins; the verifier never leaves the app.
pub(crate) struct Request {
    verifier: String,
    listener: Option<TcpListener>,
}

impl Request {
    /// A fresh secret of 256 bits, for a port or (without one) for the link.
    pub(super) fn new(listener: Option<TcpListener>) -> Self {
        let mut bytes = [0; 32];
        aws_lc_rs::rand::fill(&mut bytes).expect("the system gives random numbers");
        Self {
            verifier: URL_SAFE_NO_PAD.encode(bytes),
            listener,
        }
    }

    /// What the server is told: the challenge of RFC 7636 section 4.2, and where the code goes.
    pub(crate) fn to_json(&self) -> Value {
        let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, self.verifier.as_bytes()));
        let target = self.address().map_or_else(
            || json!({ "kind": "custom_scheme" }),
            |(port, ipv6)| json!({ "kind": "loopback", "port": port, "ipv6": ipv6 }),
        );
        json!({ "challenge": challenge, "target": target })
    }

    /// What is expected, and the port to expect it on.
    pub(super) fn of_flow(self, flow: &str) -> (Expected, Option<TcpListener>) {
        let address = self.address();
        let expected = Expected {
            flow: flow.to_owned(),
            verifier: self.verifier,
            port: address.map(|(port, _)| port),
            ipv6: address.is_some_and(|(_, ipv6)| ipv6),
        };
        (expected, self.listener)
    }

    fn address(&self) -> Option<(u16, bool)> {
        let address = self.listener.as_ref()?.local_addr().ok()?;
        Some((address.port(), address.is_ipv6()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn r23_the_server_is_told_a_challenge_and_never_the_verifier() {
        let request = Request::new(None);
        let told = request.to_json();
        assert_eq!(told["challenge"].as_str().unwrap().len(), 43);
        assert!(!told.to_string().contains(&request.verifier));
        assert_ne!(
            told,
            Request::new(None).to_json(),
            "each request has its own"
        );
    }

    #[tokio::test]
    async fn r22_a_port_is_named_by_the_numbers_of_the_loopback_interface() {
        let listener = super::super::loopback::open().await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let request = Request::new(Some(listener));
        assert_eq!(
            request.to_json()["target"],
            json!({ "kind": "loopback", "port": port, "ipv6": false })
        );
        let (expected, _) = request.of_flow("f1");
        assert_eq!((expected.port, expected.flow.as_str()), (Some(port), "f1"));
    }
}
