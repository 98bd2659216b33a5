//! `/api/v1/contacts`: the notice addresses.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use ident_core::id::ContactId;
use ident_core::refusal::Refusal;
use ident_core::visit::Visit;
use ident_wire::{AddAddress, ConfirmAddress, ContactsView, Empty};

use super::extract::{Body, Device, Visiting};
use super::layer::ClientNetwork;
use crate::flow::{
    Refused, add_address, confirm_address, forget_address, open_desk, remove_address,
};
use crate::state::App;
use crate::view;

type Answer = Result<Json<ContactsView>, Refused>;

async fn shown(app: &App, visit: &Visit) -> Answer {
    Ok(Json(view::contacts(app, visit).await?))
}

/// `GET /api/v1/contacts`
pub(super) async fn get(State(app): State<Arc<App>>, Visiting(visit): Visiting) -> Answer {
    shown(&app, &visit).await
}

/// `POST /api/v1/contacts/open`
pub(super) async fn open(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
    Body(Empty {}): Body<Empty>,
) -> Answer {
    shown(&app, &open_desk(&app, &visit).await?).await
}

/// `POST /api/v1/contacts/add`
pub(super) async fn add(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
    ClientNetwork(network): ClientNetwork,
    Body(body): Body<AddAddress>,
) -> Answer {
    let visit = add_address(&app, &visit, &body.address, network).await?;
    shown(&app, &visit).await
}

/// `POST /api/v1/contacts/confirm`
pub(super) async fn confirm(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
    Device(device): Device,
    Body(body): Body<ConfirmAddress>,
) -> Answer {
    let visit = confirm_address(&app, &visit, &body.code, device).await?;
    shown(&app, &visit).await
}

/// `POST /api/v1/contacts/forget`
pub(super) async fn forget(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
    Body(Empty {}): Body<Empty>,
) -> Answer {
    shown(&app, &forget_address(&app, &visit).await?).await
}

/// `POST /api/v1/contacts/{id}/remove`
pub(super) async fn remove(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
    Device(device): Device,
    Path(id): Path<String>,
    Body(Empty {}): Body<Empty>,
) -> Answer {
    let id = ContactId::parse(&id).ok_or(Refusal::ContactMissing)?;
    let visit = remove_address(&app, &visit, id, device).await?;
    shown(&app, &visit).await
}
