//! A device opens an offered link: our QR on a phone (way D), an app's start link in the system
//! browser (way B).

use ident_core::audit::Event;
use ident_core::change::{Change, Write};
use ident_core::flow::{Carrier, Flow, Opening};
use ident_core::limit::{Count, Counted};
use ident_core::purpose::Way;
use ident_core::refusal::Refusal;
use ident_core::secret::Token;
use ident_core::time::Timestamp;
use ident_core::visit::{Channel, Visit};

use super::begin::visit_for;
use super::leg::FlowCookie;
use super::load::Caller;
use super::refused::Refused;
use crate::state::App;

/// An offered link as the device that opened it sees it.
#[derive(Debug)]
pub struct Handoff {
    /// The flow.
    pub flow: Flow,
    /// Whether this device has opened it already.
    pub yours: bool,
}

/// An accepted hand-off.
#[derive(Debug)]
pub struct Accepted {
    /// The visit of this device; none in way B, where the browser only carries.
    pub visit: Option<Visit>,
    /// Its bearer value, if it is new.
    pub token: Option<Token>,
    /// The flow.
    pub flow: Flow,
    /// Where this browser goes.
    pub url: String,
    /// Its flow cookie.
    pub cookie: FlowCookie,
}

/// Looks at an offered link without opening it.
///
/// # Errors
/// `HandoffUnknown`, `HandoffExpired`, `HandoffTaken`, or why the flow has ended.
pub async fn look(app: &App, caller: &Caller, token: &str) -> Result<Handoff, Refused> {
    let (flow, offer) = find(app, token).await?;
    let yours = is_carrier(&flow, caller);
    if !yours {
        flow.openable(&offer.hash(), app.now())?;
    }
    Ok(Handoff { flow, yours })
}

/// Opens the link: this browser will go to the provider.
///
/// # Errors
/// Those of [`look`], `StartTooMany`, and whatever keeps the provider's metadata from being used.
pub async fn accept(
    app: &App,
    caller: &Caller,
    token: &str,
    device: &'static str,
    network: [u8; 32],
) -> Result<Accepted, Refused> {
    check_device(caller)?;
    let now = app.now();
    let (flow, offer) = find(app, token).await?;
    let mine = is_carrier(&flow, caller);
    if !mine {
        flow.openable(&offer.hash(), now)?;
    }
    let journey = app.journey(flow.errand, now).await?;
    let (visit, fresh) = carrier_visit(app, caller, &flow, now);
    let carrier = visit
        .as_ref()
        .filter(|visit| visit.id != flow.visit)
        .map(|visit| Carrier {
            visit: visit.id,
            device: device.to_owned(),
        });
    let lifetimes = &app.config.lifetimes;
    let flow = if mine {
        flow.resume(journey.leg, lifetimes, now)?
    } else {
        flow.open(
            &offer.hash(),
            Opening {
                leg: journey.leg,
                carrier,
            },
            lifetimes,
            now,
        )?
    };
    let mut change = Change::from(opening_counted(app, network, now))
        .with(Write::UpdateFlow(flow.clone()))
        .audited(flow.audit(Event::Opened, now));
    if let Some(visit) = &visit {
        let visit = visit.clone();
        change = change.with(match fresh {
            Some(_) => Write::InsertVisit(visit),
            None => Write::UpdateVisit(visit),
        });
    }
    app.store
        .commit(change)
        .await
        .map_err(|error| match Refused::from(error) {
            refused if refused.refusal == Refusal::FlowOutOfOrder => Refusal::HandoffTaken.into(),
            refused => refused,
        })?;
    Ok(Accepted {
        visit,
        token: fresh,
        flow,
        url: journey.url,
        cookie: journey.cookie,
    })
}

/// The person at this device did not start it, or does not want it.
///
/// # Errors
/// Those of [`look`].
pub async fn decline(app: &App, caller: &Caller, token: &str, report: bool) -> Result<(), Refused> {
    check_device(caller)?;
    let now = app.now();
    let (flow, offer) = find(app, token).await?;
    if !is_carrier(&flow, caller) {
        flow.openable(&offer.hash(), now)?;
    }
    if report {
        app.store
            .commit(Write::Audit(flow.audit(Event::Reported, now)).into())
            .await?;
    }
    app.end(flow, Refusal::HandoffDeclined).await;
    Ok(())
}

/// A kiosk opens nobody's link: it is nobody's phone.
fn check_device(caller: &Caller) -> Result<(), Refusal> {
    match caller.kiosk {
        Some(_) => Err(Refusal::KioskNotHere),
        None => Ok(()),
    }
}

async fn find(app: &App, token: &str) -> Result<(Flow, Token), Refused> {
    let offer = Token::parse(token).ok_or(Refusal::HandoffUnknown)?;
    let flow = app.store.flow_by_offer(&offer.hash()).await?;
    Ok((flow.ok_or(Refusal::HandoffUnknown)?, offer))
}

fn is_carrier(flow: &Flow, caller: &Caller) -> bool {
    let visit = caller.visit.as_ref().map(|visit| visit.id);
    !flow.is_over()
        && flow
            .carrier()
            .is_some_and(|carrier| Some(carrier.visit) == visit)
}

/// In way D the phone has a visit of its own, so that it can show the six digits after the
/// return. In way B the system browser only carries and gets none.
fn carrier_visit(
    app: &App,
    caller: &Caller,
    flow: &Flow,
    now: Timestamp,
) -> (Option<Visit>, Option<Token>) {
    if flow.way != Way::OtherDevice {
        return (None, None);
    }
    let caller = Caller {
        channel: Channel::Web,
        ..caller.clone()
    };
    let (visit, token) = visit_for(app, &caller, now);
    (
        Some(Visit {
            flow: Some(flow.id),
            ..visit
        }),
        token,
    )
}

fn opening_counted(app: &App, network: [u8; 32], now: Timestamp) -> Write {
    let limit = app.config.limits.openings_by_network;
    Write::Count(Count {
        counted: Counted::OpeningsByNetwork,
        who: network,
        limit,
        at: now,
    })
}
