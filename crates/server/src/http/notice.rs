//! `/api/v1/history`, `/api/v1/notices/{token}`, and the freeze.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use ident_wire::{Empty, FreezeView, HistoryView};

use super::answer;
use super::extract::{Body, Device, Visiting};
use super::layer::ClientNetwork;
use crate::flow::{self, Refused, freeze_by_notice, freeze_own, look_at_notice};
use crate::state::App;
use crate::view;

/// `GET /api/v1/history`
pub(super) async fn history(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
) -> Result<Json<HistoryView>, Refused> {
    let entries = flow::history(&app, &visit).await?;
    Ok(Json(view::history(&app, &entries)))
}

/// `GET /api/v1/notices/{token}`: changes nothing.
pub(super) async fn get(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
) -> Result<Json<FreezeView>, Refused> {
    Ok(Json(view::noticed(&look_at_notice(&app, &token).await?)))
}

/// `POST /api/v1/notices/{token}/freeze`: needs no visit.
pub(super) async fn freeze_by_link(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Device(device): Device,
    ClientNetwork(network): ClientNetwork,
    Body(Empty {}): Body<Empty>,
) -> Result<Json<FreezeView>, Refused> {
    let noticed = freeze_by_notice(&app, &token, device, network).await?;
    Ok(Json(view::noticed(&noticed)))
}

/// `POST /api/v1/freeze`
pub(super) async fn freeze(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
    Device(device): Device,
    Body(Empty {}): Body<Empty>,
) -> Result<Response, Refused> {
    freeze_own(&app, &visit, device).await?;
    answer::visit(&app, &visit).await
}

/// `POST /api/v1/unfreeze`
pub(super) async fn unfreeze(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
    Device(device): Device,
    Body(Empty {}): Body<Empty>,
) -> Result<Response, Refused> {
    let visit = flow::unfreeze(&app, &visit, device).await?;
    answer::visit(&app, &visit).await
}
