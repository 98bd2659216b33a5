//! Our own signing key at a provider.

use std::fmt;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
    RsaKeyPair,
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use ident_core::refusal::Refusal;
use ident_core::secret::s256;
use rustls_pki_types::{PrivatePkcs8KeyDer, pem::PemObject};
use serde_json::json;

use crate::alg::Alg;

/// A parsed private key with which `client_assertion`s are signed (R-11). Parsed once: parsing an
/// RSA key costs more than signing with it.
pub struct ClientKey {
    alg: Alg,
    kid: String,
    public: serde_json::Value,
    header: String,
    pair: Pair,
}

enum Pair {
    P256(Box<EcdsaKeyPair>),
    Rsa(RsaKeyPair),
}

impl ClientKey {
    /// Reads a PKCS#8 key in PEM form.
    ///
    /// # Errors
    /// `ProviderMisconfigured` when it is no PKCS#8 key, not one for `alg`, or too short.
    pub fn from_pkcs8_pem(pem: &str, alg: Alg) -> Result<Self, Refusal> {
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes())
            .map_err(|_| Refusal::ProviderMisconfigured)?;
        let pair =
            Pair::parse(der.secret_pkcs8_der(), alg).ok_or(Refusal::ProviderMisconfigured)?;
        Ok(Self::new(pair, alg))
    }

    /// A fresh key: its PKCS#8 PEM and its public JWK Set.
    ///
    /// # Errors
    /// `Unexpected` when the random source of the system fails.
    pub fn generate(alg: Alg) -> Result<(String, String), Refusal> {
        let der = Pair::generate(alg).ok_or(Refusal::Unexpected)?;
        let pem = to_pem(&der);
        let jwks = Self::from_pkcs8_pem(&pem, alg)?.public_jwks();
        Ok((pem, jwks))
    }

    /// Adds the SHA-256 thumbprint of the certificate under which Entra knows this key
    /// (header `x5t#S256`, RFC 7515 section 4.1.8).
    pub fn with_certificate(self, thumbprint: [u8; 32]) -> Self {
        let header = json!({
            "alg": self.alg.name(),
            "kid": self.kid,
            "typ": "JWT",
            "x5t#S256": URL_SAFE_NO_PAD.encode(thumbprint),
        });
        Self {
            header: URL_SAFE_NO_PAD.encode(header.to_string()),
            ..self
        }
    }

    fn new(pair: Pair, alg: Alg) -> Self {
        let (kid, public) = pair.public(alg);
        let header = json!({ "alg": alg.name(), "kid": kid, "typ": "JWT" }).to_string();
        Self {
            alg,
            kid,
            public,
            header: URL_SAFE_NO_PAD.encode(header),
            pair,
        }
    }

    /// What it signs with.
    pub const fn alg(&self) -> Alg {
        self.alg
    }

    /// Its RFC 7638 thumbprint, which is its `kid`.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// Its public half as a JWK Set.
    pub fn public_jwks(&self) -> String {
        public_jwks([self])
    }

    /// `claims` as a signed token in compact form.
    ///
    /// # Errors
    /// `Unexpected` when signing fails.
    pub(crate) fn sign(&self, claims: &[u8]) -> Result<String, Refusal> {
        self.sign_under(&self.header, claims)
    }

    fn sign_under(&self, header: &str, claims: &[u8]) -> Result<String, Refusal> {
        let mut token = header.to_owned();
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(claims, &mut token);
        let signature = self
            .signature(token.as_bytes())
            .ok_or(Refusal::Unexpected)?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }

    /// `claims` as a signed token of a type of its own (header `typ`, RFC 8725 section 3.11), so
    /// that nobody takes it for a client assertion.
    ///
    /// # Errors
    /// `Unexpected` when signing fails.
    pub fn sign_typed(&self, typ: &str, claims: &[u8]) -> Result<String, Refusal> {
        let header = json!({ "alg": self.alg.name(), "kid": self.kid, "typ": typ });
        self.sign_under(&URL_SAFE_NO_PAD.encode(header.to_string()), claims)
    }

    /// A bare signature over `message`.
    pub(crate) fn signature(&self, message: &[u8]) -> Option<Vec<u8>> {
        self.pair.sign(self.alg, message)
    }
}

impl fmt::Debug for ClientKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("ClientKey")
            .field(&self.alg)
            .field(&self.kid)
            .finish()
    }
}

/// The public halves of several keys as one JWK Set: the present one and the next, while the next
/// is being registered (R-11).
pub fn public_jwks<'a>(keys: impl IntoIterator<Item = &'a ClientKey>) -> String {
    let keys: Vec<_> = keys.into_iter().map(|key| &key.public).collect();
    json!({ "keys": keys }).to_string()
}

impl Pair {
    fn parse(der: &[u8], alg: Alg) -> Option<Self> {
        match alg {
            Alg::Es256 => EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der)
                .ok()
                .map(|pair| Self::P256(Box::new(pair))),
            Alg::Rs256 | Alg::Ps256 => RsaKeyPair::from_pkcs8(der).ok().map(Self::Rsa),
        }
    }

    fn generate(alg: Alg) -> Option<Vec<u8>> {
        match alg {
            Alg::Es256 => {
                EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
                    .ok()
                    .map(|document| document.as_ref().to_vec())
            }
            Alg::Rs256 | Alg::Ps256 => {
                let pair = RsaKeyPair::generate(KeySize::Rsa2048).ok()?;
                AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(&pair)
                    .ok()
                    .map(|der| der.as_ref().to_vec())
            }
        }
    }

    /// Thumbprint (RFC 7638: required members, in order, without spaces) and public JWK.
    fn public(&self, alg: Alg) -> (String, serde_json::Value) {
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Self::P256(pair) => {
                // Uncompressed point: 04, x, y (SEC 1 section 2.3.3).
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                let (x, y) = (encode(x), encode(y));
                let kid = s256(&format!(
                    r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#
                ));
                let jwk = json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": kid, "use": "sig", "alg": alg.name() });
                (kid, jwk)
            }
            Self::Rsa(pair) => {
                let key = pair.public_key();
                let n = encode(key.modulus().big_endian_without_leading_zero());
                let e = encode(key.exponent().big_endian_without_leading_zero());
                let kid = rsa_thumbprint(&n, &e);
                let jwk = json!({ "kty": "RSA", "n": n, "e": e, "kid": kid, "use": "sig", "alg": alg.name() });
                (kid, jwk)
            }
        }
    }

    fn sign(&self, alg: Alg, message: &[u8]) -> Option<Vec<u8>> {
        let random = SystemRandom::new();
        match self {
            Self::P256(pair) => pair
                .sign(&random, message)
                .ok()
                .map(|signature| signature.as_ref().to_vec()),
            Self::Rsa(pair) => {
                let padding = if alg == Alg::Ps256 {
                    &RSA_PSS_SHA256
                } else {
                    &RSA_PKCS1_SHA256
                };
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(padding, &random, message, &mut signature).ok()?;
                Some(signature)
            }
        }
    }
}

fn rsa_thumbprint(n: &str, e: &str) -> String {
    s256(&format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#))
}

fn to_pem(der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    let mut pem = String::from("-----BEGIN PRIVATE KEY-----\n");
    for line in body.as_bytes().chunks(64) {
        pem.extend(line.iter().map(|byte| char::from(*byte)));
        pem.push('\n');
    }
    pem.push_str("-----END PRIVATE KEY-----\n");
    pem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r11_the_kid_is_the_thumbprint_of_rfc_7638_section_3_1() {
        let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSo\
                 c_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGj\
                 QR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-b\
                 FTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        assert_eq!(
            rsa_thumbprint(n, "AQAB"),
            "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
        );
    }

    #[test]
    fn r11_two_keys_are_published_while_one_replaces_the_other() {
        let key = |alg| {
            let (pem, _) = ClientKey::generate(alg).expect("a key");
            ClientKey::from_pkcs8_pem(&pem, alg).expect("the same key")
        };
        let (old, new) = (key(Alg::Es256), key(Alg::Es256));
        let set: serde_json::Value =
            serde_json::from_str(&public_jwks([&old, &new])).expect("JSON");
        let keys = set["keys"].as_array().expect("a list");
        let kids: Vec<_> = keys.iter().map(|key| &key["kid"]).collect();
        assert_eq!(kids, [old.kid(), new.kid()]);
        assert!(
            keys.iter().all(|key| key.get("d").is_none()),
            "the private half stays here"
        );
    }

    #[test]
    fn a_key_of_another_kind_is_refused_at_the_start() {
        let (pem, _) = ClientKey::generate(Alg::Es256).expect("a key");
        let empty = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        for hostile in [pem.as_str(), "", empty] {
            let refused = ClientKey::from_pkcs8_pem(hostile, Alg::Rs256).map(|key| key.kid);
            assert_eq!(refused, Err(Refusal::ProviderMisconfigured));
        }
    }

    #[test]
    fn a_key_does_not_print_its_secret() {
        let (pem, _) = ClientKey::generate(Alg::Es256).expect("a key");
        let key = ClientKey::from_pkcs8_pem(&pem, Alg::Es256).expect("the same key");
        assert_eq!(
            format!("{key:?}"),
            format!("ClientKey(Es256, {:?})", key.kid())
        );
    }
}
