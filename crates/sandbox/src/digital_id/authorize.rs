//! The authorization endpoint: taking a request in, and answering it in the end.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::digital_id::attempt::{Attempt, End};
use crate::digital_id::request::{AuthorizationRequest, Refused, read};
use crate::encoding::Parameters;
use crate::oauth::{Delivery, Grant, ProtocolError, Success, deliver};
use crate::page::{Lang, Reader, delivered, refusal_page};
use crate::random;
use crate::reply::noted;
use crate::service::Service;
use crate::world::World;

/// Name of the cookie that binds an attempt to its browser.
pub(crate) const COOKIE: &str = "practice_agency_attempt";

/// What becomes of a request.
#[derive(Debug)]
pub(crate) enum Begun {
    /// The person is asked: id of the attempt and value of the browser's cookie.
    Asking { id: String, cookie: String },
    /// The client is told an error at once.
    Answered(Delivery, ProtocolError),
    /// Nobody can be told but the person at the browser: which parameter is wrong.
    Refused(&'static str),
}

/// `GET …/protocol/openid-connect/auth`.
pub(crate) async fn authorize(
    State(world): State<Arc<World>>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Response {
    // Tabs of one browser share the cookie, so that a second tab does not cut off the first.
    let browser = reader
        .cookie(COOKIE)
        .filter(|value| random::is_token(value));
    match begin(&world, query.unwrap_or_default().as_bytes(), browser) {
        Begun::Asking { id, cookie } => {
            let to = Redirect::to(&format!("/signin/{id}"));
            (crate::page::set_cookie(COOKIE, &cookie), to).into_response()
        }
        Begun::Answered(delivery, error) => {
            noted(delivered(&world, &reader, &delivery), &error.error)
        }
        Begun::Refused(parameter) => noted(
            refusal_page(&world, &reader, &sentence(reader.lang, parameter)),
            parameter,
        ),
    }
}

/// Takes a request in; the page and the control interface both begin here.
pub(crate) fn begin(world: &World, query: &[u8], browser: Option<&str>) -> Begun {
    let agency = &world.agency;
    let redirect_uri = world.redirect_uri(&agency.client);
    let parameters = Parameters::parse(query);
    match read(&parameters, (agency.client.id, &redirect_uri)) {
        Ok(request) => {
            let now = world.clock.now();
            let browser = browser.map_or_else(random::token, str::to_owned);
            let attempt = Attempt::new(request, browser, now, &world.lifetimes);
            let begun = Begun::Asking {
                id: attempt.id.clone(),
                cookie: attempt.browser.clone(),
            };
            agency.keep(attempt, now);
            begun
        }
        Err(Refused::Page(parameter)) => Begun::Refused(parameter),
        Err(Refused::Client(back, error)) => {
            let issuer = world.addresses.digital_id_issuer();
            let service = (Service::DigitalId, issuer.as_str());
            Begun::Answered(deliver(world, service, &back, Err(error.clone())), error)
        }
    }
}

/// The answer to a request whose attempt has ended or run out; the same each time it is asked for.
pub(crate) fn finish(world: &World, id: &str) -> Option<Delivery> {
    let now = world.clock.now();
    world.agency.with(id, |attempt| {
        if !attempt.over(now) {
            return None;
        }
        if attempt.delivery.is_none() {
            attempt.delivery = Some(answer(world, attempt));
        }
        attempt.delivery.clone()
    })?
}

fn answer(world: &World, attempt: &Attempt) -> Delivery {
    let outcome = match &attempt.end {
        Some(End::Allowed { card, at }) => Ok(Success {
            code: code(world, &attempt.request, (card, *at), &attempt.session),
            session_state: attempt.session.clone(),
        }),
        Some(End::Failed(error)) => Err(error.clone()),
        // What Keycloak says when a login session has run out.
        None => Err(ProtocolError::new(
            "temporarily_unavailable",
            "authentication_expired",
        )),
    };
    let issuer = world.addresses.digital_id_issuer();
    deliver(
        world,
        (Service::DigitalId, &issuer),
        &attempt.request.back,
        outcome,
    )
}

fn code(
    world: &World,
    request: &AuthorizationRequest,
    (card, auth_time): (&str, i64),
    session: &str,
) -> String {
    let now = world.clock.now();
    let grant = Grant {
        redirect_uri: request.back.redirect_uri.clone(),
        code_challenge: request.code_challenge.clone(),
        nonce: request.nonce.clone(),
        scope: request.scope.clone(),
        person: card.to_owned(),
        auth_time,
        session: session.to_owned(),
        level: Some(request.acr.clone()),
        expires: now + world.lifetimes.code,
    };
    world.agency.grants.issue(grant, now)
}

fn sentence(lang: Lang, parameter: &str) -> String {
    match lang {
        Lang::Ja => format!("このリクエストは受け付けられません（{parameter}）。"),
        Lang::En => format!("This request cannot be accepted ({parameter})."),
    }
}
