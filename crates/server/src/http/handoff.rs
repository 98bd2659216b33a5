//! `/api/v1/handoffs/{token}`: a device opens an offered link.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use ident_wire as wire;
use serde::Serialize;
use utoipa::ToSchema;

use super::extract::{Body, Device};
use super::layer::ClientNetwork;
use super::{answer, cookie};
use crate::flow::{Caller, Refused, accept as open, decline as refuse, look};
use crate::state::App;
use crate::view;

/// The answer to an accepted hand-off: where this browser goes.
#[derive(Debug, Serialize, ToSchema)]
pub struct Accepted {
    /// Where to.
    pub go: wire::Go,
}

/// `GET /api/v1/handoffs/{token}`
pub(super) async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(token): Path<String>,
) -> Result<Json<wire::HandoffView>, Refused> {
    Ok(Json(view::handoff(&look(&app, &caller, &token).await?)))
}

/// `POST /api/v1/handoffs/{token}/accept`
pub(super) async fn accept(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(token): Path<String>,
    network: ClientNetwork,
    Device(device): Device,
    Body(wire::AcceptHandoff {}): Body<wire::AcceptHandoff>,
) -> Result<Response, Refused> {
    let accepted = open(&app, &caller, &token, device, network.0).await?;
    let body = Accepted {
        go: wire::Go::Navigate { url: accepted.url },
    };
    if let Some(visit) = &accepted.visit {
        let (token, flow) = (accepted.token.as_ref(), Some(&accepted.cookie));
        return Ok(answer::with_token(&app, visit, token, flow, &body));
    }
    let mut response = Json(body).into_response();
    let value = cookie::set_flow(&app.config, &accepted.cookie);
    response.headers_mut().append(header::SET_COOKIE, value);
    Ok(response)
}

/// `POST /api/v1/handoffs/{token}/decline`
pub(super) async fn decline(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(token): Path<String>,
    Body(body): Body<wire::DeclineHandoff>,
) -> Result<StatusCode, Refused> {
    refuse(&app, &caller, &token, body.report).await?;
    Ok(StatusCode::NO_CONTENT)
}
