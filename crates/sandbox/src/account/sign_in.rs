//! One sign-in at the tenant: from the authorization request to its answer.

use crate::account::request::AuthorizationRequest;
use crate::account::{Session, Stage};
use crate::clock::Seconds;
use crate::oauth::{Delivery, Grant, ProtocolError, Success, deliver};
use crate::random;
use crate::service::Service;
use crate::world::World;

/// One sign-in.
#[derive(Debug)]
pub(crate) struct SignIn {
    pub(crate) id: String,
    pub(crate) browser: String,
    pub(crate) request: AuthorizationRequest,
    pub(crate) deadline: Seconds,
    pub(crate) stage: Stage,
    /// What the last entry was refused with, to be shown beside the field.
    pub(crate) notice: Option<&'static str>,
    /// Whether it leads to a page of the tenant itself instead of a client.
    pub(crate) is_local: bool,
    session_state: String,
    pub(crate) delivery: Option<Delivery>,
}

impl SignIn {
    pub(crate) fn new(
        request: AuthorizationRequest,
        browser: String,
        stage: Stage,
        deadline: Seconds,
    ) -> Self {
        Self {
            id: random::token(),
            browser,
            request,
            deadline,
            stage,
            notice: None,
            is_local: false,
            session_state: random::uuid(),
            delivery: None,
        }
    }
}

/// The answer once the sign-in has come to its end; the same each time it is asked for.
pub(crate) fn finish(world: &World, id: &str) -> Option<Delivery> {
    let now = world.clock.now();
    world.tenant.with(id, |sign_in| {
        let outcome = match &sign_in.stage {
            Stage::Done(session) => Ok(session.clone()),
            Stage::Failed(error) => Err(error.clone()),
            _ if sign_in.deadline <= now => Err(ProtocolError::new(
                "interaction_required",
                "AADSTS50058: sign-in timed out",
            )),
            _ => return None,
        };
        if sign_in.delivery.is_none() {
            sign_in.delivery = Some(if sign_in.is_local {
                stay(world, sign_in, outcome)
            } else {
                answer(world, sign_in, outcome)
            });
        }
        sign_in.delivery.clone()
    })?
}

/// The way on within the tenant: to the page that asked, or back to the portal.
fn stay(world: &World, sign_in: &SignIn, outcome: Result<Session, ProtocolError>) -> Delivery {
    match outcome {
        Ok(session) => {
            world.tenant.remember(&sign_in.browser, session);
            Delivery::Redirect(sign_in.request.back.redirect_uri.clone())
        }
        Err(_) => Delivery::Redirect(world.addresses.main.clone()),
    }
}

fn answer(world: &World, sign_in: &SignIn, outcome: Result<Session, ProtocolError>) -> Delivery {
    let outcome = outcome.map(|session| {
        world.tenant.remember(&sign_in.browser, session.clone());
        Success {
            code: code(world, sign_in, &session),
            session_state: sign_in.session_state.clone(),
        }
    });
    let issuer = world.addresses.utokyo_issuer();
    deliver(
        world,
        (Service::Utokyo, &issuer),
        &sign_in.request.back,
        outcome,
    )
}

fn code(world: &World, sign_in: &SignIn, session: &Session) -> String {
    let now = world.clock.now();
    let request = &sign_in.request;
    let grant = Grant {
        redirect_uri: request.back.redirect_uri.clone(),
        code_challenge: request.code_challenge.clone(),
        nonce: request.nonce.clone(),
        scope: request.scope.clone(),
        person: session.number.clone(),
        auth_time: session.auth_time,
        session: sign_in.session_state.clone(),
        level: request.acrs.clone().filter(|_| session.mfa),
        expires: now + world.lifetimes.code,
    };
    world.tenant.grants.issue(grant, now)
}
