//! The kiosk's key, and what it signs: statements of one minute, good once (the form of RFC 7523
//! section 3 with a type of its own, RFC 8725 section 3.11).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// How long a statement lives; the server takes no longer ones.
const LIFETIME: Duration = Duration::from_secs(50);

/// A key, and what the server said when it was enrolled.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Device {
    /// PKCS #8, base64url.
    key: Zeroizing<String>,
    /// The server's `KioskView`.
    pub(super) view: Option<Value>,
}

impl Device {
    /// A new key (ES256).
    pub(super) fn make() -> Self {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random)
            .expect("the system gives random numbers");
        Self {
            key: Zeroizing::new(URL_SAFE_NO_PAD.encode(document)),
            view: None,
        }
    }

    /// As it stands in the keychain.
    pub(super) fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(serde_json::to_string(self).unwrap_or_default())
    }

    /// What the keychain gave; nothing else than our own text is one.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let device: Self = serde_json::from_str(text).ok()?;
        device.pair()?;
        Some(device)
    }

    /// With what the server answered.
    pub(super) fn enrolled(self, view: Option<Value>) -> Self {
        Self { view, ..self }
    }

    /// Whether the server knows it.
    pub(super) fn is_enrolled(&self) -> bool {
        self.id().is_some()
    }

    /// How often it is to be heard of.
    pub(super) fn heartbeat(&self) -> Option<Duration> {
        let seconds = self.view.as_ref()?["heartbeat_s"].as_u64()?;
        Some(Duration::from_secs(seconds.clamp(5, 3600)))
    }

    fn id(&self) -> Option<&str> {
        self.view.as_ref()?["kiosk_id"].as_str()
    }

    fn pair(&self) -> Option<EcdsaKeyPair> {
        let document = Zeroizing::new(URL_SAFE_NO_PAD.decode(self.key.as_bytes()).ok()?);
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &document).ok()
    }

    /// The public half (RFC 7518 section 6.2.1).
    pub(super) fn public_jwk(&self) -> Value {
        let Some(pair) = self.pair() else {
            return Value::Null;
        };
        // An uncompressed point: a byte that says so, x, y (SEC 1 section 2.3.3).
        let point = pair.public_key().as_ref();
        let coordinate = |range: std::ops::Range<usize>| URL_SAFE_NO_PAD.encode(&point[range]);
        json!({ "kty": "EC", "crv": "P-256", "x": coordinate(1..33), "y": coordinate(33..65) })
    }

    /// A statement for the server at `audience`; `None` before the kiosk is enrolled.
    pub(super) fn assertion(&self, audience: &str, now: SystemTime) -> Option<String> {
        let id = self.id()?;
        let at = now.duration_since(UNIX_EPOCH).ok()?.as_secs();
        let mut jti = [0; 16];
        aws_lc_rs::rand::fill(&mut jti).ok()?;
        let head = json!({ "alg": "ES256", "typ": "ident-kiosk+jwt" });
        let claims = json!({
            "iss": id, "sub": id, "aud": audience, "iat": at,
            "exp": at + LIFETIME.as_secs(), "jti": URL_SAFE_NO_PAD.encode(jti),
        });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&head), part(&claims));
        let signature = self
            .pair()?
            .sign(&SystemRandom::new(), signed.as_bytes())
            .ok()?;
        Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    use super::*;

    fn enrolled() -> Device {
        Device::make().enrolled(Some(json!({ "kiosk_id": "k-1", "heartbeat_s": 30 })))
    }

    fn decoded(part: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(part).unwrap()
    }

    #[test]
    fn k08_a_statement_is_signed_short_lived_and_never_the_same() {
        let device = enrolled();
        let now = UNIX_EPOCH + Duration::from_hours(500_000);
        let text = device.assertion("https://ident.example", now).unwrap();
        let (signed, signature) = text.rsplit_once('.').unwrap();
        let jwk = device.public_jwk();
        let member = |name: &str| decoded(jwk[name].as_str().unwrap());
        let point = [vec![4], member("x"), member("y")].concat();
        let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
        key.verify(signed.as_bytes(), &decoded(signature)).unwrap();
        let (head, claims) = signed.split_once('.').unwrap();
        let head: Value = serde_json::from_slice(&decoded(head)).unwrap();
        assert_eq!(head, json!({ "alg": "ES256", "typ": "ident-kiosk+jwt" }));
        let claims: Value = serde_json::from_slice(&decoded(claims)).unwrap();
        assert_eq!(
            (&claims["iss"], &claims["sub"]),
            (&json!("k-1"), &json!("k-1"))
        );
        assert_eq!(claims["aud"], "https://ident.example");
        assert!(claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap() <= 60);
        assert_ne!(
            text,
            device.assertion("https://ident.example", now).unwrap()
        );
    }

    #[test]
    fn a_key_is_the_same_after_the_keychain() {
        let device = enrolled();
        let again = Device::from_text(&device.to_text()).unwrap();
        assert_eq!(again.public_jwk(), device.public_jwk());
        assert_eq!(again.heartbeat(), Some(Duration::from_secs(30)));
    }

    #[test]
    fn what_is_no_key_is_none_and_signs_nothing() {
        for text in [
            "",
            "{}",
            "null",
            r#"{"key":"","view":null}"#,
            r#"{"key":"AAAA","view":null}"#,
        ] {
            assert!(Device::from_text(text).is_none(), "{text} was taken");
        }
        let before = Device::make();
        assert!(
            before
                .assertion("https://ident.example", UNIX_EPOCH)
                .is_none()
        );
    }
}
