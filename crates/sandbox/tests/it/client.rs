//! A small relying party that can also do everything wrong.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ident_sandbox::{Lifetimes, Options, Running, spawn};
use reqwest::{Client, Response};
use serde_json::{Value, json};
use url::Url;

pub(crate) const IDENT: &str = "http://localhost:7440";
pub(crate) const AGENCY_CLIENT: &str = "RP00000001";
pub(crate) const TENANT: &str = "5a5d0b00-0000-4000-8000-00000000da16";
pub(crate) const TENANT_CLIENT: &str = "9f1c0de5-0000-4000-8000-000000001d17";
pub(crate) const VERIFIER: &str = "verifier-verifier-verifier-verifier-verifier";

pub(crate) type Pairs = Vec<(String, String)>;

/// A key pair whose public half is registered.
pub(crate) struct Key {
    pair: EcdsaKeyPair,
    pub(crate) kid: &'static str,
}

impl Key {
    pub(crate) fn new(kid: &'static str) -> Self {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        Self { pair, kid }
    }

    pub(crate) fn jwks(&self) -> Value {
        let point = self.pair.public_key().as_ref();
        json!({ "keys": [{ "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig",
            "kid": self.kid, "x": b64(&point[1..33]), "y": b64(&point[33..]) }] })
    }

    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> String {
        let input = format!(
            "{}.{}",
            b64(header.to_string().as_bytes()),
            b64(claims.to_string().as_bytes())
        );
        let signature = self
            .pair
            .sign(&SystemRandom::new(), input.as_bytes())
            .unwrap();
        format!("{input}.{}", b64(signature.as_ref()))
    }
}

/// A running sandbox with a client registered at both OPs.
pub(crate) struct Bench {
    pub(crate) running: Running,
    pub(crate) key: Key,
    pub(crate) http: Client,
}

impl Bench {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(&mut Options)) -> Self {
        let key = Key::new("k1");
        let mut options = Options {
            ident_url: IDENT.to_owned(),
            digital_id_client_jwks: key.jwks(),
            utokyo_client_jwks: key.jwks(),
            lifetimes: Lifetimes {
                card_reading_ms: 0,
                ..Lifetimes::default()
            },
            ..Options::default()
        };
        change(&mut options);
        let running = spawn(options).await.unwrap();
        Self {
            running,
            key,
            http: browser(),
        }
    }

    pub(crate) fn agency(&self, endpoint: &str) -> String {
        format!(
            "{}/protocol/openid-connect/{endpoint}",
            self.running.digital_id_issuer
        )
    }

    pub(crate) fn tenant(&self, endpoint: &str) -> String {
        let issuer = &self.running.utokyo_issuer;
        format!(
            "{}/oauth2/v2.0/{endpoint}",
            issuer.trim_end_matches("/v2.0")
        )
    }

    pub(crate) async fn control(&self, path: &str, body: Value) -> Response {
        let url = format!("{}/control/{path}", self.running.portal_url);
        self.http.post(url).json(&body).send().await.unwrap()
    }

    pub(crate) async fn arm(&self, op: &str, fault: &str) {
        let answer = self
            .control("faults", json!({ "op": op, "fault": fault, "times": 1 }))
            .await;
        assert_eq!(answer.status(), 204, "{fault} must be known for {op}");
    }

    pub(crate) async fn get_json(&self, url: &str) -> Value {
        json_of(self.http.get(url).send().await.unwrap()).await
    }

    /// Presses a person through; the answer of the fast path.
    pub(crate) async fn approve(&self, op: &str, request: &str, person: &str) -> Value {
        let body = json!({ "op": op, "request": request, "person": person });
        json_of(self.control("approve", body).await).await
    }

    /// The query of the callback after an approval.
    pub(crate) async fn callback(&self, op: &str, request: &str, person: &str) -> Pairs {
        let answer = self.approve(op, request, person).await;
        query_of(
            answer["redirect"]
                .as_str()
                .unwrap_or_else(|| panic!("no redirect: {answer}")),
        )
    }

    pub(crate) fn assertion(&self, client: &str, audience: &str) -> String {
        self.key.sign(
            &json!({ "alg": "ES256", "kid": self.key.kid }),
            &claims(client, audience),
        )
    }

    pub(crate) async fn post_form(&self, url: &str, form: &Pairs) -> Response {
        self.http.post(url).form(form).send().await.unwrap()
    }

    /// Trades a code of the agency.
    pub(crate) async fn trade(&self, code: &str) -> Response {
        let url = self.agency("token");
        let form = token_form(
            code,
            "/verify/callback",
            &self.assertion(AGENCY_CLIENT, &url),
        );
        self.post_form(&url, &form).await
    }

    /// The whole way at the agency: the token answer.
    pub(crate) async fn agency_tokens(&self, scope: &str, person: &str) -> Value {
        let request = with(&self.agency("auth"), &agency_request(scope));
        let query = self.callback("digital_id", &request, person).await;
        json_of(self.trade(&value(&query, "code")).await).await
    }

    pub(crate) async fn userinfo(&self, tokens: &Value) -> Response {
        let token = tokens["access_token"].as_str().unwrap();
        self.http
            .get(self.agency("userinfo"))
            .bearer_auth(token)
            .send()
            .await
            .unwrap()
    }

    /// The whole way at the tenant: the token answer.
    pub(crate) async fn tenant_tokens(&self, extra: &[(&str, &str)], person: &str) -> Value {
        let mut request = tenant_request();
        request.extend(extra.iter().map(|(name, value)| pair(name, value)));
        let url = with(&self.tenant("authorize"), &request);
        let query = self.callback("utokyo", &url, person).await;
        let token = self.tenant("token");
        let assertion = self.assertion(TENANT_CLIENT, &token);
        let form = token_form(&value(&query, "code"), "/account/callback", &assertion);
        json_of(self.post_form(&token, &form).await).await
    }
}

pub(crate) fn browser() -> Client {
    Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

pub(crate) fn agency_request(scope: &str) -> Pairs {
    [
        ("response_type", "code"),
        ("scope", scope),
        ("client_id", AGENCY_CLIENT),
        ("redirect_uri", "http://localhost:7440/verify/callback"),
        ("state", "state-1"),
        ("nonce", "nonce-1"),
        ("code_challenge", &challenge()),
        ("code_challenge_method", "S256"),
        ("acr_values", "aal3 crl"),
    ]
    .map(|(name, value)| pair(name, value))
    .to_vec()
}

pub(crate) fn tenant_request() -> Pairs {
    [
        ("response_type", "code"),
        ("scope", "openid profile"),
        ("client_id", TENANT_CLIENT),
        ("redirect_uri", "http://localhost:7440/account/callback"),
        ("state", "state-2"),
        ("nonce", "nonce-2"),
        ("code_challenge", &challenge()),
        ("code_challenge_method", "S256"),
    ]
    .map(|(name, value)| pair(name, value))
    .to_vec()
}

pub(crate) fn token_form(code: &str, path: &str, assertion: &str) -> Pairs {
    [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", &format!("{IDENT}{path}")),
        ("code_verifier", VERIFIER),
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ),
        ("client_assertion", assertion),
    ]
    .map(|(name, value)| pair(name, value))
    .to_vec()
}

pub(crate) fn claims(client: &str, audience: &str) -> Value {
    let now = now();
    json!({ "iss": client, "sub": client, "aud": audience, "jti": unique(), "iat": now, "exp": now + 60 })
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests measure real tokens against real time"
)]
pub(crate) fn now() -> u64 {
    let now = std::time::SystemTime::now();
    now.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs()
}

pub(crate) fn unique() -> String {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).unwrap();
    b64(&bytes)
}

pub(crate) fn challenge() -> String {
    b64(digest(&SHA256, VERIFIER.as_bytes()).as_ref())
}

pub(crate) fn b64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

pub(crate) fn id_token(tokens: &Value) -> &str {
    tokens["id_token"]
        .as_str()
        .unwrap_or_else(|| panic!("no id_token: {tokens}"))
}

pub(crate) fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

pub(crate) fn with(url: &str, pairs: &Pairs) -> String {
    Url::parse_with_params(url, pairs).unwrap().into()
}

pub(crate) fn set(pairs: &mut Pairs, name: &str, new: &str) {
    pairs.retain(|(known, _)| known != name);
    pairs.push(pair(name, new));
}

pub(crate) fn query_of(url: &str) -> Pairs {
    Url::parse(url)
        .unwrap()
        .query_pairs()
        .into_owned()
        .collect()
}

pub(crate) fn value(pairs: &Pairs, name: &str) -> String {
    pairs
        .iter()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.clone())
        .unwrap_or_default()
}

pub(crate) async fn json_of(response: Response) -> Value {
    let text = response.text().await.unwrap();
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("not JSON: {text}"))
}
