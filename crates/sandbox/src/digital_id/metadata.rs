//! The discovery document (OpenID Connect Discovery section 3).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::reply::no_store;
use crate::service::Service;
use crate::world::World;

/// `GET {issuer}/.well-known/openid-configuration`.
pub(crate) async fn metadata(State(world): State<Arc<World>>) -> Response {
    let issuer = world.addresses.digital_id_issuer();
    let base = format!("{issuer}/protocol/openid-connect");
    let mut document = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{base}/auth"),
        "token_endpoint": format!("{base}/token"),
        "userinfo_endpoint": format!("{base}/userinfo"),
        "jwks_uri": format!("{base}/certs"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": [world.agency.keys.algorithm().name()],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["ES256", "RS256", "PS256"],
        "scopes_supported": ["openid", "name", "address", "birthdate", "gender"],
        "claims_supported": ["iss", "sub", "aud", "exp", "iat", "auth_time", "acr",
                             "name", "address", "birthdate", "gender"],
        "acr_values_supported": ["aal3"],
        "code_challenge_methods_supported": ["S256"],
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "authorization_response_iss_parameter_supported": true,
    });
    spoil(&world, Service::DigitalId, &mut document);
    no_store(StatusCode::OK, document)
}

/// Faults of the metadata of either OP.
pub(crate) fn spoil(world: &World, service: Service, document: &mut Value) {
    let strikes = |fault| world.faults.strikes(service, fault);
    if strikes(Fault::MetadataIssuerWrong) {
        document["issuer"] = json!("https://issuer.example/realms/main");
    }
    if strikes(Fault::MetadataNoS256) {
        document["code_challenge_methods_supported"] = json!(["plain"]);
    }
    if strikes(Fault::MetadataPkceAbsent)
        && let Some(members) = document.as_object_mut()
    {
        members.remove("code_challenge_methods_supported");
    }
}
