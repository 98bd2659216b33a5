//! A kiosk hands in its code and its key.

use ident_core::audit::Event;
use ident_core::change::{Change, CommitError, Conflict, Write};
use ident_core::kiosk::{Kiosk, KioskKey, hash_of, read_code};
use ident_core::limit::{Count, Counted};
use ident_core::refusal::Refusal;
use ident_oidc::is_kiosk_key;

use super::Asking;
use crate::flow::refused::Refused;
use crate::state::App;

/// Enrols the kiosk at which the code was typed. Each try counts, right or wrong.
///
/// # Errors
/// `KioskNetwork`, `StartTooMany`, `KioskCodeWrong`, `KioskCodeExpired`; `RequestMalformed` for a
/// key that is none.
pub async fn enrol(
    app: &App,
    typed: &str,
    key: KioskKey,
    asking: Asking,
) -> Result<Kiosk, Refused> {
    asking.admitted(app).await?;
    if !is_kiosk_key(&key) {
        return Err(Refusal::RequestMalformed.into());
    }
    app.store.commit(counted(app, asking)).await?;
    let found = match read_code(typed) {
        Ok(code) => {
            app.store
                .kiosk_by_code(&hash_of(&code, app.keys.flow()))
                .await?
        }
        Err(_) => None,
    };
    let Some(kiosk) = found else {
        let refusal = Refusal::KioskCodeWrong;
        return Err(asking.refused(app, refusal, None).await);
    };
    let now = app.now();
    let enrolled = match kiosk.clone().enrol(key, now) {
        Ok(enrolled) => enrolled,
        Err(refusal) => return Err(asking.refused(app, refusal, Some(&kiosk)).await),
    };
    let row = enrolled.audit(Event::KioskEnrolled, now);
    let change = Change::from(Write::UpdateKiosk(enrolled.clone())).audited(row);
    match app.store.commit(change).await {
        Ok(()) => Ok(enrolled),
        // Somebody else has typed it at the same moment.
        Err(CommitError::Conflict(Conflict::Kiosk)) => {
            let refusal = Refusal::KioskCodeWrong;
            Err(asking.refused(app, refusal, Some(&kiosk)).await)
        }
        Err(error) => Err(error.into()),
    }
}

fn counted(app: &App, asking: Asking) -> Change {
    let (limits, at) = (&app.config.kiosk, app.now());
    let all = app.keys.network().mac("enrolments", &[]);
    let count = |counted, who, limit| {
        Write::Count(Count {
            counted,
            who,
            limit,
            at,
        })
    };
    Change::new()
        .with(count(
            Counted::EnrolmentsByNetwork,
            asking.network,
            limits.enrolments_by_network,
        ))
        .with(count(Counted::Enrolments, all, limits.enrolments))
}
