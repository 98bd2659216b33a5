//! The token answer (RFC 6749 section 5.1) and the published key set, with their faults.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::fault::{Fault, Kind, Mint, metadata_redirect, mint};
use crate::key::{Extras, KeyRing};
use crate::random;
use crate::reply::no_store;
use crate::service::Service;
use crate::world::World;

/// What a token answer is made of.
#[derive(Debug)]
pub(crate) struct TokenAnswer<'a> {
    pub(crate) service: Service,
    pub(crate) access_token: String,
    pub(crate) expires_in: i64,
    pub(crate) scope: String,
    pub(crate) mint: Mint<'a>,
}

impl TokenAnswer<'_> {
    /// The JSON body; an armed token fault strikes here.
    pub(crate) fn into_body(self, world: &World) -> Value {
        let rotated = world.faults.strikes(self.service, Fault::JwksRotatedBefore);
        let fault = if rotated {
            Some(Fault::JwksRotatedBefore)
        } else {
            world
                .faults
                .of_kind(self.service, Kind::Token)
                .map(|arming| arming.fault)
        };
        let mut body = json!({
            "access_token": self.access_token,
            "token_type": "Bearer",
            "expires_in": self.expires_in,
            "scope": self.scope,
            "id_token": mint(self.mint, fault),
        });
        spoil(&mut body, fault);
        body
    }
}

fn spoil(body: &mut Value, fault: Option<Fault>) {
    let absent = match fault {
        Some(Fault::NoExpiresIn) => "expires_in",
        Some(Fault::NoScope) => "scope",
        Some(Fault::NoIdToken) => "id_token",
        Some(Fault::TokenTypeBearerCase) => {
            body["token_type"] = json!("bEARER");
            return;
        }
        Some(Fault::RefreshTokenGiven) => {
            body["refresh_token"] = json!(random::token());
            return;
        }
        _ => return,
    };
    body.as_object_mut().map(|members| members.remove(absent));
}

/// The key set as it is answered; an armed fault of the key set strikes here.
pub(crate) fn published_keys(world: &World, service: Service, keys: &KeyRing) -> Response {
    let strikes = |fault| world.faults.strikes(service, fault);
    if strikes(Fault::Jwks500) {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    if strikes(Fault::JwksRedirect) {
        return metadata_redirect();
    }
    let ever = |fault| world.faults.ever(service, fault);
    let extras = Extras {
        other: ever(Fault::AlgOther),
        second: ever(Fault::KidMissingMultiple),
        decoys: ever(Fault::DecoyKeys),
    };
    let mut set = keys.jwks(extras);
    if strikes(Fault::JwksHuge) {
        set["padding"] = json!("a".repeat(1 << 20));
    }
    no_store(StatusCode::OK, set)
}
