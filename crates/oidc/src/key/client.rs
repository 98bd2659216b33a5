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
        let mut token = self.header.clone();
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(claims, &mut token);
        let signature = self
            .pair
            .sign(self.alg, token.as_bytes())
            .ok_or(Refusal::Unexpected)?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
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
                let kid = s256(&format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#));
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
