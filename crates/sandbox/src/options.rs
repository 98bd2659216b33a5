//! What a sandbox is started with.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use serde_json::Value;

/// Signature algorithm the Digital Agency OP registers for its ID tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TokenAlgorithm {
    /// ECDSA on P-256 with SHA-256, the production profile.
    #[default]
    Es256,
    /// RSA PKCS#1 v1.5 with SHA-256, the profile of the conformance suite.
    Rs256,
}

/// Which `aud` of a client assertion is taken; always a string, never an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AssertionAudience {
    /// The token endpoint or the issuer.
    #[default]
    Either,
    /// The token endpoint only (RFC 7523).
    TokenEndpoint,
    /// The issuer only (FAPI 2.0).
    Issuer,
}

/// How long things live, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// The QR code of the authorization page.
    pub qr: i64,
    /// The six digits on the phone.
    pub digits: i64,
    /// One attempt to sign in, from the authorization request on.
    pub attempt: i64,
    /// An authorization code.
    pub code: i64,
    /// An access token.
    pub access_token: i64,
    /// An ID token.
    pub id_token: i64,
    /// How long the simulated card takes to be read, in milliseconds.
    pub card_reading_ms: i64,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            qr: 120,
            digits: 120,
            attempt: 600,
            code: 60,
            access_token: 300,
            id_token: 300,
            card_reading_ms: 2500,
        }
    }
}

/// What a sandbox is started with. `Options::default()` gives free ports and no stored state.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folder of keys and secrets that outlive the program; `None` keeps them in memory.
    pub data_dir: Option<PathBuf>,
    /// Address to listen on, which is also the host in every address given out.
    pub host: IpAddr,
    /// Port of the portal and the Digital Agency OP; 0 takes a free one.
    pub port: u16,
    /// Port of the UTokyo Account OP and Graph; 0 takes a free one.
    pub account_port: u16,
    /// Port of the mail server; `None` takes the one after the account port, or a free one when
    /// that is 0 or taken.
    pub smtp_port: Option<u16>,
    /// Secret that the archive desk asks for.
    pub archive_token: String,
    /// Public address of Ident, without a trailing slash; the redirect addresses follow from it.
    pub ident_url: String,
    /// Public keys Ident registered at the Digital Agency OP (RFC 7517 key set).
    pub digital_id_client_jwks: Value,
    /// Public keys Ident registered at the UTokyo Account OP (RFC 7517 key set).
    pub utokyo_client_jwks: Value,
    /// Algorithm of the Digital Agency OP's ID tokens.
    pub digital_id_alg: TokenAlgorithm,
    /// Which `aud` of client assertions is taken.
    pub assertion_audience: AssertionAudience,
    /// How long things live.
    pub lifetimes: Lifetimes,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            data_dir: None,
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            account_port: 0,
            smtp_port: None,
            archive_token: "sandbox-archive-token".to_owned(),
            ident_url: "http://localhost:7440".to_owned(),
            digital_id_client_jwks: serde_json::json!({ "keys": [] }),
            utokyo_client_jwks: serde_json::json!({ "keys": [] }),
            digital_id_alg: TokenAlgorithm::default(),
            assertion_audience: AssertionAudience::default(),
            lifetimes: Lifetimes::default(),
        }
    }
}
