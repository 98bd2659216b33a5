//! The control page: puts cards on the pad and takes them off, pulls the plug, makes faults. The
//! same over JSON, for scripts:
//!
//! | request | body | does |
//! |---|---|---|
//! | `GET /api/state` | | tells what lies there, what goes wrong, what the card was asked |
//! | `PUT /api/card` | `{"card":"my-number"}`, `{"card":null}` | puts a card on, takes it off |
//! | `PUT /api/plug` | `{"plugged":false}` | pulls the plug, puts it back |
//! | `PUT /api/fault` | `{"fault":"mute"}`, `{"fault":null}` | makes a fault, ends it |
//! | `DELETE /api/log` | | forgets what the card was asked |
//!
//! It is for this machine: it listens on the loopback address only, answers to loopback names
//! only, and takes changes as JSON only, which no page of another site can send.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{delete, get, put};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use crate::{Card, Fault, Pad};

/// One file, with nothing from elsewhere.
const PAGE: &str = include_str!("page.html");

/// What is on the pad, as the page and scripts see it.
#[derive(Debug, Serialize)]
struct Scene {
    card: Option<Card>,
    plugged: bool,
    fault: Option<Fault>,
    /// Commands that reached a card, in hexadecimal digits.
    apdus: Vec<String>,
    /// FeliCa systems that were polled for, in hexadecimal digits, without those for any card.
    systems: Vec<String>,
    /// How many commands the chip had in all.
    commands: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    card: Option<Card>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Plug {
    plugged: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrong {
    fault: Option<Fault>,
}

/// The page and the interface for scripts, for one pad.
pub fn routes(pad: Pad) -> Router {
    Router::new()
        .route("/", get(async || Html(PAGE)))
        .route("/api/state", get(state))
        .route("/api/card", put(place))
        .route("/api/plug", put(plug))
        .route("/api/fault", put(wrong))
        .route("/api/log", delete(forget))
        .layer(middleware::from_fn(only_by_loopback_names))
        .with_state(pad)
}

async fn state(State(pad): State<Pad>) -> Json<Scene> {
    Json(scene(&pad))
}

async fn place(State(pad): State<Pad>, Json(wanted): Json<Place>) -> Json<Scene> {
    match wanted.card {
        Some(card) => pad.put(card),
        None => pad.take_off(),
    }
    Json(scene(&pad))
}

async fn plug(State(pad): State<Pad>, Json(wanted): Json<Plug>) -> Json<Scene> {
    pad.set_plugged(wanted.plugged);
    Json(scene(&pad))
}

async fn wrong(State(pad): State<Pad>, Json(wanted): Json<Wrong>) -> Json<Scene> {
    pad.set_fault(wanted.fault);
    Json(scene(&pad))
}

async fn forget(State(pad): State<Pad>) -> Json<Scene> {
    pad.forget();
    Json(scene(&pad))
}

fn scene(pad: &Pad) -> Scene {
    let hex = |apdu: Vec<u8>| {
        apdu.iter()
            .map(|byte| format!("{byte:02X} "))
            .collect::<Vec<_>>()
    };
    let apdus = pad
        .apdus()
        .into_iter()
        .map(|apdu| hex(apdu).concat().trim_end().to_owned());
    let any = u16::MAX;
    let systems = pad.systems().into_iter().filter(|system| *system != any);
    Scene {
        card: pad.card(),
        plugged: pad.is_plugged(),
        fault: pad.fault(),
        apdus: apdus.collect(),
        systems: systems.map(|system| format!("{system:04X}")).collect(),
        commands: pad.commands(),
    }
}

/// A foreign site could let its own name point at this machine.
async fn only_by_loopback_names(request: Request, next: Next) -> Response {
    if is_loopback(request.headers()) {
        next.run(request).await
    } else {
        StatusCode::MISDIRECTED_REQUEST.into_response()
    }
}

fn is_loopback(headers: &HeaderMap) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let name = host.map(|host| host.rsplit_once(':').map_or(host, |(name, _)| name));
    matches!(name, Some("127.0.0.1" | "localhost"))
}
