//! The end of a visit at a kiosk: nothing comes back to that screen (F-19, K-07).

use ident_core::audit::{AuditEvent, Event};
use ident_core::change::{Change, CommitError, Conflict, Write};
use ident_core::flow::{Flow, Left};
use ident_core::refusal::Refusal;
use ident_core::visit::Visit;

use super::ROUNDS;
use crate::flow::refused::Refused;
use crate::state::App;

/// Ends a visit of a kiosk, with its flow: a QR that nobody has opened is dead, and a phone that is
/// on its way keeps what it finds. When the kiosk was stopped (`KioskRevoked`), the flow ends
/// whatever its stage: what a person began on a false kiosk is not to go on.
///
/// # Errors
/// `StoreUnavailable`.
pub(in crate::flow) async fn leave(
    app: &App,
    visit: &Visit,
    refusal: Refusal,
) -> Result<(), Refused> {
    for _ in 0..ROUNDS {
        let flow = match visit.flow {
            Some(id) => app.store.flow(id).await?,
            None => None,
        };
        let flow = flow.filter(|flow| flow.visit == visit.id && !flow.is_over());
        let row = AuditEvent {
            kiosk: visit.kiosk,
            ..AuditEvent::new(Event::Ended, app.now())
        };
        let change = Change::from(Write::DeleteVisit(visit.id)).audited(row);
        let change = match flow {
            Some(flow) => parted(app, change, flow, refusal),
            None => change,
        };
        match app.store.commit(change).await {
            // The phone has moved on at the same moment: look again.
            Err(CommitError::Conflict(Conflict::Flow)) => {}
            Ok(()) | Err(CommitError::Conflict(Conflict::Visit)) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
    }
    Err(Refusal::StoreUnavailable.into())
}

fn parted(app: &App, change: Change, flow: Flow, refusal: Refusal) -> Change {
    let (now, reference) = (app.now(), app.entropy.reference());
    let row = AuditEvent {
        reference: Some(reference.clone()),
        ..flow.audit(Event::Refused(refusal), now)
    };
    let left = if refusal == Refusal::KioskRevoked {
        flow.close(refusal, &reference, now)
            .map_or(Left::AsItWas, Left::Closed)
    } else {
        flow.starter_leaves(refusal, &reference, now)
    };
    match left {
        Left::Closed(flow) => change.with(Write::UpdateFlow(flow)).audited(row),
        Left::OnPhone(flow) => change.with(Write::UpdateFlow(flow)),
        Left::AsItWas => change,
    }
}
