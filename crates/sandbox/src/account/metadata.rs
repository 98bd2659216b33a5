//! Discovery document and key set of the tenant.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use crate::account::endpoint;
use crate::digital_id::spoil_metadata;
use crate::oauth::published_keys;
use crate::reply::no_store;
use crate::service::Service;
use crate::world::{TENANT, World};

/// `GET /{tenant}/v2.0/.well-known/openid-configuration`.
pub(crate) async fn metadata(State(world): State<Arc<World>>) -> Response {
    let base = &world.addresses.account;
    let mut document = json!({
        "issuer": world.addresses.utokyo_issuer(),
        "authorization_endpoint": endpoint(&world, "authorize"),
        "token_endpoint": endpoint(&world, "token"),
        "jwks_uri": format!("{base}/{TENANT}/discovery/v2.0/keys"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "claims_supported": ["sub", "iss", "aud", "exp", "iat", "auth_time", "acr", "nonce",
                             "preferred_username", "name", "tid", "ver", "at_hash"],
        "code_challenge_methods_supported": ["S256"],
        "request_uri_parameter_supported": false,
        "tenant_region_scope": "AS",
        "cloud_instance_name": "sandbox.invalid",
    });
    spoil_metadata(&world, Service::Utokyo, &mut document);
    no_store(StatusCode::OK, document)
}

/// `GET /{tenant}/discovery/v2.0/keys`.
pub(crate) async fn keys(State(world): State<Arc<World>>) -> Response {
    published_keys(&world, Service::Utokyo, &world.tenant.keys)
}
