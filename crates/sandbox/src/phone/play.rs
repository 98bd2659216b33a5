//! Playing the app: a press on a page becomes a press in the app.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use serde_json::json;

use crate::digital_id::{self, App, Press};
use crate::encoding::Parameters;
use crate::lock::locked;
use crate::page::{Page, Reader, Tone};
use crate::phone::screen;
use crate::world::World;

/// Works on a press in the app of that attempt, now.
pub(crate) fn press(world: &World, attempt: &str, press: Press) {
    press_at(world, attempt, press, world.clock.now_ms());
}

/// As [`press`], at a moment of the caller's choosing: a driver does not wait for the card.
pub(crate) fn press_at(world: &World, attempt: &str, press: Press, now_ms: i64) {
    let mut population = locked(&world.population);
    world.agency.with(attempt, |attempt| {
        let card = attempt
            .app
            .as_ref()
            .map(|app| app.phone.card.clone())
            .unwrap_or_default();
        let hand = digital_id::Hand {
            card: population.card_mut(&card),
            now_ms,
            lives: &world.lifetimes,
        };
        digital_id::press(attempt, press, hand);
    });
}

/// `GET /phone/app/{app}`: what the app shows.
pub(crate) async fn show_app(
    State(world): State<Arc<World>>,
    Path(app): Path<String>,
    reader: Reader,
) -> Response {
    let Some(attempt) = attempt_of(&world, &app) else {
        return gone(&world, &reader);
    };
    let shown = world.agency.with(&attempt, |attempt| {
        attempt.app.clone().map(|app| screen::Shown {
            over: attempt.over(world.clock.now()),
            asks_attribute: attempt.request.asks_attribute(),
            version: attempt.version,
            attempt: attempt.id.clone(),
            app,
        })
    });
    match shown.flatten() {
        Some(shown) => screen::show(&world, &reader, &shown),
        None => gone(&world, &reader),
    }
}

/// `POST /phone/app/{app}`: a press.
pub(crate) async fn press_page(
    State(world): State<Arc<World>>,
    Path(app): Path<String>,
    body: Bytes,
) -> Response {
    let form = Parameters::parse(&body);
    if let Some(attempt) = attempt_of(&world, &app)
        && let Some(pressed) = read_press(&form)
    {
        press(&world, &attempt, pressed);
        // Installing and registering change the phone, not only this attempt.
        let phone = world.agency.with(&attempt, |attempt| {
            attempt.app.as_ref().map(|app| app.phone.clone())
        });
        if let Some(phone) = phone.flatten() {
            world.phones.keep(&phone);
        }
    }
    Redirect::to(&format!("/phone/app/{app}")).into_response()
}

/// `GET /phone/app/{app}/status`: for the script that follows the card reading and the digits.
pub(crate) async fn app_status(
    State(world): State<Arc<World>>,
    Path(app): Path<String>,
) -> Response {
    let Some(attempt) = attempt_of(&world, &app) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let version = world.agency.with(&attempt, |attempt| attempt.version);
    Json(json!({ "version": version })).into_response()
}

fn attempt_of(world: &World, app: &str) -> Option<String> {
    world.agency.find(|attempt| {
        attempt
            .app
            .as_ref()
            .is_some_and(|known: &App| known.id == app)
    })
}

fn read_press(form: &Parameters) -> Option<Press> {
    Some(match form.text("press") {
        "install" => Press::Install,
        "register" => Press::Register,
        "next" => Press::Next,
        "pin" => Press::Pin(form.text("pin").to_owned()),
        "text_pin" => Press::TextPin(form.text("text_pin").to_owned()),
        "same_pin" => Press::SamePin,
        "read" => Press::Read,
        "allow" => Press::Allow,
        "ask_stop" => Press::AskStop,
        "stop" => Press::Stop,
        "continue" => Press::Continue,
        "new_digits" => Press::NewDigits,
        _ => return None,
    })
}

fn gone(world: &World, reader: &Reader) -> Response {
    let lang = reader.lang;
    let title = lang.pick("この操作は終わりました", "This has ended");
    let body = maud::html! {
        p { (lang.pick("二次元コードが新しくなったか、時間が過ぎました。", "The QR code was renewed, or time ran out.")) }
        p { a.button href="/phone" { (lang.pick("ホーム画面へ", "To the home screen")) } }
    };
    Page {
        world,
        reader,
        tone: Tone::Phone,
        title,
    }
    .show_as(StatusCode::NOT_FOUND, &body)
}
