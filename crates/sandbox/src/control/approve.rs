//! The fast path: what a person would press through, pressed at once, by the same code.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use crate::account;
use crate::clock::rfc3339;
use crate::digital_id::{self, App, AppState, Begun, End, Phone, Press, Problem, Route, Screen};
use crate::journal::Entry;
use crate::oauth::{Delivery, ProtocolError};
use crate::phone;
use crate::random;
use crate::service::{Endpoint, Service};
use crate::world::World;

/// Body of `POST /control/approve`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Approval {
    op: Service,
    /// The authorization URL as the browser would open it.
    request: String,
    /// Id of the card, or id, number or sign-in name of the account.
    person: String,
    /// UTokyo: whether the person passes MFA (by default yes).
    #[serde(default = "yes")]
    mfa: bool,
    /// An error to answer instead, as from the test-response page; `stop` presses 中止 in the app.
    #[serde(default)]
    answer: Option<String>,
}

fn yes() -> bool {
    true
}

/// More presses than any way through the app needs.
const LONGEST_WAY: usize = 16;

/// What the fast path could not do, in words for a developer.
pub(crate) type Stuck = Value;

/// `POST /control/approve`.
pub(crate) async fn approve(
    State(world): State<Arc<World>>,
    Json(approval): Json<Approval>,
) -> Response {
    let Some((endpoint, query)) = taken_apart(&approval.request) else {
        return stuck(json!({ "error": "request is not a URL" }));
    };
    if endpoint != authorization_endpoint(&world, approval.op) {
        return stuck(json!({ "error": "request does not go to the authorization endpoint" }));
    }
    let outcome = match approval.op {
        Service::DigitalId => at_agency(&world, &approval, &query),
        Service::Utokyo => account::approve(
            &world,
            &query,
            (&approval.person, approval.mfa),
            approval.answer.as_deref(),
        ),
        _ => Err(json!({ "error": "this service has no sign-in" })),
    };
    let word = if outcome.is_ok() { "ok" } else { "refused" };
    let at = world.clock.now();
    world.journal.add(Entry {
        op: approval.op,
        endpoint: Endpoint::Authorize,
        method: "GET".to_owned(),
        at: rfc3339(at),
        status: 303,
        outcome: word.to_owned(),
        effect: false,
    });
    match outcome {
        Ok(Delivery::Redirect(url)) => Json(json!({ "redirect": url })).into_response(),
        Ok(Delivery::FormPost { action, fields }) => {
            Json(json!({ "form_post": { "action": action, "fields": fields } })).into_response()
        }
        Err(reason) => stuck(reason),
    }
}

fn stuck(reason: Value) -> Response {
    (StatusCode::BAD_REQUEST, Json(reason)).into_response()
}

fn taken_apart(request: &str) -> Option<(String, String)> {
    let mut url = Url::parse(request).ok()?;
    let query = url.query().unwrap_or_default().to_owned();
    url.set_query(None);
    Some((url.into(), query))
}

fn authorization_endpoint(world: &World, service: Service) -> String {
    match service {
        Service::DigitalId => {
            format!(
                "{}/protocol/openid-connect/auth",
                world.addresses.digital_id_issuer()
            )
        }
        _ => account::endpoint(world, "authorize"),
    }
}

fn at_agency(world: &World, approval: &Approval, query: &str) -> Result<Delivery, Stuck> {
    let id = match digital_id::begin(world, query.as_bytes(), None) {
        Begun::Asking { id, .. } => id,
        Begun::Answered(delivery, _) => return Ok(delivery),
        Begun::Refused(parameter) => {
            return Err(json!({ "error": "refused", "parameter": parameter }));
        }
    };
    match approval.answer.as_deref() {
        Some("stop") => through_app(world, &id, &approval.person, true)?,
        Some(error) => {
            let error = ProtocolError::new(error, "chosen for the test");
            world
                .agency
                .with(&id, |attempt| attempt.end_with(End::Failed(error)));
        }
        None => through_app(world, &id, &approval.person, false)?,
    }
    let delivery = digital_id::finish(world, &id);
    world.agency.forget(&id);
    delivery.ok_or_else(|| json!({ "error": "not finished" }))
}

/// Goes through the app with the right PINs, as a person on the same phone would.
fn through_app(world: &World, id: &str, card: &str, stop: bool) -> Result<(), Stuck> {
    let (pin, text_pin) = {
        let population = crate::lock::locked(&world.population);
        let held = population
            .card(card)
            .ok_or_else(|| json!({ "error": "no such card" }))?;
        (held.card.pin.to_owned(), held.card.text_pin.to_owned())
    };
    let phone = Phone {
        id: random::token(),
        card: card.to_owned(),
        app: AppState::Ready,
    };
    let now = world.clock.now();
    world.agency.with(id, |attempt| {
        attempt.app = Some(App::open(Route::SamePhone, phone, now, &world.lifetimes));
    });
    if stop {
        phone::press(world, id, Press::AskStop);
        phone::press(world, id, Press::Stop);
        return Ok(());
    }
    for _ in 0..LONGEST_WAY {
        let screen = world.agency.with(id, |attempt| {
            attempt.app.as_ref().map(|app| app.screen.clone())
        });
        let press = match screen.flatten() {
            Some(Screen::DeviceLock | Screen::Start) => Press::Next,
            Some(Screen::Pin) => Press::Pin(pin.clone()),
            Some(Screen::TextPin) => Press::TextPin(text_pin.clone()),
            Some(Screen::Ready) => Press::Read,
            Some(Screen::Reading { until_ms }) => {
                phone::press_at(world, id, Press::Next, until_ms);
                continue;
            }
            Some(Screen::Consent) => Press::Allow,
            Some(Screen::Done) => return Ok(()),
            Some(Screen::Problem(problem)) => return Err(problem_text(problem)),
            _ => break,
        };
        phone::press(world, id, press);
    }
    Err(json!({ "error": "the app did not come to its end" }))
}

fn problem_text(problem: Problem) -> Value {
    let text = match problem {
        Problem::WrongPin { .. } | Problem::WrongTextPin => "wrong_pin",
        Problem::Locked => "pin_locked",
        Problem::Expired => "certificate_expired",
        Problem::Revoked => "certificate_revoked",
        Problem::OtherCard => "other_card",
        Problem::NoCard => "no_card",
    };
    json!({ "error": "card", "reason": text })
}
