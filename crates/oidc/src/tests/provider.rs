//! A provider on loopback that answers exactly what a test tells it to, and remembers what it was
//! asked.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use ident_core::identity::Identity;
use ident_core::refusal::Refusal;
use ident_core::secret::{DerivationKey, Token};
use ident_core::time::Timestamp;
use serde_json::{Value, json};

use super::forge::{ACCESS, CLIENT, Draft, NOW, jwk, key};
use crate::{
    Alg, AssertionSeed, ClientKey, CodeAnswer, Expected, Http, Profile, RelyingParty,
    RequestSecrets,
};

/// The paths of the Digital Agency's service.
pub(super) const TOKEN: &str = "/api/realms/main/protocol/openid-connect/token";
pub(super) const USERINFO: &str = "/api/realms/main/protocol/openid-connect/userinfo";
pub(super) const CERTS: &str = "/api/realms/main/protocol/openid-connect/certs";
pub(super) const METADATA: &str = "/api/realms/main/.well-known/openid-configuration";

/// One answer.
#[derive(Clone)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) fn json(body: &Value) -> Self {
        Self::typed("application/json;charset=UTF-8", body.to_string())
    }

    pub(super) fn typed(media: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: 200,
            headers: vec![("content-type", media.to_owned())],
            body: body.into(),
        }
    }

    pub(super) fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }
}

/// One request as it arrived.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: Option<String>,
    pub(super) authorization: Option<String>,
    pub(super) form: HashMap<String, String>,
}

#[derive(Default)]
struct Stage {
    replies: HashMap<String, Reply>,
    asked: Vec<Asked>,
}

type Shared = Arc<Mutex<Stage>>;

/// The provider, the relying party under test, and the one clock of both.
pub(super) struct Scene {
    pub(super) issuer: String,
    pub(super) party: RelyingParty,
    pub(super) secrets: RequestSecrets,
    pub(super) state: Token,
    now: Arc<AtomicI64>,
    stage: Shared,
}

impl Scene {
    /// A provider that does everything right, and a relying party that trusts it.
    pub(super) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// The same, with a changed profile.
    pub(super) async fn with(change: impl FnOnce(&mut Profile)) -> Self {
        let stage = Shared::default();
        let address = serve(stage.clone()).await;
        let issuer = format!("http://{address}/api/realms/main");
        let mut profile =
            Profile::digital_id(&issuer, CLIENT, "https://rp.example/verify/callback");
        profile.insecure_ok = true;
        change(&mut profile);
        let state = Token::from_random([7; 32]);
        let secrets = RequestSecrets::of(&state, &DerivationKey::new([1; 32]));
        let key = client_key(profile.assertion_alg);
        let http =
            Http::with_limits(Duration::from_secs(2), Duration::from_millis(1500)).expect("TLS");
        let party = RelyingParty::new(profile, key, http).expect("a sound profile");
        let scene = Self {
            issuer,
            party,
            secrets,
            state,
            now: Arc::new(AtomicI64::new(NOW)),
            stage,
        };
        scene.reply(METADATA, Reply::json(&scene.metadata()));
        scene.reply(CERTS, Reply::json(&json!({ "keys": [jwk(key_of(0))] })));
        scene.reply(
            USERINFO,
            Reply::json(&json!({ "sub": "ppid-0001", "name": "山田　太郎" })),
        );
        scene.reply(TOKEN, Reply::json(&scene.token_answer(&scene.draft())));
        scene
    }

    /// What the provider publishes.
    pub(super) fn metadata(&self) -> Value {
        let base = format!("{}/protocol/openid-connect", self.issuer);
        json!({
            "issuer": self.issuer,
            "authorization_endpoint": format!("{base}/auth"),
            "token_endpoint": format!("{base}/token"),
            "userinfo_endpoint": format!("{base}/userinfo"),
            "jwks_uri": format!("{base}/certs"),
            "code_challenge_methods_supported": ["plain", "S256"],
            "response_types_supported": ["code"],
        })
    }

    /// A good token for the request of this scene.
    pub(super) fn draft(&self) -> Draft {
        let mut draft = Draft::good(Alg::Es256);
        draft.claims["iss"] = json!(self.issuer);
        draft.claims["nonce"] = json!(self.secrets.nonce());
        draft
    }

    /// A good answer of the token endpoint.
    #[expect(clippy::unused_self, reason = "reads better beside `draft`")]
    pub(super) fn token_answer(&self, draft: &Draft) -> Value {
        let token = draft.text();
        json!({ "access_token": ACCESS, "token_type": "Bearer", "expires_in": 300, "scope": "openid name", "id_token": token })
    }

    /// Has the provider answer this from now on.
    pub(super) fn reply(&self, path: &str, reply: Reply) {
        self.stage().replies.insert(path.to_owned(), reply);
    }

    /// Has the provider hand out this token from now on.
    pub(super) fn hand_out(&self, draft: &Draft) {
        self.reply(TOKEN, Reply::json(&self.token_answer(draft)));
    }

    /// What was asked at a path.
    pub(super) fn asked(&self, path: &str) -> Vec<Asked> {
        self.stage()
            .asked
            .iter()
            .filter(|asked| asked.path == path)
            .cloned()
            .collect()
    }

    /// All that was asked.
    pub(super) fn paths(&self) -> Vec<String> {
        self.stage()
            .asked
            .iter()
            .map(|asked| asked.path.clone())
            .collect()
    }

    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.stage
            .lock()
            .expect("no test fails while it holds this")
    }

    /// Lets time pass.
    pub(super) fn advance(&self, seconds: i64) {
        self.now.fetch_add(seconds, Ordering::Relaxed);
    }

    /// The clock.
    pub(super) fn clock(&self) -> impl Fn() -> Timestamp + Sync + 'static {
        let now = self.now.clone();
        move || Timestamp::from_seconds(now.load(Ordering::Relaxed))
    }

    /// One card check.
    pub(super) async fn card(&self) -> Result<Identity, Refusal> {
        self.card_with(true, None).await
    }

    /// One card check, with or without the name, with an `iss` parameter or none.
    pub(super) async fn card_with(
        &self,
        name: bool,
        iss: Option<&str>,
    ) -> Result<Identity, Refusal> {
        let answer = CodeAnswer {
            code: "the-code",
            iss,
        };
        let expected = Expected {
            secrets: &self.secrets,
            name,
            userinfo: name,
            issued_at: Timestamp::from_seconds(0),
        };
        let seed = AssertionSeed::from_random([9; 32]);
        let verified = self
            .party
            .card(answer, expected, seed, &self.clock())
            .await?;
        Ok(verified.into_inner())
    }
}

/// A key the provider signs with.
pub(super) fn key_of(number: usize) -> &'static ClientKey {
    key(Alg::Es256, number)
}

/// Our key at the provider.
pub(super) fn client_key(alg: Alg) -> ClientKey {
    let (pem, _) = ClientKey::generate(alg).expect("a key");
    ClientKey::from_pkcs8_pem(&pem, alg).expect("the same key")
}

async fn serve(stage: Shared) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let address = listener.local_addr().expect("an address");
    let router = Router::new().fallback(answer).with_state(stage);
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn answer(
    State(stage): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let form = url::form_urlencoded::parse(&body).into_owned().collect();
    let authorization = headers
        .get("authorization")
        .map(|value| value.to_str().expect("ASCII").to_owned());
    let mut stage = stage.lock().expect("no test fails while it holds this");
    let (path, query) = (uri.path().to_owned(), uri.query().map(str::to_owned));
    stage.asked.push(Asked {
        method,
        path: path.clone(),
        query,
        authorization,
        form,
    });
    let missing = Reply::typed("text/html", "not here").with_status(404);
    let reply = stage.replies.get(&path).cloned().unwrap_or(missing);
    let mut response = Response::builder().status(reply.status);
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(reply.body)).expect("a response")
}
