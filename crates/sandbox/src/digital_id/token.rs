//! The token endpoint: code in, tokens out, for the one client that proves its key.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use bytes::Bytes;
use serde_json::{Value, json};

use crate::fault::{Fault, Mint};
use crate::oauth::{Grant, GrantError, TokenAnswer, TokenError, read_form};
use crate::options::AssertionAudience;
use crate::random;
use crate::reply::{no_store, noted};
use crate::service::Service;
use crate::token::{AssertionChecks, Claims, at_hash};
use crate::world::World;

/// `POST …/protocol/openid-connect/token`.
pub(crate) async fn token(
    State(world): State<Arc<World>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match exchange(&world, &headers, &uri, &body) {
        Ok(answer) => no_store(StatusCode::OK, answer),
        Err(error) => {
            let text = json!({ "error": error.code(), "error_description": error.to_string() });
            noted(no_store(StatusCode::BAD_REQUEST, text), error.code())
        }
    }
}

fn exchange(
    world: &World,
    headers: &HeaderMap,
    uri: &Uri,
    body: &Bytes,
) -> Result<Value, TokenError> {
    let agency = &world.agency;
    let now = world.clock.now();
    let form = read_form(headers, uri, body)?;
    let checks = AssertionChecks {
        client_id: agency.client.id,
        keys: &agency.client.keys,
        audiences: &audiences(world),
        used: &agency.client.used_assertions,
        now,
    };
    checks.check(&form)?;
    if world
        .faults
        .strikes(Service::DigitalId, Fault::InvalidClient)
    {
        return Err(TokenError::ClientRefused("Client authentication failed"));
    }
    if form.text("grant_type") != "authorization_code" {
        return Err(TokenError::GrantType);
    }
    if world
        .faults
        .strikes(Service::DigitalId, Fault::InvalidGrant)
    {
        return Err(TokenError::GrantRefused("Code not valid"));
    }
    let code = form.text("code");
    let proof = (form.text("redirect_uri"), form.text("code_verifier"));
    let grant = agency
        .grants
        .redeem(code, proof, now)
        .inspect_err(|error| {
            if *error == GrantError::Used {
                agency.access.revoke_from(code);
            }
        })?;
    let stands_for = (grant.person.as_str(), grant.scope.as_str());
    let access = agency
        .access
        .issue(code, stands_for, (now, world.lifetimes.access_token));
    Ok(answer(world, &grant, access))
}

fn audiences(world: &World) -> Vec<String> {
    let issuer = world.addresses.digital_id_issuer();
    let endpoint = format!("{issuer}/protocol/openid-connect/token");
    match world.options.assertion_audience {
        AssertionAudience::Either => vec![issuer, endpoint],
        AssertionAudience::Issuer => vec![issuer],
        AssertionAudience::TokenEndpoint => vec![endpoint],
    }
}

fn answer(world: &World, grant: &Grant, access_token: String) -> Value {
    let claims = claims(world, grant, &access_token);
    let answer = TokenAnswer {
        service: Service::DigitalId,
        access_token,
        expires_in: world.lifetimes.access_token,
        scope: grant.scope.clone(),
        mint: Mint {
            keys: &world.agency.keys,
            claims,
            now: world.clock.now(),
            other_nonce: world.agency.other_nonce(&grant.nonce),
            level: "acr",
        },
    };
    answer.into_body(world)
}

fn claims(world: &World, grant: &Grant, access_token: &str) -> Claims {
    let now = world.clock.now();
    let client = world.agency.client.id;
    let claims = json!({
        "iss": world.addresses.digital_id_issuer(),
        "sub": subject(world, &grant.person),
        "aud": client,
        "azp": client,
        "typ": "ID",
        "exp": now + world.lifetimes.id_token,
        "iat": now,
        "auth_time": grant.auth_time,
        "jti": random::uuid(),
        "nonce": grant.nonce,
        "at_hash": at_hash(access_token),
        "sid": grant.session,
        "acr": grant.level,
    });
    match claims {
        Value::Object(claims) => claims,
        _ => Claims::new(),
    }
}

/// The pairwise identifier of the person who holds that card.
pub(super) fn subject(world: &World, card: &str) -> String {
    let population = crate::lock::locked(&world.population);
    let seed = population.card(card).map_or(card, |held| held.card.seed);
    world.agency.subject(seed)
}
