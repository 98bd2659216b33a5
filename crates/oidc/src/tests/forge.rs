//! Makes ID tokens, good ones and bad ones.

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ident_core::refusal::Refusal;
use ident_core::time::Timestamp;
use serde_json::{Value, json};

use crate::id_token::{Request, SignedClaims, UnverifiedIdToken};
use crate::key::client::ClientKey;
use crate::key::set::KeySet;
use crate::{Alg, Profile};

/// The time of all tests, in seconds.
pub(super) const NOW: i64 = 1_800_000_000;
/// The nonce of tokens that are not tied to a request.
pub(super) const NONCE: &str = "Yv7mC0n0nceOfOurRequestYv7mC0n0nceOfOurRequ";
/// The issuer.
pub(super) const ISSUER: &str = "https://op.example/api/realms/main";
/// Our name there.
pub(super) const CLIENT: &str = "RP00000001";
/// The access token.
pub(super) const ACCESS: &str = "an-access-token";

fn pair(alg: Alg) -> [ClientKey; 3] {
    [(); 3].map(|()| {
        let (pem, _) = ClientKey::generate(alg).expect("a key");
        ClientKey::from_pkcs8_pem(&pem, alg).expect("the same key")
    })
}

static ES256: LazyLock<[ClientKey; 3]> = LazyLock::new(|| pair(Alg::Es256));
static RS256: LazyLock<[ClientKey; 3]> = LazyLock::new(|| pair(Alg::Rs256));
static PS256: LazyLock<[ClientKey; 3]> = LazyLock::new(|| pair(Alg::Ps256));

/// One of three keys of an algorithm; the first is the one providers sign with.
pub(super) fn key(alg: Alg, number: usize) -> &'static ClientKey {
    match alg {
        Alg::Es256 => &ES256[number],
        Alg::Rs256 => &RS256[number],
        Alg::Ps256 => &PS256[number],
    }
}

/// The public JWK of a key.
pub(super) fn jwk(key: &ClientKey) -> Value {
    let set: Value = serde_json::from_str(&key.public_jwks()).expect("JSON");
    set["keys"][0].clone()
}

/// base64url of a JSON value or raw text.
pub(super) fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The left half of the hash of an access token.
pub(super) fn at_hash(access_token: &str) -> String {
    use aws_lc_rs::digest::{SHA256, digest};
    encode(&digest(&SHA256, access_token.as_bytes()).as_ref()[..16])
}

/// A token under construction.
pub(super) struct Draft {
    pub(super) profile: Profile,
    pub(super) header: Value,
    pub(super) claims: Value,
    /// Raw JSON in place of the claims, for what no JSON value can express.
    pub(super) raw_header: Option<String>,
    pub(super) raw_claims: Option<String>,
    pub(super) signer: &'static ClientKey,
    /// What the provider publishes.
    pub(super) published: Vec<Value>,
    /// What happens to the finished text.
    pub(super) spoil: fn(String) -> String,
    pub(super) now: i64,
}

impl Draft {
    /// A token in which everything is right.
    pub(super) fn good(alg: Alg) -> Self {
        let signer = key(alg, 0);
        let profile = Profile {
            id_token_alg: alg,
            required_acr: Some("aal3".to_owned()),
            ..Profile::digital_id(ISSUER, CLIENT, "https://rp.example/verify/callback")
        };
        Self {
            profile,
            header: json!({ "alg": alg.name(), "kid": signer.kid(), "typ": "JWT" }),
            claims: json!({
                "iss": ISSUER, "sub": "ppid-0001", "aud": CLIENT, "azp": CLIENT,
                "exp": NOW + 300, "iat": NOW, "auth_time": NOW - 5, "nonce": NONCE,
                "acr": "aal3", "at_hash": at_hash(ACCESS), "sid": "x", "typ": "ID",
            }),
            raw_header: None,
            raw_claims: None,
            signer,
            published: vec![jwk(signer)],
            spoil: |token| token,
            now: NOW,
        }
    }

    /// Removes a claim.
    pub(super) fn without(&mut self, claim: &str) {
        self.claims
            .as_object_mut()
            .expect("an object")
            .remove(claim);
    }

    /// Removes a header member.
    pub(super) fn headless(&mut self, member: &str) {
        self.header
            .as_object_mut()
            .expect("an object")
            .remove(member);
    }

    /// The token.
    pub(super) fn text(&self) -> String {
        let header = self
            .raw_header
            .clone()
            .unwrap_or_else(|| self.header.to_string());
        let claims = self
            .raw_claims
            .clone()
            .unwrap_or_else(|| self.claims.to_string());
        let signed = format!("{}.{}", encode(header), encode(claims));
        let signature = self
            .signer
            .signature(signed.as_bytes())
            .expect("a signature");
        (self.spoil)(format!("{signed}.{}", encode(signature)))
    }

    /// What the relying party says to it.
    pub(super) fn verdict(&self) -> Result<SignedClaims, Refusal> {
        let text = self.text();
        let now = Timestamp::from_seconds(self.now);
        let token = UnverifiedIdToken::parse(&text, &self.profile, Request { nonce: NONCE, now })?;
        let set = json!({ "keys": self.published }).to_string();
        let keys = KeySet::parse(set.as_bytes())?.fitting(token.kid(), self.profile.id_token_alg);
        token.verify(&keys, ACCESS)
    }
}
