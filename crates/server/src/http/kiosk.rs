//! `/api/v1/kiosk` and `/api/v1/office/kiosks`: what kiosks say, and what clerks do about them.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ident_core::kiosk::{KioskKey, PaperState, Pulse, ReaderState};
use ident_core::refusal::Refusal;
use ident_wire as wire;

use super::answer;
use super::extract::{Body, Visiting};
use super::layer::{ClientAddress, ClientNetwork};
use crate::flow::{self, Asking, Refused};
use crate::state::App;
use crate::view;

/// `POST /api/v1/kiosk/enrol`
pub(super) async fn enrol(
    State(app): State<Arc<App>>,
    ClientAddress(address): ClientAddress,
    ClientNetwork(network): ClientNetwork,
    Body(body): Body<wire::EnrolKiosk>,
) -> Result<Json<wire::KioskView>, Refused> {
    let asking = Asking { address, network };
    let kiosk = flow::enrol(&app, &body.code, key(&body.key)?, asking).await?;
    Ok(Json(view::kiosk(&app, &kiosk)))
}

/// `POST /api/v1/kiosk/visit`
pub(super) async fn visit(
    State(app): State<Arc<App>>,
    ClientAddress(address): ClientAddress,
    ClientNetwork(network): ClientNetwork,
    Body(body): Body<wire::BeginKioskVisit>,
) -> Result<Response, Refused> {
    let asking = Asking { address, network };
    let (visit, token) = flow::visit(&app, &body.assertion, asking).await?;
    let shown = view::visit(&app, &visit).await?;
    Ok(answer::with_token(&app, &visit, Some(&token), None, &shown))
}

/// `POST /api/v1/kiosk/heartbeat`
pub(super) async fn heartbeat(
    State(app): State<Arc<App>>,
    ClientAddress(address): ClientAddress,
    ClientNetwork(network): ClientNetwork,
    Body(body): Body<wire::KioskHeartbeat>,
) -> Result<Json<wire::KioskPulse>, Refused> {
    let reader = match body.reader {
        wire::ReaderState::Ready => ReaderState::Ready,
        wire::ReaderState::Lost => ReaderState::Lost,
        wire::ReaderState::Absent => ReaderState::Absent,
    };
    let paper = match body.paper {
        wire::PaperState::Ready => PaperState::Ready,
        wire::PaperState::Out => PaperState::Out,
        wire::PaperState::Absent => PaperState::Absent,
    };
    let pulse = Pulse::new(&body.version, reader, paper, app.now());
    let asking = Asking { address, network };
    let kiosk = flow::heartbeat(&app, &body.assertion, pulse, asking).await?;
    Ok(Json(view::pulse(&app, &kiosk)))
}

/// `GET /api/v1/office/kiosks`
pub(super) async fn list(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
) -> Result<Json<wire::KiosksView>, Refused> {
    let kiosks = flow::kiosks(&app, &visit).await?;
    Ok(Json(view::kiosks(&app, &visit, &kiosks)))
}

/// `POST /api/v1/office/kiosks/invite`
pub(super) async fn invite(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
    Body(body): Body<wire::InviteKiosk>,
) -> Result<Json<wire::KioskInvitation>, Refused> {
    let invitation = flow::invite(&app, &visit, &body.name, &body.place).await?;
    let kiosks = flow::kiosks(&app, &visit).await?;
    let list = view::kiosks(&app, &visit, &kiosks);
    Ok(Json(view::invitation(&invitation, list)))
}

/// `POST /api/v1/office/kiosks/{id}/revoke`
pub(super) async fn revoke(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
    Path(id): Path<String>,
    Body(wire::Empty {}): Body<wire::Empty>,
) -> Result<Json<wire::KiosksView>, Refused> {
    flow::revoke(&app, &visit, &id).await?;
    let kiosks = flow::kiosks(&app, &visit).await?;
    Ok(Json(view::kiosks(&app, &visit, &kiosks)))
}

fn key(jwk: &wire::KioskJwk) -> Result<KioskKey, Refusal> {
    if jwk.kty != "EC" || jwk.crv != "P-256" {
        return Err(Refusal::RequestMalformed);
    }
    let member = |text: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        bytes
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or(Refusal::RequestMalformed)
    };
    Ok(KioskKey {
        x: member(&jwk.x)?,
        y: member(&jwk.y)?,
    })
}
