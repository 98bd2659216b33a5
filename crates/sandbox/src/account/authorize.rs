//! The tenant's authorization endpoint.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::account::request::{AuthorizationRequest, Refused, read};
use crate::account::{SignIn, stage};
use crate::encoding::Parameters;
use crate::oauth::{Delivery, ProtocolError, deliver};
use crate::page::{Reader, delivered, refusal_page, set_cookie};
use crate::random;
use crate::reply::noted;
use crate::service::Service;
use crate::world::World;

/// Name of the cookie that is a browser's SSO session.
pub(crate) const COOKIE: &str = "practice_sso";

/// What becomes of a request.
#[derive(Debug)]
pub(crate) enum Begun {
    Asking(String),
    Answered(Delivery, ProtocolError),
    Refused(&'static str),
}

/// `GET /{tenant}/oauth2/v2.0/authorize`.
pub(crate) async fn authorize(
    State(world): State<Arc<World>>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Response {
    let known = reader
        .cookie(COOKIE)
        .filter(|value| random::is_token(value));
    let browser = known.map_or_else(random::token, str::to_owned);
    match begin(&world, query.unwrap_or_default().as_bytes(), &browser) {
        Begun::Asking(id) => {
            let to = Redirect::to(&format!("/login/{id}"));
            (set_cookie(COOKIE, &browser), to).into_response()
        }
        Begun::Answered(delivery, error) => {
            noted(delivered(&world, &reader, &delivery), &error.error)
        }
        Begun::Refused(text) => {
            let code = text.split(':').next().unwrap_or_default();
            noted(refusal_page(&world, &reader, text), code)
        }
    }
}

/// Begins a sign-in, with MFA, for a page of the tenant itself; gives its id.
pub(crate) fn begin_local(world: &World, page: &str, browser: &str) -> String {
    let tenant = &world.tenant;
    let now = world.clock.now();
    let request = AuthorizationRequest::local(page);
    let stage = stage::first(world, &request, tenant.sessions(browser, now));
    let deadline = now + world.lifetimes.attempt;
    let mut sign_in = SignIn::new(request, browser.to_owned(), stage, deadline);
    sign_in.is_local = true;
    let id = sign_in.id.clone();
    tenant.keep(sign_in, now);
    id
}

/// Takes a request in; the page and the control interface both begin here.
pub(crate) fn begin(world: &World, query: &[u8], browser: &str) -> Begun {
    let tenant = &world.tenant;
    let redirect_uri = world.redirect_uri(&tenant.client);
    let parameters = Parameters::parse(query);
    match read(&parameters, (tenant.client.id, &redirect_uri)) {
        Ok(request) => {
            let now = world.clock.now();
            let stage = stage::first(world, &request, tenant.sessions(browser, now));
            let deadline = now + world.lifetimes.attempt;
            let sign_in = SignIn::new(request, browser.to_owned(), stage, deadline);
            let id = sign_in.id.clone();
            tenant.keep(sign_in, now);
            Begun::Asking(id)
        }
        Err(Refused::Page(text)) => Begun::Refused(text),
        Err(Refused::Client(back, error)) => {
            let issuer = world.addresses.utokyo_issuer();
            let service = (Service::Utokyo, issuer.as_str());
            Begun::Answered(deliver(world, service, &back, Err(error.clone())), error)
        }
    }
}
