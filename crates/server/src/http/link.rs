//! `/api/v1/link` and `/api/v1/unlink`: the two acts.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use ident_wire::{Empty, LinkRequest};

use super::answer;
use super::extract::{Body, Device, Visiting};
use crate::flow::{Refused, link, unlink};
use crate::state::App;

/// `POST /api/v1/link`
pub(super) async fn make(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
    Device(device): Device,
    Body(body): Body<LinkRequest>,
) -> Result<Response, Refused> {
    let visit = link(&app, &visit, body.relink, device).await?;
    answer::visit(&app, &visit).await
}

/// `POST /api/v1/unlink`
pub(super) async fn cut(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
    Device(device): Device,
    Body(Empty {}): Body<Empty>,
) -> Result<Response, Refused> {
    let visit = unlink(&app, &visit, device).await?;
    answer::visit(&app, &visit).await
}
