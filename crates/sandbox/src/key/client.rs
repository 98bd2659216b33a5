//! Public keys a client registered, and signatures checked against them.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256,
    RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde_json::Value;

use crate::encoding::from_base64url;

/// One registered public key.
#[derive(Debug, Clone)]
pub(crate) struct ClientKey {
    pub(crate) kid: String,
    algorithms: Vec<String>,
    material: Material,
}

#[derive(Debug, Clone)]
enum Material {
    Ec(Vec<u8>),
    Rsa { n: Vec<u8>, e: Vec<u8> },
}

impl ClientKey {
    /// Whether `alg` is registered for this key.
    pub(crate) fn allows(&self, alg: &str) -> bool {
        self.algorithms.iter().any(|registered| registered == alg)
    }

    /// Whether `signature` is this key's signature of `message` by `alg`.
    pub(crate) fn verifies(&self, alg: &str, message: &[u8], signature: &[u8]) -> bool {
        match (&self.material, alg) {
            (Material::Ec(point), "ES256") => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                    .verify(message, signature)
                    .is_ok()
            }
            (Material::Rsa { n, e }, "RS256") => RsaPublicKeyComponents { n, e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                .is_ok(),
            (Material::Rsa { n, e }, "PS256") => RsaPublicKeyComponents { n, e }
                .verify(&RSA_PSS_2048_8192_SHA256, message, signature)
                .is_ok(),
            _ => false,
        }
    }
}

/// Reads the keys a client registered.
///
/// # Errors
/// Says what is wrong with the first key that cannot be used.
pub(crate) fn read_client_keys(jwks: &Value) -> Result<Vec<ClientKey>, String> {
    let keys = jwks
        .get("keys")
        .and_then(Value::as_array)
        .ok_or("no member \"keys\"")?;
    keys.iter().map(read_key).collect()
}

fn read_key(jwk: &Value) -> Result<ClientKey, String> {
    let text = |name: &str| jwk.get(name).and_then(Value::as_str);
    let part = |name: &str| {
        text(name)
            .and_then(from_base64url)
            .ok_or_else(|| format!("member \"{name}\" is missing"))
    };
    if jwk.get("d").is_some() {
        return Err("this is a private key; register the public half".to_owned());
    }
    let kid = text("kid").ok_or("member \"kid\" is missing")?.to_owned();
    let (material, usual): (_, &[&str]) = match text("kty") {
        Some("EC") if text("crv") == Some("P-256") => {
            let point = [vec![4], part("x")?, part("y")?].concat();
            (Material::Ec(point), &["ES256"])
        }
        Some("RSA") => (
            Material::Rsa {
                n: part("n")?,
                e: part("e")?,
            },
            &["RS256", "PS256"],
        ),
        other => return Err(format!("key type {other:?} is not taken")),
    };
    let algorithms = match text("alg") {
        Some(alg) => vec![alg.to_owned()],
        None => usual.iter().map(|&alg| alg.to_owned()).collect(),
    };
    Ok(ClientKey {
        kid,
        algorithms,
        material,
    })
}
