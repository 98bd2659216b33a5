//! What clerks do about kiosks: look, make, stop.

use ident_core::audit::{AuditEvent, Event};
use ident_core::change::{Change, CommitError, Conflict, Write};
use ident_core::id::KioskId;
use ident_core::kiosk::{Kiosk, code_from, hash_of, read_name};
use ident_core::refusal::Refusal;
use ident_core::salvage::{clerk_at, may_read};
use ident_core::time::Timestamp;
use ident_core::visit::Visit;

use super::{ROUNDS, leave};
use crate::flow::link::recorded;
use crate::flow::refused::Refused;
use crate::state::App;

/// The most kiosks that a page shows; the newest come first.
const MOST: u32 = 500;

/// A kiosk that waits for its code.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The code; nothing else knows it.
    pub code: String,
    /// When it ends.
    pub until: Timestamp,
}

/// All kiosks, for a clerk.
///
/// # Errors
/// `SignInRequired`, `OfficeRole`, `SignInAgain`.
pub async fn kiosks(app: &App, visit: &Visit) -> Result<Vec<Kiosk>, Refused> {
    if let Err(refusal) = may_read(visit.account.as_ref()) {
        return Err(app.refuse(refusal, None).await);
    }
    Ok(app.store.kiosks(MOST).await?)
}

/// Makes a kiosk and the code by which it is enrolled.
///
/// # Errors
/// `SignInRequired`, `OfficeRole`, `SignInAgain`, `KioskName`; it has its audit row.
pub async fn invite(
    app: &App,
    visit: &Visit,
    name: &str,
    place: &str,
) -> Result<Invitation, Refused> {
    match try_invite(app, visit, name, place).await {
        Err(refused) => Err(recorded(app, refused).await),
        done => done,
    }
}

async fn try_invite(
    app: &App,
    visit: &Visit,
    name: &str,
    place: &str,
) -> Result<Invitation, Refused> {
    let now = app.now();
    clerk_at(visit.account.as_ref(), now)?;
    let names = (read_name(name)?, read_name(place)?);
    let id = KioskId::from_random(app.entropy.id16());
    let lifetime = app.config.kiosk.invitation;
    let code = code_from([(); 8].map(|()| u64::from_be_bytes(app.entropy.bytes())));
    let hash = hash_of(&code, app.keys.flow());
    let kiosk = Kiosk::invited(id, names, hash, lifetime, now);
    let row = by_clerk(visit, kiosk.audit(Event::KioskInvited, now));
    let change = Change::from(Write::InsertKiosk(kiosk)).audited(row);
    app.store.commit(change).await?;
    Ok(Invitation {
        code,
        until: now + lifetime,
    })
}

/// Stops a kiosk for good: it is refused from now on, and its visits end with the flows that were
/// started on it (K-08). One that is stopped already stays so.
///
/// # Errors
/// `SignInRequired`, `OfficeRole`, `SignInAgain`, `KioskUnknown`; it has its audit row.
pub async fn revoke(app: &App, visit: &Visit, id: &str) -> Result<(), Refused> {
    match try_revoke(app, visit, id).await {
        Err(refused) => Err(recorded(app, refused).await),
        done => done,
    }
}

async fn try_revoke(app: &App, visit: &Visit, id: &str) -> Result<(), Refused> {
    clerk_at(visit.account.as_ref(), app.now())?;
    let id = KioskId::parse(id).ok_or(Refusal::KioskUnknown)?;
    stopped(app, visit, id).await?;
    // The kiosk can begin none any more; those it has are refused already, and now they go.
    for visit in app.store.visits_of_kiosk(id).await? {
        leave(app, &visit, Refusal::KioskRevoked).await?;
    }
    Ok(())
}

/// The kiosk as it is stored, stopped. A heartbeat may come at the same moment.
async fn stopped(app: &App, visit: &Visit, id: KioskId) -> Result<(), Refused> {
    for _ in 0..ROUNDS {
        let now = app.now();
        let kiosk = app.store.kiosk(id).await?.ok_or(Refusal::KioskUnknown)?;
        let Some(next) = kiosk.revoke(now) else {
            return Ok(());
        };
        let row = by_clerk(visit, next.audit(Event::KioskRevoked, now));
        let change = Change::from(Write::UpdateKiosk(next)).audited(row);
        match app.store.commit(change).await {
            Ok(()) => return Ok(()),
            Err(CommitError::Conflict(Conflict::Kiosk)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Refusal::StoreUnavailable.into())
}

/// The row with the sign-in of the clerk.
fn by_clerk(visit: &Visit, row: AuditEvent) -> AuditEvent {
    AuditEvent {
        flow: visit.flow,
        ..row
    }
}
