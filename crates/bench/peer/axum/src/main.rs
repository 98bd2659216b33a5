//! The relying party to compare with: what one writes with axum and openidconnect by their
//! documentation, doing the same login as ours with one durable commit. Flows and sessions are kept
//! in memory; the assertion is made with `jsonwebtoken`, because the library has none.

mod database;
mod login;

use std::collections::HashMap;
use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use axum::Router;
use axum::routing::get;
use jsonwebtoken::{Algorithm, EncodingKey};
use openidconnect::core::{CoreClient, CoreProviderMetadata};
use openidconnect::{
    ClientId, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, Nonce, PkceCodeVerifier,
    RedirectUrl, reqwest,
};

/// The same as ours.
const CLIENT_ID: &str = "RP00000001";
const REDIRECT_URI: &str = "http://localhost:7440/verify/callback";

/// What any part may go wrong with.
type Failure = Box<dyn Error + Send + Sync>;

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What is remembered of a person who was sent to the provider.
struct Flow {
    verifier: PkceCodeVerifier,
    nonce: Nonce,
    state: String,
}

/// Everything a request may need.
struct Party {
    client: Client,
    http: reqwest::Client,
    key: EncodingKey,
    alg: Algorithm,
    token_endpoint: String,
    database: Arc<database::Database>,
    flows: Mutex<HashMap<String, Flow>>,
    sessions: Mutex<HashMap<String, SystemTime>>,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let word = |name: &str| {
        let at = words.iter().position(|word| word == name);
        at.and_then(|at| words.get(at + 1))
            .ok_or(format!("{name} is missing"))
    };
    let pem = std::fs::read(word("--key")?)?;
    let (alg, key) = if word("--alg")? == "ES256" {
        (Algorithm::ES256, EncodingKey::from_ec_pem(&pem)?)
    } else {
        (Algorithm::RS256, EncodingKey::from_rsa_pem(&pem)?)
    };
    let http = reqwest::ClientBuilder::new()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let issuer = IssuerUrl::new(word("--issuer")?.clone())?;
    let metadata = CoreProviderMetadata::discover_async(issuer, &http).await?;
    let token_endpoint = metadata.token_endpoint().ok_or("no token endpoint")?;
    let token_endpoint = token_endpoint.to_string();
    let client =
        CoreClient::from_provider_metadata(metadata, ClientId::new(CLIENT_ID.to_owned()), None)
            .set_redirect_uri(RedirectUrl::new(REDIRECT_URI.to_owned())?);
    let party = Arc::new(Party {
        client,
        http,
        key,
        alg,
        token_endpoint,
        database: Arc::new(database::Database::open(word("--database")?)?),
        flows: Mutex::default(),
        sessions: Mutex::default(),
    });
    let routes = Router::new()
        .route("/start", get(login::start))
        .route("/verify/callback", get(login::callback))
        .route("/", get(login::status))
        .with_state(party);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("ready http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, routes).await?)
}
