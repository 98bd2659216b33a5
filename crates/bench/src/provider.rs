//! A provider that does as little as it may: it signs honest ID tokens and checks nothing, so
//! that the relying party's work is what is measured.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeySize, PublicKeyComponents};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use axum::extract::State;
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::graph::Graph;
use crate::place::Alg;

enum Key {
    Ec(EcdsaKeyPair),
    Rsa(Box<RsaKeyPair>),
}

/// What was asked for in an authorization request.
struct Granted {
    nonce: String,
    subject: String,
}

/// The provider.
pub(crate) struct Provider {
    key: Key,
    alg: Alg,
    issuer: String,
    random: SystemRandom,
    granted: Mutex<HashMap<String, Granted>>,
}

impl Provider {
    /// Starts it on a free port; gives its issuer too.
    ///
    /// The directory stands beside it, on the same port.
    pub(crate) async fn start(alg: Alg, graph: Arc<Graph>) -> Result<(Arc<Self>, String), String> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let issuer = format!("http://{address}");
        let provider = Arc::new(Self {
            key: Key::make(alg)?,
            alg,
            issuer: issuer.clone(),
            random: SystemRandom::new(),
            granted: Mutex::default(),
        });
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/certs", get(certs))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .with_state(Arc::clone(&provider))
            .merge(graph.routes());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok((provider, issuer))
    }

    /// What a browser gets at the authorization endpoint: a code.
    pub(crate) fn authorize(&self, nonce: &str, subject: &str, serial: u64) -> String {
        let code = format!("code-{serial}");
        let granted = Granted {
            nonce: nonce.to_owned(),
            subject: subject.to_owned(),
        };
        if let Ok(mut all) = self.granted.lock() {
            all.insert(code.clone(), granted);
        }
        code
    }

    fn id_token(&self, granted: &Granted, access_token: &str) -> Option<String> {
        let now = crate::process::now();
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, access_token.as_bytes());
        let header = json!({ "alg": self.alg.name(), "kid": "bench", "typ": "JWT" });
        let claims = json!({
            "iss": self.issuer, "sub": granted.subject, "aud": "RP00000001", "nonce": granted.nonce,
            "iat": now, "exp": now + 300, "auth_time": now, "acr": "aal3",
            "at_hash": URL_SAFE_NO_PAD.encode(&digest.as_ref()[..16]),
        });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(&claims));
        let signature = self.key.sign(&self.random, signed.as_bytes())?;
        Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

impl Key {
    fn make(alg: Alg) -> Result<Self, String> {
        let unusable = |_| "no key could be made".to_owned();
        Ok(match alg {
            Alg::Es256 => {
                let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING);
                Self::Ec(key.map_err(unusable)?)
            }
            Alg::Rs256 => {
                let key = RsaKeyPair::generate(KeySize::Rsa2048);
                Self::Rsa(Box::new(key.map_err(unusable)?))
            }
        })
    }

    fn sign(&self, random: &SystemRandom, message: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Ec(key) => Some(key.sign(random, message).ok()?.as_ref().to_vec()),
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, random, message, &mut signature)
                    .ok()?;
                Some(signature)
            }
        }
    }

    fn jwk(&self) -> Value {
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Self::Ec(key) => {
                let point = key.public_key().as_ref();
                json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "bench",
                    "x": encode(&point[1..33]), "y": encode(&point[33..]) })
            }
            Self::Rsa(key) => {
                let parts: PublicKeyComponents<Vec<u8>> = key.public_key().into();
                json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": "bench",
                    "n": encode(&parts.n), "e": encode(&parts.e) })
            }
        }
    }
}

type Shared = State<Arc<Provider>>;

async fn metadata(State(provider): Shared) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", provider.issuer);
    Json(json!({
        "issuer": provider.issuer, "authorization_endpoint": at("/auth"),
        "token_endpoint": at("/token"), "userinfo_endpoint": at("/userinfo"),
        "jwks_uri": at("/certs"), "code_challenge_methods_supported": ["S256"],
        "response_types_supported": ["code"], "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": [provider.alg.name()],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    }))
}

async fn certs(State(provider): Shared) -> Json<Value> {
    Json(json!({ "keys": [provider.key.jwk()] }))
}

#[derive(Deserialize)]
struct Exchange {
    code: String,
}

async fn token(State(provider): Shared, Form(asked): Form<Exchange>) -> Json<Value> {
    let granted = provider
        .granted
        .lock()
        .ok()
        .and_then(|mut all| all.remove(&asked.code));
    let Some(granted) = granted else {
        return Json(json!({ "error": "invalid_grant" }));
    };
    let access_token = &granted.subject;
    let id_token = provider.id_token(&granted, access_token);
    Json(json!({
        "access_token": access_token, "token_type": "Bearer", "expires_in": 300,
        "id_token": id_token,
    }))
}

/// The access token is the subject: this provider keeps no sessions.
async fn userinfo(headers: axum::http::HeaderMap) -> Json<Value> {
    let bearer = headers
        .get("authorization")
        .and_then(|value| value.to_str().ok());
    let subject = bearer
        .and_then(|value| value.strip_prefix("Bearer "))
        .unwrap_or_default();
    Json(json!({ "sub": subject }))
}
