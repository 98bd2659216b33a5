//! `/healthz`, `/readyz`, `/metrics` and `/openapi.json`: for operators and their machines.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::StatusCode;
use ident_oidc::RelyingParty;
use serde::Serialize;
use tokio::time::timeout;

use super::{metrics, openapi};
use crate::state::App;

/// A probe that waits longer than this has its answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// What works.
#[derive(Serialize)]
struct Ready {
    store: &'static str,
    digital_id: &'static str,
    utokyo: &'static str,
    mail: &'static str,
}

/// The routes for operators.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics::get))
        .route("/openapi.json", get(openapi::get))
}

/// Ready means that the database can be written to. A provider or a mail server that is down is told
/// here and does not take this node out of service: people need a page that says so.
async fn ready(State(app): State<Arc<App>>) -> Response {
    let store = async {
        timeout(PATIENCE, app.store.ready())
            .await
            .is_ok_and(|ready| ready.is_ok())
    };
    let (store, digital_id, utokyo) = tokio::join!(
        store,
        is_known(&app, &app.card),
        is_known(&app, &app.account)
    );
    let status = if store {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let body = Ready {
        store: word(store),
        digital_id: word(digital_id),
        utokyo: word(utokyo),
        mail: mail(&app),
    };
    (status, Json(body)).into_response()
}

/// How the last conversation with the mail server ended; mails wait where it is not usable.
fn mail(app: &App) -> &'static str {
    match app.mail {
        None => "not_configured",
        Some(_) => word(app.mail_works.load(Ordering::Relaxed)),
    }
}

/// Whether metadata and signing keys of a provider are there.
async fn is_known(app: &App, party: &RelyingParty) -> bool {
    let now = || app.now();
    timeout(PATIENCE, party.ready(&now))
        .await
        .is_ok_and(|ready| ready.is_ok())
}

const fn word(is_ready: bool) -> &'static str {
    if is_ready { "ready" } else { "unavailable" }
}
