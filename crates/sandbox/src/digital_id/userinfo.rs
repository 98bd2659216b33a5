//! UserInfo (OIDC Core section 5.3): what was asked for and agreed to, no more.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::digital_id::token::subject;
use crate::fault::{Fault, Kind, flip};
use crate::lock::locked;
use crate::reply::{no_store, noted};
use crate::service::Service;
use crate::token::encode;
use crate::world::World;

/// `GET …/protocol/openid-connect/userinfo`, with the token in the header and nowhere else.
pub(crate) async fn userinfo(State(world): State<Arc<World>>, headers: HeaderMap) -> Response {
    let now = world.clock.now();
    let found = bearer(&headers).and_then(|token| world.agency.access.look_up(token, now));
    let Some((person, scope)) = found else {
        return refused();
    };
    let claims = claims(&world, &person, &scope);
    match world.faults.of_kind(Service::DigitalId, Kind::Userinfo) {
        Some(arming) => spoilt(&world, arming.fault, claims),
        None => no_store(StatusCode::OK, claims),
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then_some(token)
}

fn refused() -> Response {
    let mut response = (StatusCode::UNAUTHORIZED, "").into_response();
    let challenge = HeaderValue::from_static("Bearer realm=\"main\", error=\"invalid_token\"");
    response
        .headers_mut()
        .insert(header::WWW_AUTHENTICATE, challenge);
    noted(response, "invalid_token")
}

fn claims(world: &World, person: &str, scope: &str) -> Value {
    let mut claims = json!({ "sub": subject(world, person) });
    let population = locked(&world.population);
    let name = population.card(person).map_or("", |held| held.card.name);
    for asked in scope.split(' ') {
        match asked {
            "name" => claims["name"] = json!(name),
            "address" => claims["address"] = json!("見本県見本市見本町1丁目2番3号"),
            "birthdate" => claims["birthdate"] = json!("20010203"),
            "gender" => claims["gender"] = json!("2"),
            _ => {}
        }
    }
    claims
}

fn spoilt(world: &World, fault: Fault, mut claims: Value) -> Response {
    match fault {
        Fault::UserinfoSubWrong => claims["sub"] = json!(world.agency.subject("somebody else")),
        Fault::UserinfoSubMissing => {
            claims.as_object_mut().map(|claims| claims.remove("sub"));
        }
        Fault::UserinfoNameHtml => {
            claims["name"] = json!("<b>太字</b><script>alert(1)</script>");
        }
        Fault::UserinfoSignedOk => return signed(world, claims, str::to_owned),
        Fault::UserinfoSignedBad => return signed(world, claims, flip),
        _ => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
    no_store(StatusCode::OK, claims)
}

fn signed(world: &World, mut claims: Value, last: impl Fn(&str) -> String) -> Response {
    claims["iss"] = json!(world.addresses.digital_id_issuer());
    claims["aud"] = json!(world.agency.client.id);
    let key = world.agency.keys.present();
    let head = json!({ "alg": key.algorithm().name(), "kid": key.kid });
    let claims = claims.as_object().cloned().unwrap_or_default();
    let token = last(&encode(&head, &claims, &key));
    ([(header::CONTENT_TYPE, "application/jwt")], token).into_response()
}
