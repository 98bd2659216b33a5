//! One thing wrong in the ID token.

use ident_tests::{Alg, Service};

use super::{Last, refused, refused_by};

macro_rules! modules {
    ($($name:ident: $fault:literal => $code:literal;)+) => {$(
        #[tokio::test]
        async fn $name() {
            refused($fault, $code, Last::Token).await;
        }
    )+};
}

modules! {
    c02_invalid_iss: "iss_wrong" => "token_issuer";
    c03_missing_sub: "sub_missing" => "token_subject";
    c04_invalid_aud: "aud_wrong" => "token_audience";
    c05_missing_iat: "iat_missing" => "token_issued_at";
    c09_idtoken_sig_none: "alg_none" => "token_algorithm";
    c10_invalid_sig: "sig_bad" => "token_signature";
    c12_nonce_invalid: "nonce_wrong" => "token_nonce";
    c18_config_idtoken_sig_none: "alg_none" => "token_algorithm";
    c21_missing_aud: "aud_missing" => "token_audience";
    c23_invalid_sig_hs256: "alg_hs256_pubkey" => "token_algorithm";
    c38_invalid_at_hash: "at_hash_wrong" => "token_at_hash";
    c39_missing_at_hash: "at_hash_missing" => "token_at_hash";
    c42_invalid_iss: "iss_wrong" => "token_issuer";
    c43_invalid_aud: "aud_wrong" => "token_audience";
    c44_invalid_secondary_aud: "aud_array_stranger" => "token_audience";
    c44_invalid_azp: "azp_wrong" => "token_azp";
    c45_invalid_null_alg: "alg_none" => "token_algorithm";
    c46_invalid_alternate_alg: "alg_other" => "token_algorithm";
    c47_invalid_expired_exp: "exp_past" => "token_expired";
    c48_invalid_missing_exp: "exp_missing" => "token_expired";
    c49_invalid_missing_aud: "aud_missing" => "token_audience";
    c50_invalid_missing_iss: "iss_missing" => "token_issuer";
    c52_invalid_nonce: "nonce_wrong" => "token_nonce";
    c53_invalid_missing_nonce: "nonce_missing" => "token_nonce";
    c60_iat_is_week_in_past: "iat_week_past" => "token_issued_at";
    c62_encrypted_idtoken: "encrypted" => "token_malformed";
}

#[tokio::test]
async fn c08_idtoken_sig_rs256_in_the_production_profile() {
    let service = Service::signed_with(Alg::Es256).await;
    refused_by(&service, "alg_other", "token_algorithm", Last::Token).await;
}

#[tokio::test]
async fn c22_invalid_sig_es256_in_the_profile_of_the_suite() {
    let service = Service::signed_with(Alg::Rs256).await;
    refused_by(&service, "alg_other", "token_algorithm", Last::Token).await;
}
