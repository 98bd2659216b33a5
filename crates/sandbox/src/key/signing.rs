//! A key pair that signs tokens, with the public half as JWK.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use serde_json::{Value, json};

use crate::encoding::base64url;
use crate::key::KeyError;
use crate::random;
use crate::token::digest_text;

/// A signature algorithm of RFC 7518 that the sandbox can sign with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Es256,
    Rs256,
}

impl Algorithm {
    /// The `alg` name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }

    /// The one of the two that this is not.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Es256 => Self::Rs256,
            Self::Rs256 => Self::Es256,
        }
    }
}

/// A private key with its key id.
#[derive(Debug)]
pub(crate) struct SigningKey {
    pub(crate) kid: String,
    pair: Pair,
}

#[derive(Debug)]
enum Pair {
    Ec(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

impl SigningKey {
    /// A fresh key and its PKCS#8 text.
    pub(crate) fn generate(algorithm: Algorithm) -> Result<(Self, Vec<u8>), KeyError> {
        let document = match algorithm {
            Algorithm::Es256 => {
                EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
                    .map_err(|_| KeyError::Refused)?
                    .as_ref()
                    .to_vec()
            }
            Algorithm::Rs256 => RsaKeyPair::generate(KeySize::Rsa2048)
                .and_then(|pair| pair.as_der())
                .map_err(|_| KeyError::Refused)?
                .as_ref()
                .to_vec(),
        };
        Ok((Self::read(algorithm, &document)?, document))
    }

    /// A fresh key nobody keeps.
    pub(crate) fn ephemeral(algorithm: Algorithm) -> Result<Self, KeyError> {
        Self::generate(algorithm).map(|(key, _)| key)
    }

    /// A key from PKCS#8. Its id follows from the public half.
    pub(crate) fn read(algorithm: Algorithm, pkcs8: &[u8]) -> Result<Self, KeyError> {
        let malformed = |_| KeyError::Malformed;
        let pair = match algorithm {
            Algorithm::Es256 => Pair::Ec(
                EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8)
                    .map_err(malformed)?,
            ),
            Algorithm::Rs256 => Pair::Rsa(RsaKeyPair::from_pkcs8(pkcs8).map_err(malformed)?),
        };
        let kid = digest_text(&pair.public_bytes())[..16].to_owned();
        Ok(Self { kid, pair })
    }

    /// The algorithm this key signs with.
    pub(crate) fn algorithm(&self) -> Algorithm {
        match self.pair {
            Pair::Ec(_) => Algorithm::Es256,
            Pair::Rsa(_) => Algorithm::Rs256,
        }
    }

    /// The signature in the form of RFC 7518.
    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let source = SystemRandom::new();
        match &self.pair {
            Pair::Ec(pair) => pair
                .sign(&source, message)
                .expect("a P-256 key signs any message")
                .as_ref()
                .to_vec(),
            Pair::Rsa(pair) => {
                let mut out = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &source, message, &mut out)
                    .expect("the buffer has the length of the modulus");
                out
            }
        }
    }

    /// The public half as a JWK (RFC 7517).
    pub(crate) fn jwk(&self) -> Value {
        let mut jwk = match &self.pair {
            Pair::Ec(pair) => {
                // Uncompressed point: 0x04, then 32 bytes each.
                let point = pair.public_key().as_ref();
                json!({ "kty": "EC", "crv": "P-256",
                        "x": base64url(&point[1..33]), "y": base64url(&point[33..65]) })
            }
            Pair::Rsa(pair) => {
                let public = pair.public_key();
                json!({ "kty": "RSA",
                        "n": base64url(public.modulus().big_endian_without_leading_zero()),
                        "e": base64url(public.exponent().big_endian_without_leading_zero()) })
            }
        };
        jwk["use"] = json!("sig");
        jwk["alg"] = json!(self.algorithm().name());
        jwk["kid"] = json!(self.kid);
        jwk
    }

    /// The bytes of the public half, which the HS256 confusion attack misuses as a shared secret.
    pub(crate) fn public_bytes(&self) -> Vec<u8> {
        self.pair.public_bytes()
    }
}

impl Pair {
    fn public_bytes(&self) -> Vec<u8> {
        match self {
            Self::Ec(pair) => pair.public_key().as_ref().to_vec(),
            Self::Rsa(pair) => pair.public_key().as_ref().to_vec(),
        }
    }
}

/// A JWK of a key nobody holds, to fill a key set with: never a usable key.
pub(crate) fn decoy_jwk(kid: &str, purpose: &str) -> Value {
    let mut modulus = random::bytes::<256>();
    modulus[0] |= 0x80;
    json!({ "kty": "RSA", "use": purpose, "kid": kid, "alg": "RSA-OAEP",
            "n": base64url(&modulus), "e": "AQAB" })
}
