//! `/api/v1/flows`: beginning a flow and moving it.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use ident_core::flow::{Flow, HandBack, HandBackTarget};
use ident_core::id::FlowId;
use ident_core::purpose::{Errand, Goal, Purpose, Way};
use ident_core::refusal::Refusal;
use ident_core::visit::Visit;
use ident_wire as wire;

use super::answer;
use super::extract::{Body, Device, Visiting, VisitingOrKiosk};
use super::layer::ClientNetwork;
use crate::flow::{
    Begin, Begun, Caller, Refused, begin, cancel, confirm, dismiss, extend, flow_for, keep, redeem,
    renew, resume,
};
use crate::state::App;
use crate::view;

type Asked = (State<Arc<App>>, Visiting, Path<String>);
/// The same where a kiosk may ask as well.
type AskedAnywhere = (State<Arc<App>>, VisitingOrKiosk, Path<String>);

/// What a kiosk is called among devices.
const KIOSK: &str = "kiosk";

/// `POST /api/v1/flows`
pub(super) async fn start(
    State(app): State<Arc<App>>,
    caller: Caller,
    network: ClientNetwork,
    Device(device): Device,
    Body(body): Body<wire::StartFlow>,
) -> Result<Response, Refused> {
    let hand_back = body.hand_back.as_ref().map(hand_back).transpose()?;
    let (errand, way) = (errand(body.errand), way(body.way));
    let device = if caller.kiosk.is_some() {
        KIOSK
    } else {
        device
    };
    let asked = Begin {
        errand,
        way,
        hand_back,
        device,
        network: network.0,
    };
    let begun = begin(&app, &caller, asked).await?;
    started(&app, &begun).await
}

async fn started(app: &App, begun: &Begun) -> Result<Response, Refused> {
    let flow = view::flow(app, &begun.flow, begun.visit.id, app.now());
    let go = match (&begun.journey, &flow.stage) {
        (Some((url, _)), _) => wire::Go::Navigate { url: url.clone() },
        (
            None,
            wire::StageView::Offered {
                link: Some(url),
                qr: None,
                ..
            },
        ) => wire::Go::Open { url: url.clone() },
        _ => wire::Go::ShowQr {},
    };
    let visit = view::visit_on(app, &begun.visit, Some(begun.flow.clone())).await?;
    let body = wire::StartedFlow { visit, flow, go };
    let cookie = begun.journey.as_ref().map(|(_, cookie)| cookie);
    Ok(answer::with_token(
        app,
        &begun.visit,
        begun.token.as_ref(),
        cookie,
        &body,
    ))
}

/// `GET /api/v1/flows/{id}`
pub(super) async fn get(asked: AskedAnywhere) -> Result<Json<wire::FlowView>, Refused> {
    let (State(app), VisitingOrKiosk(visit), Path(id)) = asked;
    let flow = flow_for(&app, &visit, parse(&id)?).await?;
    Ok(shown(&app, &flow, &visit))
}

/// `POST /api/v1/flows/{id}/resume`
pub(super) async fn set_out_again(
    (State(app), Visiting(visit), Path(id)): Asked,
    Body(wire::Empty {}): Body<wire::Empty>,
) -> Result<Response, Refused> {
    let (flow, url, cookie) = resume(&app, &visit, parse(&id)?).await?;
    let body = wire::StartedFlow {
        visit: view::visit(&app, &visit).await?,
        flow: view::flow(&app, &flow, visit.id, app.now()),
        go: wire::Go::Navigate { url },
    };
    Ok(answer::with_token(&app, &visit, None, Some(&cookie), &body))
}

/// `POST /api/v1/flows/{id}/renew`
pub(super) async fn new_link(
    (State(app), VisitingOrKiosk(visit), Path(id)): AskedAnywhere,
    Body(wire::Empty {}): Body<wire::Empty>,
) -> Result<Json<wire::FlowView>, Refused> {
    let flow = renew(&app, &visit, parse(&id)?).await?;
    Ok(shown(&app, &flow, &visit))
}

/// `POST /api/v1/flows/{id}/extend`
pub(super) async fn more_time(
    (State(app), VisitingOrKiosk(visit), Path(id)): AskedAnywhere,
    Body(wire::Empty {}): Body<wire::Empty>,
) -> Result<Json<wire::FlowView>, Refused> {
    let flow = extend(&app, &visit, parse(&id)?).await?;
    Ok(shown(&app, &flow, &visit))
}

/// `POST /api/v1/flows/{id}/cancel`
pub(super) async fn stop(
    (State(app), VisitingOrKiosk(visit), Path(id)): AskedAnywhere,
    Body(wire::Empty {}): Body<wire::Empty>,
) -> Result<Response, Refused> {
    cancel(&app, &visit, parse(&id)?).await?;
    answer::visit(&app, &visit).await
}

/// `POST /api/v1/flows/{id}/dismiss`
pub(super) async fn put_away(
    (State(app), VisitingOrKiosk(visit), Path(id)): AskedAnywhere,
    Body(wire::Empty {}): Body<wire::Empty>,
) -> Result<Response, Refused> {
    let visit = dismiss(&app, &visit, parse(&id)?).await?;
    answer::visit(&app, &visit).await
}

/// `POST /api/v1/flows/{id}/digits`
pub(super) async fn digits(
    (State(app), VisitingOrKiosk(visit), Path(id)): AskedAnywhere,
    Body(body): Body<wire::ConfirmDigits>,
) -> Result<Response, Refused> {
    let delivered = confirm(&app, &visit, parse(&id)?, &body.digits).await?;
    answer::delivered(&app, &delivered).await
}

/// `POST /api/v1/flows/{id}/keep`
pub(super) async fn go_on_here(
    (State(app), Visiting(visit), Path(id)): Asked,
    Body(wire::Empty {}): Body<wire::Empty>,
) -> Result<Response, Refused> {
    let delivered = keep(&app, &visit, parse(&id)?).await?;
    answer::delivered(&app, &delivered).await
}

/// `POST /api/v1/flows/{id}/redeem`
pub(super) async fn hand_in(
    (State(app), Visiting(visit), Path(id)): Asked,
    Body(body): Body<wire::Redeem>,
) -> Result<Response, Refused> {
    let delivered = redeem(&app, &visit, parse(&id)?, &body.code, &body.verifier).await?;
    answer::delivered(&app, &delivered).await
}

/// An id that is not one is as unknown as one that is not ours.
pub(super) fn parse(id: &str) -> Result<FlowId, Refused> {
    Ok(FlowId::parse(id).ok_or(Refusal::FlowUnknown)?)
}

fn shown(app: &App, flow: &Flow, visit: &Visit) -> Json<wire::FlowView> {
    Json(view::flow(app, flow, visit.id, app.now()))
}

const fn errand(errand: wire::Errand) -> Errand {
    match errand {
        wire::Errand::Card { purpose } => Errand::Card {
            purpose: match purpose {
                wire::Purpose::Link => Purpose::Link,
                wire::Purpose::Manage => Purpose::Manage,
                wire::Purpose::Pass => Purpose::Pass,
                wire::Purpose::Password => Purpose::Password,
                wire::Purpose::Salvage => Purpose::Salvage,
                wire::Purpose::Alumni => Purpose::Alumni,
            },
        },
        wire::Errand::SignIn { goal } => Errand::SignIn {
            goal: match goal {
                wire::Goal::Link => Goal::Link,
                wire::Goal::My => Goal::My,
                wire::Goal::Secure => Goal::Secure,
                wire::Goal::Office => Goal::Office,
            },
        },
    }
}

const fn way(way: wire::Way) -> Way {
    match way {
        wire::Way::ThisPhone => Way::ThisPhone,
        wire::Way::App => Way::App,
        wire::Way::ThisPc => Way::ThisPc,
        wire::Way::OtherDevice => Way::OtherDevice,
    }
}

fn hand_back(asked: &wire::HandBack) -> Result<HandBack, Refusal> {
    let target = match asked.target {
        wire::Target::Loopback { port, ipv6 } => HandBackTarget::Loopback { port, ipv6 },
        wire::Target::ClaimedLink {} => HandBackTarget::ClaimedLink,
        wire::Target::CustomScheme {} => HandBackTarget::CustomScheme,
    };
    HandBack::parse(&asked.challenge, target)
}
