//! The tenant's token endpoint: code for an ID token, client credentials for Graph.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use bytes::Bytes;
use serde_json::{Value, json};

use crate::account::endpoint;
use crate::clock::rfc3339;
use crate::encoding::Parameters;
use crate::fault::{Fault, Mint};
use crate::graph::Registration;
use crate::lock::locked;
use crate::oauth::{Grant, GrantError, TokenAnswer, TokenError, read_form};
use crate::options::AssertionAudience;
use crate::random;
use crate::reply::{no_store, noted};
use crate::service::Service;
use crate::token::{AssertionChecks, AssertionError, Claims};
use crate::world::{TENANT, World};

const GRAPH_SCOPE: &str = "https://graph.microsoft.com/.default";
const GRAPH_TOKEN_LIFE: i64 = 3599;

/// `POST /{tenant}/oauth2/v2.0/token`.
pub(crate) async fn token(
    State(world): State<Arc<World>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match exchange(&world, &headers, &uri, &body) {
        Ok(answer) => no_store(StatusCode::OK, answer),
        Err(error) => noted(refusal(&world, &error), error.code()),
    }
}

fn exchange(
    world: &World,
    headers: &HeaderMap,
    uri: &Uri,
    body: &Bytes,
) -> Result<Value, TokenError> {
    let form = read_form(headers, uri, body)?;
    let tenant = &world.tenant;
    // Beside the one for sign-ins there are registrations that call Graph alone.
    let of_graph = form.text("grant_type") == "client_credentials";
    let named = |one: &&Registration| of_graph && one.id == form.text("client_id");
    let caller = world.registrations.iter().find(named);
    let used = &tenant.client.used_assertions;
    let checks = AssertionChecks {
        client_id: caller.map_or(tenant.client.id, |one| one.id),
        keys: &tenant.client.keys,
        audiences: &audiences(world),
        used: caller.map_or(used, |one| &one.used_assertions),
        now: world.clock.now(),
    };
    checks.check(&form)?;
    if world.faults.strikes(Service::Utokyo, Fault::InvalidClient) {
        return Err(TokenError::ClientRefused("Client authentication failed"));
    }
    match form.text("grant_type") {
        "authorization_code" => by_code(world, &form),
        "client_credentials" => for_graph(world, checks.client_id, &form),
        _ => Err(TokenError::GrantType),
    }
}

fn audiences(world: &World) -> Vec<String> {
    let issuer = world.addresses.utokyo_issuer();
    let endpoint = endpoint(world, "token");
    match world.options.assertion_audience {
        AssertionAudience::Either => vec![issuer, endpoint],
        AssertionAudience::Issuer => vec![issuer],
        AssertionAudience::TokenEndpoint => vec![endpoint],
    }
}

fn by_code(world: &World, form: &Parameters) -> Result<Value, TokenError> {
    if world.faults.strikes(Service::Utokyo, Fault::InvalidGrant) {
        return Err(TokenError::GrantRefused("the code was refused"));
    }
    let now = world.clock.now();
    let proof = (form.text("redirect_uri"), form.text("code_verifier"));
    let grant = world.tenant.grants.redeem(form.text("code"), proof, now)?;
    let answer = TokenAnswer {
        service: Service::Utokyo,
        access_token: random::token(),
        expires_in: GRAPH_TOKEN_LIFE,
        scope: grant.scope.clone(),
        mint: Mint {
            keys: &world.tenant.keys,
            claims: claims(world, &grant),
            now,
            other_nonce: world.tenant.other_nonce(&grant.nonce),
            level: "acrs",
        },
    };
    Ok(answer.into_body(world))
}

fn claims(world: &World, grant: &Grant) -> Claims {
    let now = world.clock.now();
    let (account, roles) = {
        let population = locked(&world.population);
        let account = population.account(&grant.person);
        let roles = account.map(|account| population.state(account).app_roles.clone());
        (account, roles.unwrap_or_default())
    };
    let mut claims = json!({
        "aud": world.tenant.client.id,
        "iss": world.addresses.utokyo_issuer(),
        "iat": now,
        "nbf": now,
        "exp": now + world.lifetimes.id_token,
        "auth_time": grant.auth_time,
        "name": account.map(|account| account.name),
        "nonce": grant.nonce,
        "oid": account.map(crate::population::Account::oid),
        "preferred_username": account.map(crate::population::Account::upn),
        "sid": grant.session,
        "sub": world.tenant.subject(&grant.person),
        "tid": TENANT,
        "uti": random::uuid(),
        "ver": "2.0",
    });
    if let Some(level) = &grant.level {
        claims["acrs"] = json!([level]);
    }
    // Without a role there is no claim, as with the real one.
    if !roles.is_empty() {
        claims["roles"] = json!(roles);
    }
    match claims {
        Value::Object(claims) => claims,
        _ => Claims::new(),
    }
}

fn for_graph(world: &World, client: &str, form: &Parameters) -> Result<Value, TokenError> {
    let asked = form.text("scope");
    let ours = format!(
        "{}/.default",
        world.addresses.graph_base().trim_end_matches("/v1.0")
    );
    if asked != GRAPH_SCOPE && asked != ours {
        return Err(TokenError::Scope);
    }
    let when = (world.clock.now(), GRAPH_TOKEN_LIFE);
    let token = world.tenant.access.issue("", (client, asked), when);
    Ok(json!({
        "token_type": "Bearer",
        "expires_in": GRAPH_TOKEN_LIFE,
        "ext_expires_in": GRAPH_TOKEN_LIFE,
        "access_token": token,
    }))
}

/// The number in `AADSTS…` for an error.
fn aadsts(error: &TokenError) -> u32 {
    match error {
        TokenError::Request(_) => 900_144,
        TokenError::Client(AssertionError::Missing | AssertionError::Type) => 7_000_218,
        TokenError::Client(AssertionError::Audience) => 700_023,
        TokenError::Client(AssertionError::Expiry) => 700_024,
        TokenError::Client(_) => 700_027,
        TokenError::ClientRefused(_) => 7_000_215,
        TokenError::Grant(GrantError::Used) => 54_005,
        TokenError::Grant(GrantError::Expired) => 70_008,
        TokenError::Grant(GrantError::RedirectUri) => 50_011,
        TokenError::Grant(GrantError::Verifier) => 501_481,
        TokenError::Grant(GrantError::Unknown) | TokenError::GrantRefused(_) => 70_000,
        TokenError::GrantType => 70_003,
        TokenError::Scope => 70_011,
    }
}

fn refusal(world: &World, error: &TokenError) -> Response {
    let number = aadsts(error);
    let status = match error {
        TokenError::Client(_) | TokenError::ClientRefused(_) => StatusCode::UNAUTHORIZED,
        _ => StatusCode::BAD_REQUEST,
    };
    let body = json!({
        "error": error.code(),
        "error_description": format!("AADSTS{number}: {error}"),
        "error_codes": [number],
        "timestamp": rfc3339(world.clock.now()),
        "trace_id": random::uuid(),
        "correlation_id": random::uuid(),
    });
    no_store(status, body)
}
