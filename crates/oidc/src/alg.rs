//! The signature algorithms there are for us. `none` and the shared-secret ones have no value of
//! this type, so they cannot be allowed by mistake.

use openidconnect::JwsSigningAlgorithm;
use openidconnect::core::CoreJsonWebKeyType;
use serde::{Deserialize, Serialize};

/// A JWS signature algorithm (RFC 7518 section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Alg {
    /// ECDSA on P-256 with SHA-256.
    #[serde(rename = "ES256")]
    Es256,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    #[serde(rename = "RS256")]
    Rs256,
    /// RSASSA-PSS with SHA-256.
    #[serde(rename = "PS256")]
    Ps256,
}

impl Alg {
    /// The `alg` value.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
        }
    }

    /// Reads an `alg` value, case-sensitive (RFC 7515 section 4.1.1).
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Es256, Self::Rs256, Self::Ps256]
            .into_iter()
            .find(|alg| alg.name() == name)
    }
}

impl JwsSigningAlgorithm for Alg {
    type KeyType = CoreJsonWebKeyType;

    fn key_type(&self) -> Option<CoreJsonWebKeyType> {
        Some(match self {
            Self::Es256 => CoreJsonWebKeyType::EllipticCurve,
            Self::Rs256 | Self::Ps256 => CoreJsonWebKeyType::RSA,
        })
    }

    fn uses_shared_secret(&self) -> bool {
        false
    }

    fn rsa_sha_256() -> Self {
        Self::Rs256
    }
}
