//! A signed token in compact form (RFC 7515 section 7.1), taken apart but not believed.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ident_core::refusal::Refusal;
use openidconnect::JsonWebKey;

use crate::alg::Alg;
use crate::json::{self, Object, WrongType};
use crate::key::verifying::VerifyingKey;

/// The longest token that is read, in bytes.
const MAX_TOKEN_BYTES: usize = 16 * 1024;

/// A token whose form is good and whose signature has not been looked at.
#[derive(Debug)]
pub(crate) struct UnverifiedJws<'a> {
    /// The key it names.
    pub(crate) kid: Option<String>,
    /// What it says it is (`typ`), in the letters that it uses.
    pub(crate) typ: Option<String>,
    /// Its claims, not to be believed yet.
    pub(crate) unverified_claims: Object,
    signed: &'a str,
    signature: Vec<u8>,
}

impl<'a> UnverifiedJws<'a> {
    /// Takes a token apart. Of the header only `alg`, `kid` and `crit` matter: keys that a token
    /// brings along or points to (`jwk`, `x5c`, `jku`, `x5u`) are never looked at.
    ///
    /// # Errors
    /// `TokenMalformed`, and `TokenAlgorithm` for any other algorithm than `alg`.
    pub(crate) fn parse(token: &'a str, alg: Alg) -> Result<Self, Refusal> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(Refusal::TokenMalformed);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(Refusal::TokenMalformed)?;
        let (header, payload) = signed.split_once('.').ok_or(Refusal::TokenMalformed)?;
        let header = object(header)?;
        check_header(&header, alg)?;
        let kid = json::text(&header, "kid")
            .map_err(malformed)?
            .map(str::to_owned);
        let typ = json::text(&header, "typ")
            .map_err(malformed)?
            .map(str::to_owned);
        let unverified_claims = object(payload)?;
        let signature = decode(signature)?;
        Ok(Self {
            kid,
            typ,
            unverified_claims,
            signed,
            signature,
        })
    }

    /// The claims, if one of the keys made the signature.
    ///
    /// # Errors
    /// `TokenSignature`.
    pub(crate) fn verify(self, keys: &[VerifyingKey], alg: Alg) -> Result<Object, Refusal> {
        let message = self.signed.as_bytes();
        let fits =
            |key: &VerifyingKey| key.verify_signature(&alg, message, &self.signature).is_ok();
        if keys.iter().any(fits) {
            Ok(self.unverified_claims)
        } else {
            Err(Refusal::TokenSignature)
        }
    }
}

fn check_header(header: &Object, alg: Alg) -> Result<(), Refusal> {
    // `enc` makes it an encrypted token; we understand no extension, so `crit` is always too much.
    if header.contains_key("crit") || header.contains_key("enc") {
        return Err(Refusal::TokenMalformed);
    }
    match json::text(header, "alg").map_err(malformed)? {
        None => Err(Refusal::TokenMalformed),
        Some(name) if Alg::parse(name) == Some(alg) => Ok(()),
        Some(_) => Err(Refusal::TokenAlgorithm),
    }
}

fn object(part: &str) -> Result<Object, Refusal> {
    json::parse_object(&decode(part)?).ok_or(Refusal::TokenMalformed)
}

fn decode(part: &str) -> Result<Vec<u8>, Refusal> {
    URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| Refusal::TokenMalformed)
}

/// A claim of another type than agreed makes the whole token malformed.
pub(crate) const fn malformed(_: WrongType) -> Refusal {
    Refusal::TokenMalformed
}
