//! Presses on the authorization page.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use serde_json::json;

use crate::digital_id::page::{is_starter, stranger};
use crate::digital_id::{App, Attempt, End, Route};
use crate::encoding::Parameters;
use crate::oauth::ProtocolError;
use crate::page::{Reader, set_cookie};
use crate::world::World;

/// Works on the attempt if this browser began it and it is not over, then shows the page again.
fn step(
    world: &World,
    reader: &Reader,
    id: &str,
    work: impl FnOnce(&mut Attempt) -> String,
) -> Response {
    if !is_starter(world, id, reader) {
        return stranger(world, reader);
    }
    let now = world.clock.now();
    let here = format!("/signin/{id}");
    let to = world.agency.with(id, |attempt| {
        if attempt.over(now) {
            here.clone()
        } else {
            work(attempt)
        }
    });
    Redirect::to(&to.unwrap_or(here)).into_response()
}

/// `POST /signin/{id}/app`: the app opens on this very phone.
pub(crate) async fn open_app(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    reader: Reader,
) -> Response {
    let phone = world.phones.of(&reader);
    world.phones.keep(&phone);
    let now = world.clock.now();
    let cookie = set_cookie("practice_phone", &phone.id);
    let response = step(&world, &reader, &id, |attempt| {
        let app = App::open(Route::SamePhone, phone, now, &world.lifetimes);
        let to = format!("/phone/app/{}", app.id);
        attempt.app = Some(app);
        attempt.version += 1;
        to
    });
    (cookie, response).into_response()
}

/// `POST /signin/{id}/qr`: 「二次元コードを更新」.
pub(crate) async fn renew_qr(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    reader: Reader,
) -> Response {
    let now = world.clock.now();
    step(&world, &reader, &id, |attempt| {
        attempt.renew_qr(now, &world.lifetimes);
        format!("/signin/{id}?view=pc")
    })
}

/// `POST /signin/{id}/digits`: the six digits from the phone.
pub(crate) async fn digits(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    reader: Reader,
    body: Bytes,
) -> Response {
    let form = Parameters::parse(&body);
    let now = world.clock.now();
    step(&world, &reader, &id, |attempt| {
        let typed = form.text("digits").trim();
        let right = attempt.app.as_mut().is_some_and(|app| app.pair(typed, now));
        if right {
            attempt.version += 1;
        }
        let wrong = if right { "" } else { "&wrong=1" };
        format!("/signin/{id}?view=pc{wrong}")
    })
}

/// `POST /signin/{id}/cancel`: back to the service without a verification.
pub(crate) async fn cancel(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    reader: Reader,
) -> Response {
    step(&world, &reader, &id, |attempt| {
        attempt.end_with(End::Failed(ProtocolError::access_denied("User cancelled")));
        format!("/signin/{id}")
    })
}

/// `GET /signin/{id}/status`: for the script that follows the phone.
pub(crate) async fn status(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    reader: Reader,
) -> Response {
    if !is_starter(&world, &id, &reader) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let now = world.clock.now();
    let state = world.agency.with(
        &id,
        |attempt| json!({ "version": attempt.version, "over": attempt.over(now) }),
    );
    Json(state).into_response()
}
