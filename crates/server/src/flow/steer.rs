//! Small moves of a flow or a visit by its owner: again, longer, new, stop, away.

use ident_core::audit::{AuditEvent, Event};
use ident_core::change::{Change, Write};
use ident_core::flow::Flow;
use ident_core::id::FlowId;
use ident_core::refusal::Refusal;
use ident_core::visit::Visit;

use super::kiosk::leave;
use super::leg::FlowCookie;
use super::load::flow_for;
use super::refused::Refused;
use crate::state::App;

/// Sets out to the provider again; the answer to the earlier request will be refused.
///
/// # Errors
/// `FlowUnknown` for anybody but the browser that carries the flow, `FlowOutOfOrder`.
pub async fn resume(
    app: &App,
    visit: &Visit,
    id: FlowId,
) -> Result<(Flow, String, FlowCookie), Refused> {
    let flow = flow_for(app, visit, id).await?;
    let carrier = flow.carrier().map_or(flow.visit, |carrier| carrier.visit);
    if carrier != visit.id {
        return Err(Refusal::FlowUnknown.into());
    }
    let now = app.now();
    let journey = app.journey(flow.errand, now).await?;
    let flow = flow.resume(journey.leg, &app.config.lifetimes, now)?;
    app.store
        .commit(Write::UpdateFlow(flow.clone()).into())
        .await?;
    Ok((flow, journey.url, journey.cookie))
}

/// Puts a new link in the place of the old one.
///
/// # Errors
/// `FlowUnknown`, `FlowOutOfOrder` once opened.
pub async fn renew(app: &App, visit: &Visit, id: FlowId) -> Result<Flow, Refused> {
    let flow = own(app, visit, id).await?;
    let flow = flow.renew(app.keys.flow(), &app.config.lifetimes, app.now())?;
    app.store
        .commit(Write::UpdateFlow(flow.clone()).into())
        .await?;
    Ok(flow)
}

/// Gives the present link its lifetime once more, once.
///
/// # Errors
/// `FlowUnknown`, `FlowOutOfOrder`, `HandoffExpired`.
pub async fn extend(app: &App, visit: &Visit, id: FlowId) -> Result<Flow, Refused> {
    let flow = own(app, visit, id)
        .await?
        .extend(&app.config.lifetimes, app.now())?;
    app.store
        .commit(Write::UpdateFlow(flow.clone()).into())
        .await?;
    Ok(flow)
}

/// Stops a flow, on either of its two screens.
///
/// # Errors
/// `FlowUnknown`.
pub async fn cancel(app: &App, visit: &Visit, id: FlowId) -> Result<(), Refused> {
    let flow = flow_for(app, visit, id).await?;
    if !flow.is_over() {
        app.end(flow, Refusal::FlowCancelled).await;
    }
    Ok(())
}

/// Takes a flow that is over off the visit's screen.
///
/// # Errors
/// `FlowOutOfOrder` while it is running, `FlowUnknown`.
pub async fn dismiss(app: &App, visit: &Visit, id: FlowId) -> Result<Visit, Refused> {
    let flow = flow_for(app, visit, id).await?;
    if !flow.is_over() {
        return Err(Refusal::FlowOutOfOrder.into());
    }
    let visit = Visit {
        flow: None,
        ..visit.clone().touched(app.now())
    };
    app.store
        .commit(Write::UpdateVisit(visit.clone()).into())
        .await?;
    Ok(visit)
}

/// Ends a visit: what it knew is gone.
///
/// # Errors
/// `StoreUnavailable`.
pub async fn end_visit(app: &App, visit: &Visit) -> Result<(), Refused> {
    if visit.kiosk.is_some() {
        return leave(app, visit, Refusal::KioskEnded).await;
    }
    let row = AuditEvent::new(Event::Ended, app.now());
    let change = Change::from(Write::DeleteVisit(visit.id)).audited(row);
    app.store.commit(change).await?;
    Ok(())
}

async fn own(app: &App, visit: &Visit, id: FlowId) -> Result<Flow, Refused> {
    let flow = flow_for(app, visit, id).await?;
    if flow.visit == visit.id {
        Ok(flow)
    } else {
        Err(Refusal::FlowUnknown.into())
    }
}
