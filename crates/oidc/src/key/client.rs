//! Our own signing key at a provider.

use ident_core::refusal::Refusal;

use crate::alg::Alg;

/// A parsed private key with which `client_assertion`s are signed.
pub struct ClientKey {
    alg: Alg,
}

impl ClientKey {
    /// Reads a PKCS#8 key in PEM form.
    ///
    /// # Errors
    /// `ProviderMisconfigured` when it is no PKCS#8 key, or not one for `alg`.
    pub fn from_pkcs8_pem(pem: &str, alg: Alg) -> Result<Self, Refusal> {
        let _ = (pem, alg);
        Err(Refusal::Unexpected)
    }

    /// A fresh key: its PKCS#8 PEM and its public JWK Set.
    ///
    /// # Errors
    /// `Unexpected` when the random source of the system fails.
    pub fn generate(alg: Alg) -> Result<(String, String), Refusal> {
        let _ = alg;
        Err(Refusal::Unexpected)
    }

    /// Its RFC 7638 thumbprint, which is its `kid`.
    pub fn kid(&self) -> &str {
        self.alg.name()
    }

    /// Its public half as a JWK Set.
    pub fn public_jwks(&self) -> String {
        public_jwks([self])
    }
}

/// The public halves of several keys as one JWK Set: the present one and the next, while the next
/// is being registered.
pub fn public_jwks<'a>(keys: impl IntoIterator<Item = &'a ClientKey>) -> String {
    keys.into_iter().map(ClientKey::kid).collect()
}
