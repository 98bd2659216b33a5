//! Finding out who asks and about which flow; a flow that is not theirs is as absent.

use ident_core::audit::{AuditEvent, Event};
use ident_core::change::{Change, Write};
use ident_core::flow::{Flow, Stage};
use ident_core::id::FlowId;
use ident_core::kiosk::Kiosk;
use ident_core::refusal::Refusal;
use ident_core::visit::{Channel, Visit};

use super::refused::Refused;
use crate::state::App;

/// Who asks: a living visit, or somebody without one.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The living visit.
    pub visit: Option<Visit>,
    /// How the client talks to us.
    pub channel: Channel,
    /// Whether a bearer value came that is not, or no longer, good.
    pub stale: bool,
    /// The kiosk that the visit was begun at.
    pub kiosk: Option<Kiosk>,
}

impl Caller {
    /// The visit.
    ///
    /// # Errors
    /// `VisitExpired` when a bearer value came that is no longer good, else `VisitMissing`.
    pub fn visit(&self) -> Result<&Visit, Refusal> {
        self.visit.as_ref().ok_or(if self.stale {
            Refusal::VisitExpired
        } else {
            Refusal::VisitMissing
        })
    }
}

/// A flow of this visit, as starter or as phone; ended first if its time is over.
///
/// # Errors
/// `FlowUnknown` for absent and for other people's flows alike.
pub async fn flow_for(app: &App, visit: &Visit, id: FlowId) -> Result<Flow, Refused> {
    let flow = app.store.flow(id).await?.ok_or(Refusal::FlowUnknown)?;
    let carries = flow
        .carrier()
        .is_some_and(|carrier| carrier.visit == visit.id);
    if flow.visit != visit.id && !carries {
        return Err(Refusal::FlowUnknown.into());
    }
    expire(app, flow).await
}

/// The flow that a visit was last busy with.
///
/// # Errors
/// `StoreUnavailable`.
pub async fn flow_of_visit(app: &App, visit: &Visit) -> Result<Option<Flow>, Refused> {
    let Some(id) = visit.flow else {
        return Ok(None);
    };
    match flow_for(app, visit, id).await {
        Ok(flow) => Ok(Some(flow)),
        Err(refused) if refused.refusal == Refusal::FlowUnknown => Ok(None),
        Err(refused) => Err(refused),
    }
}

/// Ends a flow whose time is over; an offer waits for its renewal as long as the visit lives.
///
/// # Errors
/// `StoreUnavailable`.
pub async fn expire(app: &App, flow: Flow) -> Result<Flow, Refused> {
    let now = app.now();
    if matches!(flow.stage, Stage::Offered(_)) || !flow.deadline.is_past(now) {
        return Ok(flow);
    }
    let reference = app.entropy.reference();
    let Some(expired) = flow.clone().expire(&reference, now) else {
        return Ok(flow);
    };
    let Stage::Closed(closed) = &expired.stage else {
        return Ok(flow);
    };
    let row = AuditEvent {
        reference: Some(reference),
        ..expired.audit(Event::Refused(closed.refusal), now)
    };
    let change = Change::from(Write::UpdateFlow(expired.clone())).audited(row);
    match app.store.commit(change).await {
        Ok(()) => Ok(expired),
        // Somebody else was faster: what they stored counts.
        Err(_) => Ok(app.store.flow(flow.id).await?.unwrap_or(expired)),
    }
}
