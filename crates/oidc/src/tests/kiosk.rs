//! Statements of a kiosk with exactly one thing wrong, each with the refusal it must meet.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ident_core::id::KioskId;
use ident_core::kiosk::KioskKey;
use ident_core::refusal::Refusal;
use ident_core::time::Timestamp;
use serde_json::{Value, json};

use super::forge::{NOW, jwk, key};
use crate::{Alg, ClientKey, KioskAssertion, UnverifiedKioskAssertion, is_kiosk_key};

const AUDIENCE: &str = "https://ident.example.ac.jp";
const TYPE: &str = "ident-kiosk+jwt";

fn kiosk() -> KioskId {
    KioskId::from_random([7; 16])
}

fn claims() -> Value {
    let id = kiosk().to_string();
    json!({
        "iss": id, "sub": id, "aud": AUDIENCE, "jti": "0123456789abcdef",
        "iat": NOW, "exp": NOW + 60,
    })
}

fn public(key: &ClientKey) -> KioskKey {
    let jwk = jwk(key);
    let member = |name: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(jwk[name].as_str().expect("text"));
        bytes.expect("base64url").try_into().expect("32 bytes")
    };
    KioskKey {
        x: member("x"),
        y: member("y"),
    }
}

fn signed(claims: &Value) -> String {
    let text = key(Alg::Es256, 0).sign_typed(TYPE, claims.to_string().as_bytes());
    text.expect("signed")
}

fn checked(token: &str, now: i64) -> Result<KioskAssertion, Refusal> {
    let unverified = UnverifiedKioskAssertion::parse(token)?;
    assert_eq!(unverified.issuer(), kiosk());
    let now = Timestamp::from_seconds(now);
    unverified.verify(&public(key(Alg::Es256, 0)), AUDIENCE, now)
}

fn with(name: &str, value: Value) -> String {
    let mut claims = claims();
    claims[name] = value;
    signed(&claims)
}

#[test]
fn r50_a_kiosk_says_that_it_is_itself() {
    let found = checked(&signed(&claims()), NOW).expect("all is right");
    assert_eq!(found.id, "0123456789abcdef");
    assert_eq!(found.issued_at, Timestamp::from_seconds(NOW));
}

#[test]
fn k08_a_statement_is_of_one_minute_give_or_take_the_clocks() {
    let token = signed(&claims());
    for (now, expected) in [
        (NOW - 61, false),
        (NOW - 60, true),
        (NOW + 119, true),
        (NOW + 120, false),
    ] {
        let found = checked(&token, now);
        assert_eq!(found.is_ok(), expected, "{now}");
        assert!(expected || found == Err(Refusal::KioskClock));
    }
}

#[test]
fn k08_a_statement_with_one_thing_wrong_is_refused() {
    let other = KioskId::from_random([8; 16]).to_string();
    for (name, value) in [
        ("sub", json!(other)),
        ("aud", json!("https://elsewhere.example")),
        ("aud", json!([AUDIENCE])),
        ("jti", json!("short")),
        ("jti", json!("0".repeat(65))),
        ("jti", Value::Null),
        ("iat", json!("1800000000")),
        ("exp", json!(NOW + 61)),
        ("exp", json!(NOW)),
        ("exp", json!(i64::MIN)),
        ("iat", json!(i64::MIN)),
    ] {
        let found = checked(&with(name, value.clone()), NOW);
        assert_eq!(found, Err(Refusal::KioskAssertion), "{name}: {value}");
    }
}

#[test]
fn k08_another_key_another_type_or_no_signature_is_refused() {
    let text = claims().to_string();
    let stolen = key(Alg::Es256, 1).sign_typed(TYPE, text.as_bytes());
    let other_type = key(Alg::Es256, 0).sign_typed("ident-alumni+jwt", text.as_bytes());
    let other_alg = key(Alg::Rs256, 0).sign_typed(TYPE, text.as_bytes());
    let good = signed(&claims());
    let (head, _) = good.rsplit_once('.').expect("three parts");
    let tokens = [
        stolen.expect("signed"),
        other_type.expect("signed"),
        other_alg.expect("signed"),
        format!("{head}."),
        head.to_owned(),
        String::new(),
        "a".repeat(100_000),
    ];
    for token in tokens {
        assert_eq!(checked(&token, NOW), Err(Refusal::KioskAssertion));
    }
}

#[test]
fn r50_only_a_point_on_the_curve_is_a_key() {
    assert!(is_kiosk_key(&public(key(Alg::Es256, 0))));
    let wrong = KioskKey {
        x: [1; 32],
        y: [2; 32],
    };
    assert!(!is_kiosk_key(&wrong));
}
