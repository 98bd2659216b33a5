//! What a kiosk signs: that a person has come, and that it lives.

use ident_core::audit::Event;
use ident_core::change::{Change, CommitError, Conflict, Write};
use ident_core::id::VisitId;
use ident_core::kiosk::{Kiosk, Pulse};
use ident_core::limit::{Count, Counted, Limit};
use ident_core::refusal::Refusal;
use ident_core::secret::Token;
use ident_core::time::Span;
use ident_core::visit::{Channel, Visit};
use ident_oidc::{KioskAssertion, UnverifiedKioskAssertion};

use super::{Asking, ROUNDS, leave};
use crate::flow::refused::Refused;
use crate::state::App;

/// An assertion is counted by the time that it says itself, so that it falls into one window however
/// late it comes again; one of a window is all there is.
const ONCE: Limit = Limit {
    max: 1,
    window: Span::minutes(1),
};

/// Begins a visit for the next person. Whatever the kiosk had open ends first: nobody who comes can
/// meet what somebody else has left (K-07, K-10).
///
/// # Errors
/// `KioskNetwork`, `KioskAssertion`, `KioskClock`, `KioskUnknown`, `KioskRevoked`, `StartTooMany`.
pub async fn visit(app: &App, assertion: &str, asking: Asking) -> Result<(Visit, Token), Refused> {
    let kiosk = known(app, assertion, asking).await?;
    if let Err(refusal) = kiosk.alive() {
        return Err(asking.refused(app, refusal, Some(&kiosk)).await);
    }
    for old in app.store.visits_of_kiosk(kiosk.id).await? {
        leave(app, &old, Refusal::KioskEnded).await?;
    }
    let now = app.now();
    let token = app.entropy.token(now);
    let id = VisitId::made_at(now, app.entropy.bytes());
    let visit = Visit {
        kiosk: Some(kiosk.id),
        ..Visit::begin(id, token.hash(), Channel::App, now)
    };
    let limit = app.config.kiosk.visits_by_kiosk;
    let change = Change::from(app.count_of(&kiosk, Counted::VisitsByKiosk, limit))
        .with(Write::InsertVisit(visit.clone()))
        .audited(kiosk.audit(Event::KioskVisit, now));
    app.store.commit(change).await?;
    Ok((visit, token))
}

/// Notes what a kiosk says of itself; the kiosk as it is then, which may be stopped.
///
/// # Errors
/// `KioskNetwork`, `KioskAssertion`, `KioskClock`, `KioskUnknown`, `StartTooMany`.
pub async fn heartbeat(
    app: &App,
    assertion: &str,
    pulse: Pulse,
    asking: Asking,
) -> Result<Kiosk, Refused> {
    let mut kiosk = known(app, assertion, asking).await?;
    for _ in 0..ROUNDS {
        if kiosk.alive().is_err() {
            return Ok(kiosk);
        }
        let next = kiosk.clone().heard(pulse.clone())?;
        let limit = app.config.kiosk.heartbeats_by_kiosk;
        let count = app.count_of(&kiosk, Counted::HeartbeatsByKiosk, limit);
        let change = Change::from(count).with(Write::UpdateKiosk(next.clone()));
        match app.store.commit(change).await {
            Ok(()) => return Ok(next),
            Err(CommitError::Conflict(Conflict::Kiosk)) => {
                let now = app.store.kiosk(kiosk.id).await?;
                kiosk = now.ok_or(Refusal::KioskUnknown)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(Refusal::StoreUnavailable.into())
}

/// The kiosk that signed this, once.
async fn known(app: &App, assertion: &str, asking: Asking) -> Result<Kiosk, Refused> {
    asking.admitted(app).await?;
    let unverified = match UnverifiedKioskAssertion::parse(assertion) {
        Ok(unverified) => unverified,
        Err(refusal) => return Err(asking.refused(app, refusal, None).await),
    };
    let Some(kiosk) = app.store.kiosk(unverified.issuer()).await? else {
        return Err(asking.refused(app, Refusal::KioskUnknown, None).await);
    };
    let checked = match kiosk.key() {
        Some(key) => unverified.verify(key, app.config.origin(), app.now()),
        None => Err(Refusal::KioskUnknown),
    };
    let said = match checked {
        Ok(said) => said,
        Err(refusal) => return Err(asking.refused(app, refusal, Some(&kiosk)).await),
    };
    match app.store.commit(spent(app, &kiosk, &said).into()).await {
        Ok(()) => Ok(kiosk),
        Err(CommitError::Conflict(Conflict::Limit { .. })) => {
            let refusal = Refusal::KioskAssertion;
            Err(asking.refused(app, refusal, Some(&kiosk)).await)
        }
        Err(error) => Err(error.into()),
    }
}

/// The one use of an assertion, counted where it survives a restart and holds for all nodes.
fn spent(app: &App, kiosk: &Kiosk, said: &KioskAssertion) -> Write {
    let message = [kiosk.id.bytes().as_slice(), said.id.as_bytes()].concat();
    Write::Count(Count {
        counted: Counted::KioskAssertion,
        who: app.keys.network().mac("kiosk assertion", &message),
        limit: ONCE,
        at: said.issued_at,
    })
}

impl App {
    /// One event at a kiosk, counted.
    pub(in crate::flow) fn count_of(&self, kiosk: &Kiosk, counted: Counted, limit: Limit) -> Write {
        Write::Count(Count {
            counted,
            who: self.keys.network().mac("kiosk", kiosk.id.bytes()),
            limit,
            at: self.now(),
        })
    }
}
