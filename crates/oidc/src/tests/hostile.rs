//! Bytes that nobody agreed on: whatever they are, they are read or refused, never a panic.

use proptest::prelude::*;

use super::forge::{Draft, encode};
use crate::http::{Answer, Media};
use crate::jws::UnverifiedJws;
use crate::key::set::KeySet;
use crate::metadata::Metadata;
use crate::{Alg, Callback, classify_error, parse_callback};

fn json_like() -> impl Strategy<Value = String> {
    let pieces = [
        "{", "}", "[", "]", ":", ",", "\"", "\\u", "1e309", "-1", "null", "true", "iss", "sub",
        "keys", "kid", "alg",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..60)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a31_any_query_is_read_or_refused(query in "\\PC{0,300}") {
        if let Ok(callback) = parse_callback(&query) {
            prop_assert!(query.contains(&callback.state().to_text()) || query.contains('%'));
        }
    }

    #[test]
    fn a31_any_parameters_beside_a_good_state_are_read_or_refused(rest in "[a-z_]{0,20}=[ -~]{0,60}") {
        let state = ident_core::secret::Token::from_random([5; 32]).to_text();
        if let Ok(Callback::Code { code, .. }) = parse_callback(&format!("state={state}&{rest}")) {
            prop_assert!(!code.expose().is_empty());
        }
    }

    #[test]
    fn any_error_has_a_meaning(error in "\\PC{0,40}", description in prop::option::of("\\PC{0,40}")) {
        let refusal = classify_error(&error, description.as_deref());
        prop_assert!(refusal.code().starts_with("provider_"));
    }

    #[test]
    fn any_bytes_are_refused_as_a_token(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        prop_assert!(UnverifiedJws::parse(&text, Alg::Es256).is_err());
    }

    #[test]
    fn any_json_in_place_of_header_or_claims_is_read_or_refused(header in json_like(), claims in json_like()) {
        let text = format!("{}.{}.AAAA", encode(header), encode(claims));
        prop_assert!(UnverifiedJws::parse(&text, Alg::Es256).is_err());
    }

    #[test]
    fn a_token_with_any_one_byte_changed_is_refused(place in 0usize..800, byte in 0x21u8..0x7f) {
        let draft = Draft::good(Alg::Es256);
        let mut text = draft.text().into_bytes();
        let place = place % text.len();
        prop_assume!(text[place] != byte);
        text[place] = byte;
        let spoilt = String::from_utf8(text).expect("ASCII");
        let request = crate::id_token::Request {
            nonce: super::forge::NONCE,
            now: ident_core::time::Timestamp::from_seconds(super::forge::NOW),
        };
        let keys = serde_json::json!({ "keys": draft.published }).to_string();
        let keys = KeySet::parse(keys.as_bytes()).expect("a key set");
        let verdict = crate::id_token::UnverifiedIdToken::parse(&spoilt, &draft.profile, request)
            .and_then(|token| token.verify(&keys.fitting(token.kid(), Alg::Es256), super::forge::ACCESS));
        prop_assert!(verdict.is_err());
    }

    #[test]
    fn any_json_in_place_of_documents_is_read_or_refused(body in json_like()) {
        let profile = Draft::good(Alg::Es256).profile;
        prop_assert!(Metadata::parse(body.as_bytes(), &profile).is_err());
        let _ = KeySet::parse(body.as_bytes());
        let answer = Answer { status: 200, media: Media::Json, body: body.into_bytes() };
        prop_assert!(crate::token::read(&answer).is_err());
    }

    #[test]
    fn any_key_material_is_parsed_or_skipped(x in "[A-Za-z0-9_-]{0,90}", n in "[A-Za-z0-9_-]{300,700}", e in "[A-Za-z0-9_-]{0,6}") {
        let set = serde_json::json!({ "keys": [
            { "kty": "EC", "crv": "P-256", "x": x, "y": x },
            { "kty": "RSA", "n": n, "e": e },
        ] });
        prop_assert!(KeySet::parse(set.to_string().as_bytes()).is_ok());
    }
}
