//! The three requests of a login.

use std::sync::{Arc, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use jsonwebtoken::{Header, encode};
use openidconnect::core::{CoreAuthenticationFlow, CoreUserInfoClaims};
use openidconnect::{
    AccessTokenHash, AuthorizationCode, CsrfToken, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    TokenResponse,
};
use serde::{Deserialize, Serialize};

use crate::{CLIENT_ID, Failure, Flow, Party};

type Shared = State<Arc<Party>>;

/// What a browser brings back.
#[derive(Deserialize)]
pub struct Answer {
    code: String,
    state: String,
}

#[derive(Serialize)]
struct Assertion<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    jti: String,
    iat: u64,
    exp: u64,
}

/// `GET /start`
pub async fn start(State(party): Shared, jar: CookieJar) -> Response {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state, nonce) = party
        .client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        )
        .set_pkce_challenge(challenge)
        .url();
    let id = CsrfToken::new_random().into_secret();
    let flow = Flow {
        verifier,
        nonce,
        state: state.into_secret(),
    };
    let mut flows = party.flows.lock().unwrap_or_else(PoisonError::into_inner);
    flows.insert(id.clone(), flow);
    let location = [("location", url.to_string())];
    (StatusCode::FOUND, jar.add(cookie("flow", id)), location).into_response()
}

/// `GET /verify/callback`
pub async fn callback(
    State(party): Shared,
    jar: CookieJar,
    Query(answer): Query<Answer>,
) -> Result<(CookieJar, Redirect), (StatusCode, String)> {
    let flow = jar.get("flow").and_then(|cookie| {
        let mut flows = party.flows.lock().unwrap_or_else(PoisonError::into_inner);
        flows.remove(cookie.value())
    });
    let flow = flow.filter(|flow| flow.state == answer.state);
    let flow = flow.ok_or((StatusCode::BAD_REQUEST, "unknown".to_owned()))?;
    let session = log_in(&party, flow, answer.code).await;
    let session = session.map_err(|error| (StatusCode::BAD_REQUEST, error.to_string()))?;
    let jar = jar.remove(cookie("flow", String::new()));
    Ok((jar.add(cookie("session", session)), Redirect::to("/")))
}

async fn log_in(party: &Arc<Party>, flow: Flow, code: String) -> Result<String, Failure> {
    let tokens = party
        .client
        .exchange_code(AuthorizationCode::new(code))?
        .set_pkce_verifier(flow.verifier)
        .add_extra_param(
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        )
        .add_extra_param("client_assertion", assertion(party)?)
        .request_async(&party.http)
        .await?;
    let id_token = tokens.id_token().ok_or("no ID token")?;
    let verifier = party.client.id_token_verifier();
    let claims = id_token.claims(&verifier, &flow.nonce)?;
    if let Some(expected) = claims.access_token_hash() {
        let (alg, key) = (id_token.signing_alg()?, id_token.signing_key(&verifier)?);
        if AccessTokenHash::from_token(tokens.access_token(), alg, key)? != *expected {
            return Err("another access token".into());
        }
    }
    let subject = claims.subject().clone();
    let about = Some(subject.clone());
    let _: CoreUserInfoClaims = party
        .client
        .user_info(tokens.access_token().clone(), about)?
        .request_async(&party.http)
        .await?;
    let database = Arc::clone(&party.database);
    let at = i64::try_from(now()?)?;
    tokio::task::spawn_blocking(move || database.record(&subject, at)).await??;
    let session = CsrfToken::new_random().into_secret();
    let mut sessions = party
        .sessions
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    sessions.insert(session.clone(), SystemTime::now());
    Ok(session)
}

fn assertion(party: &Party) -> Result<String, Failure> {
    let iat = now()?;
    let claims = Assertion {
        iss: CLIENT_ID,
        sub: CLIENT_ID,
        aud: &party.token_endpoint,
        jti: CsrfToken::new_random().into_secret(),
        iat,
        exp: iat + 60,
    };
    Ok(encode(&Header::new(party.alg), &claims, &party.key)?)
}

/// `GET /`
pub async fn status(State(party): Shared, jar: CookieJar) -> Response {
    let since = jar.get("session").and_then(|cookie| {
        let sessions = party
            .sessions
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        sessions.get(cookie.value()).copied()
    });
    let since = since.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    let Some(since) = since else {
        return (StatusCode::UNAUTHORIZED, "not signed in").into_response();
    };
    let since = since.as_secs();
    Html(format!(
        "<!doctype html><title>Status</title><p>Linked since {since}</p>"
    ))
    .into_response()
}

fn cookie(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .http_only(true)
        .same_site(SameSite::Lax)
        .path("/")
        .build()
}

fn now() -> Result<u64, Failure> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())
}
