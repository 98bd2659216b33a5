//! `/api/v1/salvage` and `/api/v1/office`: rescue of cloud data, applied for and decided.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use ident_core::salvage::{Application, CloudService};
use ident_wire::{AddAddress, ApplySalvage, ConfirmAddress, DecideCase, OfficeView, SalvageView};

use super::extract::{Body, Device, Visiting};
use super::layer::ClientNetwork;
use crate::flow::{self, Decision, Refused};
use crate::state::App;
use crate::view;

/// `GET /api/v1/salvage`
pub(super) async fn get(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
) -> Result<Json<SalvageView>, Refused> {
    let rescue = flow::salvage(&app, &visit).await?;
    Ok(Json(view::salvage(&app, &rescue)))
}

/// `POST /api/v1/salvage/contact`
pub(super) async fn contact(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
    ClientNetwork(network): ClientNetwork,
    Body(body): Body<AddAddress>,
) -> Result<Json<SalvageView>, Refused> {
    let rescue = flow::give_contact(&app, &visit, &body.address, network).await?;
    Ok(Json(view::salvage(&app, &rescue)))
}

/// `POST /api/v1/salvage/contact/confirm`
pub(super) async fn confirm(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
    Body(body): Body<ConfirmAddress>,
) -> Result<Json<SalvageView>, Refused> {
    let rescue = flow::confirm_contact(&app, &visit, &body.code).await?;
    Ok(Json(view::salvage(&app, &rescue)))
}

/// `POST /api/v1/salvage/apply`
pub(super) async fn apply(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
    Device(device): Device,
    Body(body): Body<ApplySalvage>,
) -> Result<Json<SalvageView>, Refused> {
    let wanted = [
        (body.mail, CloudService::Mail),
        (body.onedrive, CloudService::OneDrive),
    ];
    let services = wanted.into_iter().filter(|(wanted, _)| *wanted);
    let services = services.map(|(_, service)| service).collect();
    let application = Application::read(services, &body.reason, body.understood);
    let rescue = flow::apply(&app, &visit, application, device).await?;
    Ok(Json(view::salvage(&app, &rescue)))
}

/// `GET /api/v1/office`
pub(super) async fn office(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
) -> Result<Json<OfficeView>, Refused> {
    let cases = flow::office(&app, &visit).await?;
    Ok(Json(view::office(&app, &visit, &cases)))
}

/// `POST /api/v1/office/cases/{id}`, where the id is the receipt number.
pub(super) async fn decide(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
    Path(receipt): Path<String>,
    Body(body): Body<DecideCase>,
) -> Result<Json<OfficeView>, Refused> {
    let decision = Decision::read(body.approve, body.note.as_deref());
    flow::decide(&app, &visit, &receipt, decision).await?;
    let cases = flow::office(&app, &visit).await?;
    Ok(Json(view::office(&app, &visit, &cases)))
}
