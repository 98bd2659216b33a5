//! The ID token as it is minted: right, or with the one thing wrong that is armed.

use aws_lc_rs::hmac;
use serde_json::{Value, json};

use crate::encoding::base64url;
use crate::fault::Fault;
use crate::key::KeyRing;
use crate::random;
use crate::token::{Claims, at_hash, encode, unsigned};

const TEN_MINUTES: i64 = 600;
const WEEK: i64 = 7 * 24 * 3600;

/// What a token is minted from.
#[derive(Debug)]
pub(crate) struct Mint<'a> {
    pub(crate) keys: &'a KeyRing,
    pub(crate) claims: Claims,
    pub(crate) now: i64,
    /// Nonce of the request before this one.
    pub(crate) other_nonce: String,
    /// The claim that says how the person was authenticated: `acr`, or Entra's `acrs`.
    pub(crate) level: &'static str,
}

/// The signed token, spoilt by `fault`.
pub(crate) fn mint(mut mint: Mint<'_>, fault: Option<Fault>) -> String {
    let Some(fault) = fault else {
        return sign(&mint);
    };
    if fault == Fault::JwksRotatedBefore {
        let _ = mint.keys.rotate(false);
        return sign(&mint);
    }
    if spoil_identity(&mut mint, fault) || spoil_freshness(&mut mint, fault) {
        return sign(&mint);
    }
    spoil_signature(&mint, fault)
}

fn header(mint: &Mint<'_>) -> Value {
    let key = mint.keys.present();
    json!({ "alg": key.algorithm().name(), "typ": "JWT", "kid": key.kid })
}

fn sign(mint: &Mint<'_>) -> String {
    encode(&header(mint), &mint.claims, &mint.keys.present())
}

fn spoil_identity(mint: &mut Mint<'_>, fault: Fault) -> bool {
    let client = mint.claims.get("aud").cloned().unwrap_or_default();
    let (claim, value) = match fault {
        Fault::IssWrong => ("iss", json!("https://issuer.example/realms/main")),
        Fault::IssMissing => ("iss", Value::Null),
        Fault::SubMissing => ("sub", Value::Null),
        Fault::SubEmpty => ("sub", json!("")),
        Fault::SubTooLong => ("sub", json!("s".repeat(256))),
        Fault::SubArray => ("sub", json!([mint.claims.get("sub")])),
        Fault::AudWrong => ("aud", json!("OTHERCLIENT")),
        Fault::AudMissing => ("aud", Value::Null),
        Fault::AudArrayOk => ("aud", json!([client])),
        Fault::AudArrayStranger => ("aud", json!([client, "OTHERCLIENT"])),
        Fault::AzpWrong => ("azp", json!("OTHERCLIENT")),
        Fault::AcrWrong if mint.level == "acrs" => ("acrs", json!(["c9"])),
        Fault::AcrWrong => ("acr", json!("aal1")),
        Fault::AcrMissing => (mint.level, Value::Null),
        Fault::TidWrong => ("tid", json!("00000000-0000-4000-8000-000000000bad")),
        Fault::OidMissing => ("oid", Value::Null),
        _ => return false,
    };
    set(mint, claim, value);
    true
}

fn spoil_freshness(mint: &mut Mint<'_>, fault: Fault) -> bool {
    let now = mint.now;
    let (claim, value) = match fault {
        Fault::ExpPast => ("exp", json!(now - 360)),
        Fault::ExpMissing => ("exp", Value::Null),
        Fault::ExpFar => ("exp", json!(now + 30 * 24 * 3600)),
        Fault::IatMissing => ("iat", Value::Null),
        Fault::IatFuture => ("iat", json!(now + TEN_MINUTES)),
        Fault::IatWeekPast => ("iat", json!(now - WEEK)),
        Fault::NbfFuture => ("nbf", json!(now + TEN_MINUTES)),
        Fault::NonceWrong => ("nonce", json!(random::token())),
        Fault::NonceMissing => ("nonce", Value::Null),
        Fault::NonceOtherFlow => ("nonce", json!(mint.other_nonce)),
        Fault::AtHashWrong => ("at_hash", json!(at_hash("another access token"))),
        Fault::AtHashMissing => ("at_hash", Value::Null),
        Fault::AuthTimeOld => ("auth_time", json!(now - 3600)),
        Fault::AuthTimeMissing => ("auth_time", Value::Null),
        _ => return false,
    };
    set(mint, claim, value);
    true
}

/// Sets a claim; `null` takes it away.
fn set(mint: &mut Mint<'_>, claim: &str, value: Value) {
    if value.is_null() {
        mint.claims.remove(claim);
    } else {
        mint.claims.insert(claim.to_owned(), value);
    }
}

fn spoil_signature(mint: &Mint<'_>, fault: Fault) -> String {
    let mut head = header(mint);
    match fault {
        Fault::SigBad => return flip(&sign(mint)),
        Fault::AlgNone => {
            head["alg"] = json!("none");
            return format!("{}.", unsigned(&head, &mint.claims));
        }
        Fault::AlgHs256Pubkey => return hs256(mint, &mut head),
        Fault::AlgOther => {
            let key = mint.keys.other();
            head["alg"] = json!(key.algorithm().name());
            head["kid"] = json!(key.kid);
            return encode(&head, &mint.claims, &key);
        }
        Fault::JwkHeader | Fault::JkuHeader => {
            let key = mint.keys.stranger();
            if fault == Fault::JwkHeader {
                head["jwk"] = key.jwk();
            } else {
                head["jku"] = json!("https://attacker.example/keys");
            }
            head["kid"] = json!(key.kid);
            return encode(&head, &mint.claims, &key);
        }
        Fault::Encrypted => return encrypted(),
        Fault::KidMissingSingle | Fault::KidMissingMultiple => {
            head.as_object_mut().map(|head| head.remove("kid"));
        }
        Fault::KidUnknown => head["kid"] = json!("unknown"),
        Fault::CritUnknown => {
            head["crit"] = json!(["urn:example:unknown"]);
            head["urn:example:unknown"] = json!(true);
        }
        _ => {}
    }
    encode(&head, &mint.claims, &mint.keys.present())
}

/// The token with one bit of its signature changed.
pub(crate) fn flip(token: &str) -> String {
    let Some((input, signature)) = token.rsplit_once('.') else {
        return String::new();
    };
    let mut bytes = crate::encoding::from_base64url(signature).unwrap_or_default();
    if let Some(byte) = bytes.get_mut(5) {
        *byte ^= 1;
    }
    format!("{input}.{}", base64url(&bytes))
}

fn hs256(mint: &Mint<'_>, head: &mut Value) -> String {
    head["alg"] = json!("HS256");
    let input = unsigned(head, &mint.claims);
    let key = hmac::Key::new(hmac::HMAC_SHA256, &mint.keys.present().public_bytes());
    format!(
        "{input}.{}",
        base64url(hmac::sign(&key, input.as_bytes()).as_ref())
    )
}

/// Something with the five parts of a JWE (RFC 7516 section 3.1).
fn encrypted() -> String {
    let head = json!({ "alg": "RSA1_5", "enc": "A128CBC-HS256", "cty": "JWT" }).to_string();
    [
        base64url(head.as_bytes()),
        base64url(&random::bytes::<256>()),
        base64url(&random::bytes::<16>()),
        base64url(&random::bytes::<512>()),
        base64url(&random::bytes::<16>()),
    ]
    .join(".")
}
