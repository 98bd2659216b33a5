//! `/api/v1/visit`: what this client's screens need; and its end.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use ident_wire::{Context, Empty};

use super::extract::{Body, VisitingOrKiosk};
use super::{answer, cookie};
use crate::flow::{Caller, Refused, end_visit};
use crate::state::App;
use crate::view;

/// `GET /api/v1/context`
pub(super) async fn context(State(app): State<Arc<App>>) -> Json<Context> {
    Json(view::context(&app))
}

/// `GET /api/v1/visit`: the visit, or 204 without one.
pub(super) async fn get(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Refused> {
    match &caller.visit {
        Some(visit) => answer::visit(&app, visit).await,
        // A stale cookie is left alone: this answer may come after the one that replaced it, and
        // would take the new one away.
        None => Ok(gone(&app, false)),
    }
}

/// `POST /api/v1/visit/end`
pub(super) async fn end(
    State(app): State<Arc<App>>,
    VisitingOrKiosk(visit): VisitingOrKiosk,
    Body(Empty {}): Body<Empty>,
) -> Result<Response, Refused> {
    end_visit(&app, &visit).await?;
    Ok(gone(&app, true))
}

fn gone(app: &App, clear: bool) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    if clear {
        let headers = response.headers_mut();
        headers.append(header::SET_COOKIE, cookie::clear_visit(&app.config));
        headers.append(header::SET_COOKIE, cookie::clear_flow(&app.config));
    }
    response
}
