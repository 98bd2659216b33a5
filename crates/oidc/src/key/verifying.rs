//! A provider's public key, parsed once and verified with by aws-lc-rs.
//!
//! `openidconnect` would parse the key again at each signature and verify in pure Rust.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256,
    RsaPublicKeyComponents,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ident_core::kiosk::KioskKey;
use openidconnect::core::{CoreJsonWebKeyType, CoreJsonWebKeyUse};
use openidconnect::{
    JsonWebKey, JsonWebKeyAlgorithm, JsonWebKeyId, JsonWebKeyUse, JwsSigningAlgorithm,
    SignatureVerificationError,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::alg::Alg;

/// A public key of a provider. Cheap to clone.
#[derive(Clone)]
pub(crate) struct VerifyingKey(Arc<Parsed>);

struct Parsed {
    jwk: Jwk,
    kind: CoreJsonWebKeyType,
    material: Material,
}

enum Material {
    P256(ParsedPublicKey),
    Rsa {
        pkcs1: ParsedPublicKey,
        pss: ParsedPublicKey,
    },
    /// Stands for a shared secret, which no provider of ours has; verifies nothing.
    Nothing,
}

/// The members of a JWK that we know (RFC 7517 section 4, RFC 7518 section 6).
#[derive(Clone, Default, Deserialize, Serialize)]
struct Jwk {
    kty: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    kid: Option<JsonWebKeyId>,
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    key_use: Option<CoreJsonWebKeyUse>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_ops: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alg: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    crv: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    x: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    y: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    e: Option<String>,
}

impl VerifyingKey {
    /// Whether this key may check signatures of `alg`: by type, `use`, `key_ops` and `alg`.
    pub(crate) fn serves(&self, alg: Alg) -> bool {
        let jwk = &self.0.jwk;
        alg.key_type().as_ref() == Some(&self.0.kind)
            && jwk
                .key_use
                .as_ref()
                .is_none_or(JsonWebKeyUse::allows_signature)
            && jwk
                .key_ops
                .as_ref()
                .is_none_or(|ops| ops.iter().any(|op| op == "verify"))
            && jwk.alg.as_deref().is_none_or(|name| name == alg.name())
    }

    /// The key of a kiosk; `None` for what is no point on the curve.
    pub(crate) fn of_kiosk(key: &KioskKey) -> Option<Self> {
        let member = |bytes: &[u8; 32]| Some(URL_SAFE_NO_PAD.encode(bytes));
        Self::parse(Jwk {
            kty: "EC".to_owned(),
            crv: Some("P-256".to_owned()),
            x: member(&key.x),
            y: member(&key.y),
            ..Jwk::default()
        })
    }

    fn parse(jwk: Jwk) -> Option<Self> {
        let (kind, material) = match jwk.kty.as_str() {
            "EC" => (CoreJsonWebKeyType::EllipticCurve, p256(&jwk)?),
            "RSA" => (CoreJsonWebKeyType::RSA, rsa(&jwk)?),
            _ => return None,
        };
        Some(Self(Arc::new(Parsed {
            jwk,
            kind,
            material,
        })))
    }
}

fn p256(jwk: &Jwk) -> Option<Material> {
    let (x, y) = (member(jwk.x.as_ref())?, member(jwk.y.as_ref())?);
    if jwk.crv.as_deref() != Some("P-256") || x.len() != 32 || y.len() != 32 {
        return None;
    }
    let point = [&[4], x.as_slice(), y.as_slice()].concat();
    ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
        .ok()
        .map(Material::P256)
}

fn rsa(jwk: &Jwk) -> Option<Material> {
    let (n, e) = (member(jwk.n.as_ref())?, member(jwk.e.as_ref())?);
    // Under 2048 bits aws-lc-rs would refuse at each signature; say so once instead.
    if n.len() < 256 {
        return None;
    }
    let components = RsaPublicKeyComponents { n, e };
    Some(Material::Rsa {
        pkcs1: components
            .to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256)
            .ok()?,
        pss: components
            .to_parsed_public_key(&RSA_PSS_2048_8192_SHA256)
            .ok()?,
    })
}

fn member(text: Option<&String>) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text?).ok()
}

impl JsonWebKey for VerifyingKey {
    type KeyUse = CoreJsonWebKeyUse;
    type SigningAlgorithm = Alg;

    fn key_id(&self) -> Option<&JsonWebKeyId> {
        self.0.jwk.kid.as_ref()
    }

    fn key_type(&self) -> &CoreJsonWebKeyType {
        &self.0.kind
    }

    fn key_use(&self) -> Option<&CoreJsonWebKeyUse> {
        self.0.jwk.key_use.as_ref()
    }

    fn signing_alg(&self) -> JsonWebKeyAlgorithm<&Alg> {
        match self.0.jwk.alg.as_deref() {
            None => JsonWebKeyAlgorithm::Unspecified,
            Some("ES256") => JsonWebKeyAlgorithm::Algorithm(&Alg::Es256),
            Some("RS256") => JsonWebKeyAlgorithm::Algorithm(&Alg::Rs256),
            Some("PS256") => JsonWebKeyAlgorithm::Algorithm(&Alg::Ps256),
            Some(_) => JsonWebKeyAlgorithm::Unsupported,
        }
    }

    fn new_symmetric(_: Vec<u8>) -> Self {
        let (kind, material) = (CoreJsonWebKeyType::Symmetric, Material::Nothing);
        Self(Arc::new(Parsed {
            jwk: Jwk::default(),
            kind,
            material,
        }))
    }

    fn verify_signature(
        &self,
        alg: &Alg,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureVerificationError> {
        let ((Material::P256(key), Alg::Es256)
        | (Material::Rsa { pkcs1: key, .. }, Alg::Rs256)
        | (Material::Rsa { pss: key, .. }, Alg::Ps256)) = (&self.0.material, alg)
        else {
            return Err(SignatureVerificationError::InvalidKey(
                alg.name().to_owned(),
            ));
        };
        key.verify_sig(message, signature)
            .map_err(|_| SignatureVerificationError::CryptoError("wrong signature".to_owned()))
    }

    fn hash_bytes(&self, bytes: &[u8], alg: &Alg) -> Result<Vec<u8>, String> {
        match alg {
            Alg::Es256 | Alg::Rs256 | Alg::Ps256 => Ok(digest(&SHA256, bytes).as_ref().to_vec()),
        }
    }
}

impl<'de> Deserialize<'de> for VerifyingKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let jwk = Jwk::deserialize(deserializer)?;
        Self::parse(jwk).ok_or_else(|| D::Error::custom("not a key of ours to verify with"))
    }
}

impl Serialize for VerifyingKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.jwk.serialize(serializer)
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("VerifyingKey")
            .field(&self.0.jwk.kid)
            .finish()
    }
}
