//! `/api/v1/acts` and `/api/v1/coach`: passes and passwords.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header;
use ident_core::act::ActKind;
use ident_core::id::ActId;
use ident_core::refusal::Refusal;
use ident_wire as wire;
use zeroize::{Zeroize, Zeroizing};

use super::extract::{Body, Device, Visiting};
use crate::flow::{Issued, Refused, act_for, ask, coach, give_up, perform};
use crate::state::App;
use crate::view;

/// More than any answer with a secret has.
const LARGEST: usize = 4_096;

type Asked = (State<Arc<App>>, Visiting, Path<String>);

/// `POST /api/v1/acts`
pub(super) async fn start(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
    Device(device): Device,
    Body(body): Body<wire::AskAct>,
) -> Result<Json<wire::ActView>, Refused> {
    let kind = match body.kind {
        wire::ActKind::Pass => ActKind::Pass,
        wire::ActKind::Password => ActKind::Password,
    };
    let act = ask(&app, &visit, kind, device).await?;
    Ok(Json(view::act(&app, &act).await?))
}

/// `GET /api/v1/acts/{id}`
pub(super) async fn get(
    (State(app), Visiting(visit), Path(id)): Asked,
) -> Result<Json<wire::ActView>, Refused> {
    let act = act_for(&app, &visit, parse(&id)?).await?;
    Ok(Json(view::act(&app, &act).await?))
}

/// `POST /api/v1/acts/{id}/perform`: the only answer that ever carries a secret.
pub(super) async fn carry_out(
    (State(app), Visiting(visit), Path(id)): Asked,
    Body(wire::Empty {}): Body<wire::Empty>,
) -> Result<Response, Refused> {
    let Issued { act, secret, once } = perform(&app, &visit, parse(&id)?).await?;
    let act = view::act(&app, &act).await?;
    let mut body = wire::IssuedView {
        act,
        secret: secret.expose().clone(),
        once,
    };
    let bytes = wiped(&body);
    body.secret.zeroize();
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, bytes?).into_response())
}

/// The body of an answer, wiped once it is sent. The buffer does not grow: one that does leaves
/// its content behind.
fn wiped(body: &wire::IssuedView) -> Result<Bytes, Refused> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(LARGEST));
    serde_json::to_writer(&mut *bytes, body).map_err(|_| Refusal::Unexpected)?;
    Ok(Bytes::from_owner(bytes))
}

/// `POST /api/v1/acts/{id}/give-up`
pub(super) async fn put_off(
    (State(app), Visiting(visit), Path(id)): Asked,
    Body(wire::Empty {}): Body<wire::Empty>,
) -> Result<Json<wire::ActView>, Refused> {
    let act = give_up(&app, &visit, parse(&id)?).await?;
    Ok(Json(view::act(&app, &act).await?))
}

/// `GET /api/v1/coach`
pub(super) async fn lead(
    State(app): State<Arc<App>>,
    Visiting(visit): Visiting,
) -> Result<Json<wire::CoachView>, Refused> {
    let coached = coach(&app, &visit).await?;
    Ok(Json(view::coach(&coached)))
}

/// An id that is not one is as unknown as one that is not ours.
fn parse(id: &str) -> Result<ActId, Refused> {
    Ok(ActId::parse(id).ok_or(Refusal::ActMissing)?)
}
