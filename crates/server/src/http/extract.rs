//! What a handler may ask of a request: who asks, which device, a checked body.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Request};
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, StatusCode, header};
use ident_core::kiosk::Kiosk;
use ident_core::refusal::Refusal;
use ident_core::secret::Token;
use ident_core::visit::{Channel, Visit};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::cookie;
use crate::flow::{Caller, Refused};
use crate::state::App;
use crate::view::device_of;

/// The header by which an installed app says what it is, and by which it receives its visit.
pub const CHANNEL: &str = "x-ident-channel";

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refused> {
        let channel = channel(&parts.headers);
        let Some(token) = bearer_value(&parts.headers, app, channel) else {
            return Ok(Self {
                visit: None,
                channel,
                stale: false,
                kiosk: None,
            });
        };
        let visit = app.store.visit_by_token(&token.hash()).await?;
        let visit = visit.filter(|visit| visit.channel == channel && is_alive(app, visit));
        let kiosk = kiosk_of(app, visit.as_ref()).await?;
        let stale = visit.is_none();
        Ok(Self {
            visit,
            channel,
            stale,
            kiosk,
        })
    }
}

fn is_alive(app: &App, visit: &Visit) -> bool {
    let (idle, absolute) = app.config.visit_lifetimes(visit);
    visit.alive(idle, absolute, app.now()).is_ok()
}

/// The kiosk of a visit, asked anew each time: one that is stopped has no visits from that moment
/// on, however they came about (K-08).
async fn kiosk_of(app: &App, visit: Option<&Visit>) -> Result<Option<Kiosk>, Refused> {
    let Some(id) = visit.and_then(|visit| visit.kiosk) else {
        return Ok(None);
    };
    let kiosk = app.store.kiosk(id).await?.ok_or(Refusal::KioskUnknown)?;
    kiosk.alive()?;
    Ok(Some(kiosk))
}

fn channel(headers: &HeaderMap) -> Channel {
    let is_app = headers.get(CHANNEL).is_some_and(|value| value == "app");
    if is_app { Channel::App } else { Channel::Web }
}

/// A browser's value comes in a cookie, an app's as a bearer token (RFC 6750 section 2.1); the
/// one is never read as the other.
fn bearer_value(headers: &HeaderMap, app: &App, channel: Channel) -> Option<Token> {
    match channel {
        Channel::Web => cookie::visit(headers, &app.config),
        Channel::App => {
            let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
            Token::parse(value.strip_prefix("Bearer ")?)
        }
    }
}

/// The visit that asks; a request without one is refused, and so is one from a kiosk: what is not
/// meant for kiosks is not open to them (K-11).
#[derive(Debug)]
pub struct Visiting(pub Visit);

impl FromRequestParts<Arc<App>> for Visiting {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refused> {
        let caller = Caller::from_request_parts(parts, app).await?;
        let visit = caller.visit()?;
        match visit.kiosk {
            Some(_) => Err(Refusal::KioskNotHere.into()),
            None => Ok(Self(visit.clone())),
        }
    }
}

/// The visit that asks, where a kiosk may ask as well.
#[derive(Debug)]
pub struct VisitingOrKiosk(pub Visit);

impl FromRequestParts<Arc<App>> for VisitingOrKiosk {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refused> {
        let caller = Caller::from_request_parts(parts, app).await?;
        Ok(Self(caller.visit()?.clone()))
    }
}

/// A plain name of the device that asks.
#[derive(Clone, Copy, Debug)]
pub struct Device(pub &'static str);

impl<S: Send + Sync> FromRequestParts<S> for Device {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let agent = parts.headers.get(header::USER_AGENT);
        let agent = agent
            .and_then(|agent| agent.to_str().ok())
            .unwrap_or_default();
        Ok(Self(device_of(agent)))
    }
}

/// A JSON body in exactly the agreed form.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let bytes = match Bytes::from_request(request, state).await {
            Ok(bytes) => bytes,
            Err(rejection) => return Err(told(rejection.status()).into()),
        };
        match Json::<T>::from_bytes(&bytes) {
            Ok(Json(body)) if !has_list(&bytes) => Ok(Self(body)),
            Ok(_) => Err(Refusal::RequestMalformed.into()),
            Err(rejection) => Err(told(rejection.status()).into()),
        }
    }
}

/// Where a record is agreed, serde takes a list of its members just as well. Nobody agreed to
/// that, and no body of ours has a list.
fn has_list(body: &[u8]) -> bool {
    fn is_or_holds_one(value: &Value) -> bool {
        match value {
            Value::Array(_) => true,
            Value::Object(members) => members.values().any(is_or_holds_one),
            _ => false,
        }
    }
    body.contains(&b'[') && serde_json::from_slice(body).is_ok_and(|value| is_or_holds_one(&value))
}

fn told(status: StatusCode) -> Refusal {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::RequestTooLarge,
        _ => Refusal::RequestMalformed,
    }
}
