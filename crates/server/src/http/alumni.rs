//! `/api/v1/alumni` and the public key that its statements are checked with.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::header;
use ident_core::refusal::Refusal;
use ident_wire::{AlumniView, Empty};

use super::extract::{Body, Device, Visiting};
use crate::flow::{Refused, join};
use crate::state::App;
use crate::view::rfc3339;

/// `POST /api/v1/alumni`
pub(super) async fn post(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
    Device(device): Device,
    Body(Empty {}): Body<Empty>,
) -> Result<Json<AlumniView>, Refused> {
    let handed_over = join(&app, &visit, device).await?;
    Ok(Json(AlumniView {
        url: handed_over.url,
        statement: handed_over.statement,
        expires_at: rfc3339(handed_over.expires_at),
    }))
}

/// The address that alumni services know.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/.well-known/ident/jwks.json", get(keys))
}

/// `GET /.well-known/ident/jwks.json`
async fn keys(State(app): State<Arc<App>>) -> Result<Response, Refused> {
    let key = app.alumni.as_ref().ok_or(Refusal::RequestNotFound)?;
    let media = [(header::CONTENT_TYPE, "application/jwk-set+json")];
    Ok((media, key.public_jwks()).into_response())
}
