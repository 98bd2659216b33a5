//! A flow as one of its two visits sees it.

use ident_core::flow::{Confirming, Done, Flow, Offered, Place, Stage};
use ident_core::id::VisitId;
use ident_core::purpose::{Errand, Goal, Way};
use ident_core::refusal::Refusal;
use ident_core::time::Timestamp;
use ident_wire as wire;

use super::qr::qr;
use super::refusal::{purpose, refusal};
use super::text::rfc3339;
use crate::flow::Refused;
use crate::state::App;

/// A flow as `visit` sees it: the link only for the starter, the digits only for the phone.
pub fn flow(app: &App, flow: &Flow, visit: VisitId, now: Timestamp) -> wire::FlowView {
    let role = role(flow, visit);
    wire::FlowView {
        id: flow.id.to_string(),
        errand: errand(flow.errand),
        way: way(flow.way),
        role,
        stage: stage(app, flow, role, now),
        origin: origin(flow),
    }
}

fn role(flow: &Flow, visit: VisitId) -> wire::Role {
    if flow.visit == visit {
        wire::Role::Starter
    } else {
        wire::Role::Carrier
    }
}

fn stage(app: &App, flow: &Flow, role: wire::Role, now: Timestamp) -> wire::StageView {
    let opened_on = flow.carrier().map(|carrier| carrier.device.clone());
    let starter = role == wire::Role::Starter;
    match &flow.stage {
        Stage::Offered(stage) => offered(app, flow, stage, starter),
        Stage::AtProvider(stage) => wire::StageView::AtProvider {
            since: rfc3339(stage.since),
            deadline: rfc3339(flow.deadline),
            resumable: stage.hand_back.is_none() && (stage.carrier.is_some() != starter),
            opened_on,
        },
        Stage::Claimed(_) if flow.is_stuck(&app.config.lifetimes, now) => {
            wire::StageView::AtProvider {
                since: rfc3339(now),
                deadline: rfc3339(flow.deadline),
                resumable: opened_on.is_some() != starter,
                opened_on,
            }
        }
        Stage::Claimed(_) => wire::StageView::Checking { opened_on },
        Stage::Confirming(stage) => confirming(app, flow, stage, starter, now),
        Stage::HandingBack(_) => wire::StageView::HandingBack {},
        Stage::Done(stage) => done(stage, starter),
        Stage::Closed(stage) => wire::StageView::Closed {
            refusal: closed(flow, stage.refusal, &stage.reference),
        },
    }
}

fn closed(flow: &Flow, code: Refusal, reference: &str) -> wire::RefusalView {
    let refused = Refused {
        purpose: flow.errand.purpose(),
        ..code.into()
    };
    refusal(&refused, reference)
}

fn offered(app: &App, flow: &Flow, stage: &Offered, starter: bool) -> wire::StageView {
    let link = starter.then(|| link(app, flow, stage.serial));
    let shows_qr = flow.way == Way::OtherDevice;
    wire::StageView::Offered {
        qr: link.as_deref().filter(|_| shows_qr).and_then(qr),
        link,
        expires_at: rfc3339(flow.deadline),
        extendable: !stage.extended,
    }
}

/// The address under which a flow is offered; from configuration, never from a header.
fn link(app: &App, flow: &Flow, serial: u32) -> String {
    let made = |key| Flow::offer_token(flow.id, serial, key);
    // A link made before a rotation stays the one that was shown.
    let token = app
        .keys
        .flows()
        .map(made)
        .find(|token| Some(token.hash()) == flow.offer)
        .unwrap_or_else(|| made(app.keys.flow()));
    format!("{}/verify/h/{}", app.config.origin(), token.to_text())
}

fn confirming(
    app: &App,
    flow: &Flow,
    stage: &Confirming,
    starter: bool,
    now: Timestamp,
) -> wire::StageView {
    let digits = flow.digits(stage, app.keys.flow(), &app.config.lifetimes, now);
    wire::StageView::Confirming {
        // A kiosk that the person has left takes none any more: the phone goes on by itself.
        digits: (!starter && !flow.starter_left).then_some(digits.text),
        digits_expire_at: rfc3339(digits.expires_at),
        deadline: rfc3339(flow.deadline),
        tries_left: stage.tries_left,
        opened_on: stage.carrier.device.clone(),
    }
}

fn done(stage: &Done, starter: bool) -> wire::StageView {
    let here = starter == (stage.place == Place::Starter);
    wire::StageView::Done {
        at: rfc3339(stage.at),
        delivered: if here {
            wire::Delivered::Here
        } else {
            wire::Delivered::OtherDevice
        },
    }
}

pub(super) fn origin(flow: &Flow) -> wire::OriginView {
    wire::OriginView {
        place: flow.origin.place.clone(),
        device: flow.origin.device.clone(),
        at: rfc3339(flow.origin.at),
    }
}

pub(super) const fn errand(errand: Errand) -> wire::Errand {
    match errand {
        Errand::Card { purpose: asked } => wire::Errand::Card {
            purpose: purpose(asked),
        },
        Errand::SignIn { goal } => wire::Errand::SignIn {
            goal: match goal {
                Goal::Link => wire::Goal::Link,
                Goal::My => wire::Goal::My,
                Goal::Secure => wire::Goal::Secure,
                Goal::Office => wire::Goal::Office,
            },
        },
    }
}

pub(super) const fn way(way: Way) -> wire::Way {
    match way {
        Way::ThisPhone => wire::Way::ThisPhone,
        Way::App => wire::Way::App,
        Way::ThisPc => wire::Way::ThisPc,
        Way::OtherDevice => wire::Way::OtherDevice,
    }
}
