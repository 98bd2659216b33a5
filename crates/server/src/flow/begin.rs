//! Beginning a flow, by any of the four ways.

use ident_core::audit::{AuditEvent, Event};
use ident_core::change::{Change, Write};
use ident_core::flow::{Flow, HandBack, Origin, Stage, Start};
use ident_core::id::{FlowId, VisitId};
use ident_core::kiosk::Kiosk;
use ident_core::limit::{Count, Counted, Limit};
use ident_core::purpose::{Errand, Goal, Way};
use ident_core::refusal::Refusal;
use ident_core::secret::Token;
use ident_core::time::Timestamp;
use ident_core::visit::{Channel, Visit};

use super::leg::{FlowCookie, Journey};
use super::load::{Caller, flow_of_visit};
use super::refused::Refused;
use crate::state::App;

/// What a person asked for.
#[derive(Clone, Debug)]
pub struct Begin {
    /// What the flow is to bring.
    pub errand: Errand,
    /// By which way.
    pub way: Way,
    /// Way B: how the result goes back to the app.
    pub hand_back: Option<HandBack>,
    /// A plain name of the device.
    pub device: &'static str,
    /// The keyed hash of the client's network prefix.
    pub network: [u8; 32],
}

/// A flow that has begun, and what the client needs to go on.
#[derive(Debug)]
pub struct Begun {
    /// The visit.
    pub visit: Visit,
    /// Its bearer value, if it is new.
    pub token: Option<Token>,
    /// The flow.
    pub flow: Flow,
    /// For ways A and C: where this browser goes, and its cookie.
    pub journey: Option<(String, FlowCookie)>,
}

/// Begins a flow. An older one of the same visit ends.
///
/// # Errors
/// `RequestMalformed` for a way that does not fit the client, `StartTooMany`, and whatever keeps
/// the provider's metadata from being used.
pub async fn begin(app: &App, caller: &Caller, asked: Begin) -> Result<Begun, Refused> {
    check_way(caller, &asked)?;
    check_errand(caller, asked.errand)?;
    let now = app.now();
    let (visit, token) = visit_for(app, caller, now);
    let direct = matches!(asked.way, Way::ThisPhone | Way::ThisPc);
    let journey = if direct {
        Some(app.journey(asked.errand, now).await?)
    } else {
        None
    };
    let flow = new_flow(app, (visit.id, caller), &asked, journey.as_ref(), now);
    let visit = Visit {
        flow: Some(flow.id),
        ..visit
    };
    let mut change = counted(app, caller, &asked, visit.id, now);
    change = superseded(app, caller, change, now).await?;
    change = change.with(match token {
        Some(_) => Write::InsertVisit(visit.clone()),
        None => Write::UpdateVisit(visit.clone()),
    });
    let change = change
        .with(Write::InsertFlow(flow.clone()))
        .audited(flow.audit(Event::Begun, now));
    // Whoever has been sent off by a flow that a loss of power took begins anew.
    app.store.commit_soon(change).await?;
    let journey = journey.map(|journey| (journey.url, journey.cookie));
    Ok(Begun {
        visit,
        token,
        flow,
        journey,
    })
}

/// Each way belongs to one kind of client, and way D carries card checks only: a sign-in belongs
/// to the screen that needs it. A kiosk has way D and nothing else (K-11).
fn check_way(caller: &Caller, asked: &Begin) -> Result<(), Refusal> {
    let channel = caller.channel;
    let by_qr = asked.way == Way::OtherDevice && asked.errand.purpose().is_some();
    if caller.kiosk.is_some() && !by_qr {
        return Err(Refusal::KioskNotHere);
    }
    let fits = match asked.way {
        Way::ThisPhone | Way::ThisPc => channel == Channel::Web && asked.hand_back.is_none(),
        Way::App => channel == Channel::App && asked.hand_back.is_some(),
        Way::OtherDevice => asked.errand.purpose().is_some() && asked.hand_back.is_none(),
    };
    if fits {
        Ok(())
    } else {
        Err(Refusal::RequestMalformed)
    }
}

/// To say which account the card shall be linked to is of use only to the visit whose card was
/// checked; for anybody else it would begin a visit that can never link.
fn check_errand(caller: &Caller, errand: Errand) -> Result<(), Refusal> {
    match errand {
        Errand::SignIn { goal: Goal::Link } if caller.visit.is_none() => Err(Refusal::ProofMissing),
        _ => Ok(()),
    }
}

/// The caller's visit one change later, or a new one with its bearer value.
pub(super) fn visit_for(app: &App, caller: &Caller, now: Timestamp) -> (Visit, Option<Token>) {
    if let Some(visit) = &caller.visit {
        return (visit.clone().touched(now), None);
    }
    let token = app.entropy.token(now);
    let id = VisitId::made_at(now, app.entropy.bytes());
    (
        Visit::begin(id, token.hash(), caller.channel, now),
        Some(token),
    )
}

fn new_flow(
    app: &App,
    (visit, caller): (VisitId, &Caller),
    asked: &Begin,
    journey: Option<&Journey>,
    now: Timestamp,
) -> Flow {
    let id = FlowId::made_at(now, app.entropy.bytes());
    let origin = Origin {
        place: caller.kiosk.as_ref().map(Kiosk::label),
        device: asked.device.to_owned(),
        at: now,
    };
    let start = Start {
        id,
        visit,
        errand: asked.errand,
        way: asked.way,
        origin,
        kiosk: caller.kiosk.as_ref().map(|kiosk| kiosk.id),
    };
    let lifetimes = &app.config.lifetimes;
    if let Some(journey) = journey {
        return Flow::go(start, journey.leg, lifetimes);
    }
    let offer = Flow::offer_token(id, 0, app.keys.flow()).hash();
    Flow::offer(start, offer, asked.hand_back.clone(), lifetimes)
}

fn counted(app: &App, caller: &Caller, asked: &Begin, visit: VisitId, now: Timestamp) -> Change {
    let limits = &app.config.limits;
    // As it is: visits of one moment are then counted side by side.
    let mut by_visit = [0; 32];
    by_visit[..16].copy_from_slice(visit.bytes());
    let count = |counted, who, limit: Limit| {
        Write::Count(Count {
            counted,
            who,
            limit,
            at: now,
        })
    };
    let at_kiosk = caller.kiosk.as_ref().map(|kiosk| {
        let limit = app.config.kiosk.starts_by_kiosk;
        app.count_of(kiosk, Counted::StartsByKiosk, limit)
    });
    Change(at_kiosk.into_iter().collect())
        .with(count(
            Counted::StartsByNetwork,
            asked.network,
            limits.starts_by_network,
        ))
        .with(count(
            Counted::StartsByVisit,
            by_visit,
            limits.starts_by_visit,
        ))
}

async fn superseded(
    app: &App,
    caller: &Caller,
    change: Change,
    now: Timestamp,
) -> Result<Change, Refused> {
    let Some(visit) = &caller.visit else {
        return Ok(change);
    };
    let Some(old) = flow_of_visit(app, visit).await? else {
        return Ok(change);
    };
    if old.is_over() || old.visit != visit.id || matches!(old.stage, Stage::Claimed(_)) {
        return Ok(change);
    }
    let reference = app.entropy.reference();
    let refusal = Refusal::FlowSuperseded;
    let row = AuditEvent {
        reference: Some(reference.clone()),
        ..old.audit(Event::Refused(refusal), now)
    };
    Ok(change
        .with(Write::UpdateFlow(old.close(refusal, &reference, now)?))
        .audited(row))
}
