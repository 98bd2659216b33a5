//! ID tokens with exactly one thing wrong, in ES256 and RS256.

use ident_core::refusal::Refusal;
use serde_json::{Value, json};

use super::forge::{CLIENT, Draft, ISSUER, NONCE, NOW, encode, jwk, key};
use crate::Alg;

const ALGS: [Alg; 2] = [Alg::Es256, Alg::Rs256];

fn verdict(alg: Alg, change: impl Fn(&mut Draft)) -> Result<(), Refusal> {
    let mut draft = Draft::good(alg);
    change(&mut draft);
    draft.verdict().map(drop)
}

macro_rules! refused {
    ($($name:ident: $change:expr => $refusal:ident;)*) => {$(
        #[test]
        fn $name() {
            for alg in ALGS {
                assert_eq!(verdict(alg, $change), Err(Refusal::$refusal), "{alg:?}");
            }
        }
    )*};
}

macro_rules! accepted {
    ($($name:ident: $change:expr;)*) => {$(
        #[test]
        fn $name() {
            for alg in ALGS {
                assert_eq!(verdict(alg, $change), Ok(()), "{alg:?}");
            }
        }
    )*};
}

const fn set(claim: &'static str, value: Value) -> impl Fn(&mut Draft) {
    move |draft| draft.claims[claim] = value.clone()
}

fn without(claim: &'static str) -> impl Fn(&mut Draft) {
    move |draft| draft.without(claim)
}

const fn header(member: &'static str, value: Value) -> impl Fn(&mut Draft) {
    move |draft| draft.header[member] = value.clone()
}

accepted! {
    c01_a_token_in_which_all_is_right_is_accepted: |_| {};
    c06_kid_absent_with_a_single_key_is_accepted: |draft| draft.headless("kid");
    c07_kid_absent_with_several_keys_is_accepted_by_trying: |draft| {
        draft.headless("kid");
        let alg = draft.profile.id_token_alg;
        draft.published = [1, 2, 0].map(|number| jwk(key(alg, number))).to_vec();
    };
    c51_aud_as_an_array_of_one_is_accepted: set("aud", json!([CLIENT]));
    f09_iat_a_minute_ahead_is_accepted: set("iat", json!(NOW + 60));
    f09_exp_a_minute_ago_is_accepted: set("exp", json!(NOW - 60));
    r37_nbf_eight_seconds_ahead_is_accepted: set("nbf", json!(NOW + 8));
    r37_iat_ten_minutes_ago_is_accepted: set("iat", json!(NOW - 600));
    r37_exp_a_day_ahead_is_accepted: set("exp", json!(NOW + 86_400));
    r36_sub_of_255_characters_is_accepted: set("sub", json!("s".repeat(255)));
    r36_azp_may_be_absent: without("azp");
    r38_acr_may_say_more_than_is_required: set("acr", json!("crl aal3"));
    r38_any_acr_will_do_where_none_is_required: |draft| {
        draft.profile.required_acr = None;
        draft.without("acr");
    };
    c39_at_hash_may_be_absent_where_the_profile_allows: |draft| {
        draft.profile.at_hash_required = false;
        draft.without("at_hash");
    };
    auth_time_may_be_absent: without("auth_time");
    typ_may_be_absent: |draft| draft.headless("typ");
    r36_keys_that_a_token_brings_along_are_ignored: |draft| {
        let stranger = jwk(key(draft.profile.id_token_alg, 2));
        draft.header["jwk"] = stranger;
        draft.header["jku"] = json!("http://169.254.169.254/keys");
        draft.header["x5u"] = json!("file:///etc/passwd");
        draft.header["x5c"] = json!(["AAAA"]);
    };
    r35_decoys_do_not_confuse: |draft| {
        let alg = draft.profile.id_token_alg;
        let good = jwk(draft.signer);
        let changed = |from: &Value, member: &str, value: Value| {
            let mut decoy = from.clone();
            decoy[member] = value;
            decoy
        };
        let other = if alg == Alg::Es256 { Alg::Rs256 } else { Alg::Es256 };
        draft.published = vec![
            json!({ "kty": "oct", "k": "AAAA", "kid": good["kid"] }),
            json!({ "kty": "OKP", "crv": "Ed25519", "x": "AAAA", "kid": good["kid"] }),
            json!("not a key"),
            changed(&jwk(key(other, 0)), "kid", good["kid"].clone()),
            changed(&jwk(key(alg, 1)), "use", json!("enc")),
            changed(&changed(&jwk(key(alg, 1)), "kid", good["kid"].clone()), "use", json!("enc")),
            changed(&changed(&jwk(key(alg, 1)), "kid", good["kid"].clone()), "alg", json!("ES512")),
            changed(&changed(&jwk(key(alg, 1)), "kid", good["kid"].clone()), "key_ops", json!(["encrypt"])),
            changed(&jwk(key(alg, 1)), "kid", good["kid"].clone()),
            good,
        ];
    };
}

refused! {
    c02_invalid_iss: set("iss", json!("https://other.example/")) => TokenIssuer;
    c50_missing_iss: without("iss") => TokenIssuer;
    c03_missing_sub: without("sub") => TokenSubject;
    r36_empty_sub: set("sub", json!("")) => TokenSubject;
    r36_sub_of_256_characters: set("sub", json!("s".repeat(256))) => TokenSubject;
    r36_sub_outside_ascii: set("sub", json!("ｐｐｉｄ")) => TokenSubject;
    r36_sub_with_a_control_character: set("sub", json!("ppid\n")) => TokenSubject;
    c04_invalid_aud: set("aud", json!("RP00000002")) => TokenAudience;
    c21_c49_missing_aud: without("aud") => TokenAudience;
    r36_aud_as_an_empty_array: set("aud", json!([])) => TokenAudience;
    c44_aud_with_a_stranger: set("aud", json!([CLIENT, "RP00000002"])) => TokenAudience;
    c44_aud_with_a_stranger_first: set("aud", json!(["RP00000002", CLIENT])) => TokenAudience;
    r36_aud_in_another_case: set("aud", json!("rp00000001")) => TokenAudience;
    a08_azp_of_a_stranger: set("azp", json!("RP00000002")) => TokenAzp;
    a08_empty_azp: set("azp", json!("")) => TokenAzp;
    c05_missing_iat: without("iat") => TokenIssuedAt;
    c60_iat_a_week_past: set("iat", json!(NOW - 7 * 86_400)) => TokenIssuedAt;
    r37_iat_more_than_ten_minutes_ago: set("iat", json!(NOW - 601)) => TokenIssuedAt;
    f09_iat_61_seconds_ahead: set("iat", json!(NOW + 61)) => TokenIssuedAt;
    c47_expired_six_minutes_ago: set("exp", json!(NOW - 360)) => TokenExpired;
    f09_exp_61_seconds_ago: set("exp", json!(NOW - 61)) => TokenExpired;
    c48_missing_exp: without("exp") => TokenExpired;
    r37_exp_more_than_a_day_ahead: set("exp", json!(NOW + 86_401)) => TokenExpired;
    r36_exp_at_the_end_of_all_numbers: set("exp", json!(i64::MAX)) => TokenExpired;
    r36_exp_at_the_beginning_of_all_numbers: set("exp", json!(i64::MIN)) => TokenExpired;
    r36_iat_at_the_beginning_of_all_numbers: set("iat", json!(i64::MIN)) => TokenIssuedAt;
    r37_nbf_61_seconds_ahead: set("nbf", json!(NOW + 61)) => TokenNotBefore;
    r71_auth_time_61_seconds_ahead: set("auth_time", json!(NOW + 61)) => TokenIssuedAt;
    c12_c52_invalid_nonce: set("nonce", json!("another")) => TokenNonce;
    c53_missing_nonce: without("nonce") => TokenNonce;
    a06_nonce_that_only_begins_like_ours: set("nonce", json!(NONCE[..42])) => TokenNonce;
    a06_empty_nonce: set("nonce", json!("")) => TokenNonce;
    c38_invalid_at_hash: set("at_hash", json!(super::forge::at_hash("another"))) => TokenAtHash;
    c38_whole_hash_in_place_of_its_half: set("at_hash", json!("A".repeat(43))) => TokenAtHash;
    c38_empty_at_hash: set("at_hash", json!("")) => TokenAtHash;
    c39_missing_at_hash: without("at_hash") => TokenAtHash;
    r38_wrong_acr: set("acr", json!("aal2")) => TokenAcr;
    r38_acr_that_only_begins_like_ours: set("acr", json!("aal33")) => TokenAcr;
    r38_missing_acr: without("acr") => TokenAcr;

    r36_sub_as_an_array: set("sub", json!(["ppid-0001"])) => TokenMalformed;
    r36_sub_as_a_number: set("sub", json!(1)) => TokenMalformed;
    r36_sub_as_null: set("sub", json!(null)) => TokenMalformed;
    r36_iss_as_an_array: set("iss", json!([ISSUER])) => TokenMalformed;
    r36_aud_as_a_number: set("aud", json!(1)) => TokenMalformed;
    r36_aud_with_a_number: set("aud", json!([CLIENT, 1])) => TokenMalformed;
    r36_azp_as_an_array: set("azp", json!([CLIENT])) => TokenMalformed;
    r36_exp_as_a_text: set("exp", json!("1900000000")) => TokenMalformed;
    r36_exp_as_a_fraction: set("exp", json!(1_800_000_300.5)) => TokenMalformed;
    r36_exp_beyond_all_numbers: set("exp", json!(u64::MAX)) => TokenMalformed;
    r36_exp_as_null: set("exp", json!(null)) => TokenMalformed;
    r36_iat_as_a_text: set("iat", json!("1800000000")) => TokenMalformed;
    r36_nbf_as_a_truth_value: set("nbf", json!(false)) => TokenMalformed;
    r36_auth_time_as_a_text: set("auth_time", json!("now")) => TokenMalformed;
    r36_nonce_as_a_number: set("nonce", json!(1)) => TokenMalformed;
    r36_acr_as_an_array: set("acr", json!(["aal3"])) => TokenMalformed;
    r36_at_hash_as_a_number: set("at_hash", json!(1)) => TokenMalformed;

    a07_alg_none: |draft| {
        draft.header["alg"] = json!("none");
        draft.spoil = |token| token.rsplit_once('.').map(|(signed, _)| format!("{signed}.")).expect("dots");
    } => TokenAlgorithm;
    c09_c18_c45_alg_none_with_a_signature: header("alg", json!("none")) => TokenAlgorithm;
    a07_alg_none_in_other_letters: header("alg", json!("nOnE")) => TokenAlgorithm;
    c23_a07_alg_hs256: header("alg", json!("HS256")) => TokenAlgorithm;
    r35_alg_of_the_same_family: header("alg", json!("PS256")) => TokenAlgorithm;
    r35_missing_alg: |draft| draft.headless("alg") => TokenMalformed;
    r35_alg_as_an_array: |draft| draft.header["alg"] = json!(["ES256", "RS256"]) => TokenMalformed;
    c10_c22_invalid_signature: |draft| draft.spoil = |mut token| {
        let middle = token.len() - 20;
        token.replace_range(middle..=middle, if &token[middle..=middle] == "A" { "B" } else { "A" });
        token
    } => TokenSignature;
    r35_signature_of_another_key: |draft| draft.signer = key(draft.profile.id_token_alg, 1) => TokenSignature;
    r35_empty_signature: |draft| draft.spoil = |token| {
        token.rsplit_once('.').map(|(signed, _)| format!("{signed}.")).expect("dots")
    } => TokenSignature;
    c07_no_kid_and_no_key_that_fits: |draft| {
        draft.headless("kid");
        let alg = draft.profile.id_token_alg;
        draft.published = [1, 2].map(|number| jwk(key(alg, number))).to_vec();
    } => TokenSignature;
    r35_the_right_key_under_the_wrong_kid: |draft| draft.published[0]["kid"] = json!("other") => TokenKeyUnknown;
    r35_unknown_kid: header("kid", json!("unknown")) => TokenKeyUnknown;
    r35_the_key_is_for_encryption: |draft| draft.published[0]["use"] = json!("enc") => TokenKeyUnknown;
    r35_no_key_is_published: |draft| draft.published.clear() => TokenKeyUnknown;
    r36_a_key_brought_along_is_not_used: |draft| {
        let stranger = key(draft.profile.id_token_alg, 2);
        draft.signer = stranger;
        draft.header["jwk"] = jwk(stranger);
    } => TokenSignature;
    r36_kid_as_a_number: header("kid", json!(1)) => TokenMalformed;
    r36_unknown_crit: header("crit", json!(["exp"])) => TokenMalformed;
    r36_empty_crit: header("crit", json!([])) => TokenMalformed;
    r36_crit_as_null: header("crit", json!(null)) => TokenMalformed;
    r36_typ_of_another_token: header("typ", json!("logout+jwt")) => TokenMalformed;
    r36_nested_token: header("cty", json!("JWT")) => TokenMalformed;
    c62_encrypted: |draft| draft.spoil = |_| {
        let header = encode(r#"{"alg":"RSA1_5","enc":"A256GCM","kid":"k"}"#);
        format!("{header}.AAAA.AAAA.AAAA.AAAA")
    } => TokenMalformed;
    c62_enc_in_a_signed_token: header("enc", json!("A256GCM")) => TokenMalformed;

    r36_a_claim_twice: |draft| {
        draft.raw_claims = Some(draft.claims.to_string().replacen('{', r#"{"sub":"other","#, 1));
    } => TokenMalformed;
    r36_a_header_member_twice: |draft| {
        draft.raw_header = Some(draft.header.to_string().replacen('{', r#"{"alg":"none","#, 1));
    } => TokenMalformed;
    a31_a_number_too_large: |draft| {
        draft.raw_claims = Some(draft.claims.to_string().replacen('{', r#"{"x":1e309,"#, 1));
    } => TokenMalformed;
    a31_claims_too_deep: |draft| {
        let deep = format!(r#"{{"x":{}{},"#, "[".repeat(100), "]".repeat(100));
        draft.raw_claims = Some(draft.claims.to_string().replacen('{', &deep, 1));
    } => TokenMalformed;
    a31_a_token_too_long: set("x", json!("x".repeat(16 * 1024))) => TokenMalformed;
    r36_claims_that_are_no_object: |draft| draft.raw_claims = Some("[]".to_owned()) => TokenMalformed;
    r36_no_claims: |draft| draft.raw_claims = Some(String::new()) => TokenMalformed;
    r36_padding: |draft| draft.spoil = |token| token + "=" => TokenMalformed;
    r36_a_trailing_line_end: |draft| draft.spoil = |token| token + "\n" => TokenMalformed;
    r36_a_fourth_part: |draft| draft.spoil = |token| token + ".AAAA" => TokenMalformed;
    r36_two_parts: |draft| draft.spoil = |token| token.replacen('.', "", 1) => TokenMalformed;
    r36_an_empty_token: |draft| draft.spoil = |_| String::new() => TokenMalformed;
    r36_a_token_of_dots: |draft| draft.spoil = |_| "..".to_owned() => TokenMalformed;
}

#[test]
fn a09_issuer_look_alikes() {
    for hostile in [
        "https://op.example/api/realms/main/",
        "https://op.example/API/realms/main",
        "https://OP.example/api/realms/main",
        "https://op.example:443/api/realms/main",
        "https://user@op.example/api/realms/main",
        "http://op.example/api/realms/main",
        "https://op.example/api/realms/main#",
        "https://op.example/api/realms/main?",
        "https://op.example/api//realms/main",
        "https://op.example/api/realms/%6dain",
        "https://оp.example/api/realms/main",
        "https://op.example./api/realms/main",
        " https://op.example/api/realms/main",
        "",
    ] {
        let verdict = verdict(Alg::Es256, |draft| draft.claims["iss"] = json!(hostile));
        assert_eq!(verdict, Err(Refusal::TokenIssuer), "{hostile}");
    }
}

#[test]
fn c08_c46_a_good_token_of_another_algorithm() {
    let all = [Alg::Es256, Alg::Rs256, Alg::Ps256];
    for (signed, agreed) in all.into_iter().flat_map(|a| all.map(|b| (a, b))) {
        let verdict = verdict(signed, |draft| draft.profile.id_token_alg = agreed);
        let right = if signed == agreed {
            Ok(())
        } else {
            Err(Refusal::TokenAlgorithm)
        };
        assert_eq!(
            verdict, right,
            "signed with {signed:?}, agreed on {agreed:?}"
        );
    }
}

#[test]
fn a07_hs256_keyed_with_the_public_key() {
    use aws_lc_rs::hmac;
    let mut draft = Draft::good(Alg::Rs256);
    draft.header["alg"] = json!("HS256");
    let signed = format!(
        "{}.{}",
        encode(draft.header.to_string()),
        encode(draft.claims.to_string())
    );
    let public = jwk(draft.signer)["n"]
        .as_str()
        .expect("a modulus")
        .to_owned();
    let tag = hmac::sign(
        &hmac::Key::new(hmac::HMAC_SHA256, public.as_bytes()),
        signed.as_bytes(),
    );
    let token = format!("{signed}.{}", encode(tag.as_ref()));
    let request = crate::id_token::Request {
        nonce: NONCE,
        now: ident_core::time::Timestamp::from_seconds(NOW),
    };
    let verdict = crate::id_token::UnverifiedIdToken::parse(&token, &draft.profile, request);
    assert_eq!(verdict.map(drop), Err(Refusal::TokenAlgorithm));
}

#[test]
fn r35_an_es256_signature_in_der_form_is_not_one() {
    // RFC 7518 section 3.4: exactly 64 octets.
    let verdict = verdict(Alg::Es256, |draft| {
        draft.spoil = |token| {
            let (signed, _) = token.rsplit_once('.').expect("dots");
            format!(
                "{signed}.{}",
                encode([0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01])
            )
        };
    });
    assert_eq!(verdict, Err(Refusal::TokenSignature));
}

#[test]
fn f09_skewed_clocks_are_tolerated_to_the_second() {
    for (skew, right) in [
        (-30, Ok(())),
        (30, Ok(())),
        (-60, Ok(())),
        (60, Ok(())),
        (-61, Err(Refusal::TokenIssuedAt)),
        (-600, Err(Refusal::TokenIssuedAt)),
    ] {
        assert_eq!(
            verdict(Alg::Es256, |draft| draft.now = NOW + skew),
            right,
            "{skew}"
        );
    }
    // Our clock ahead: the token of five minutes ends a minute later than it says.
    assert_eq!(verdict(Alg::Es256, |draft| draft.now = NOW + 360), Ok(()));
    let late = verdict(Alg::Es256, |draft| draft.now = NOW + 361);
    assert_eq!(late, Err(Refusal::TokenExpired));
}
