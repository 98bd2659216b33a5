//! Recording refusals. A refusal that changes nothing else still leaves its row.

use ident_core::audit::{AuditEvent, Event};
use ident_core::change::{Change, CommitError, Write};
use ident_core::flow::Flow;
use ident_core::limit::{Count, Counted};
use ident_core::refusal::Refusal;

use super::refused::Refused;
use crate::state::App;

impl App {
    /// Leaves an audit row about a refusal that is about no flow, or whose flow stays as it is.
    pub(super) async fn refuse(&self, refusal: Refusal, flow: Option<&Flow>) -> Refused {
        let now = self.now();
        let event = Event::Refused(refusal);
        let row = flow.map_or_else(
            || AuditEvent::new(event, now),
            |flow| flow.audit(event, now),
        );
        let reference = self.entropy.reference();
        let row = AuditEvent {
            reference: Some(reference.clone()),
            ..row
        };
        // The person hears of the refusal even when the database does not answer.
        let recorded = self.store.commit(Write::Audit(row).into()).await;
        if recorded.is_err() {
            tracing::error!(
                refusal.code = refusal.code(),
                reference,
                "audit row not recorded"
            );
        }
        Refused {
            reference: Some(reference),
            purpose: flow.and_then(|flow| flow.errand.purpose()),
            ..refusal.into()
        }
    }

    /// As [`Self::refuse`], for an answer that nobody waits for. Anybody can send those, so that
    /// beyond an allowance they leave no row; the person sees the same page.
    pub(super) async fn refuse_stray(&self, refusal: Refusal, network: [u8; 32]) -> Refused {
        let row = AuditEvent::new(Event::Refused(refusal), self.now());
        self.refuse_stray_as(refusal, row, network).await
    }

    /// The same with a row of one's own.
    pub(super) async fn refuse_stray_as(
        &self,
        refusal: Refusal,
        row: AuditEvent,
        network: [u8; 32],
    ) -> Refused {
        let now = self.now();
        let reference = self.entropy.reference();
        let row = AuditEvent {
            reference: Some(reference.clone()),
            ..row
        };
        let count = Write::Count(Count {
            counted: Counted::StrayAnswersByNetwork,
            who: network,
            limit: self.config.limits.stray_answers_by_network,
            at: now,
        });
        // The person hears of the refusal even when it cannot be counted.
        let recorded = self.store.commit(Change::from(count).audited(row)).await;
        if recorded == Err(CommitError::Unavailable) {
            tracing::error!(
                refusal.code = refusal.code(),
                reference,
                "audit row not recorded"
            );
        }
        Refused {
            reference: Some(reference),
            ..refusal.into()
        }
    }

    /// Ends a flow without success and leaves its audit row, in one commit. When somebody else
    /// was faster the flow stays as they left it, and only the row is written.
    pub(super) async fn end(&self, flow: Flow, refusal: Refusal) -> Refused {
        let now = self.now();
        let reference = self.entropy.reference();
        let (purpose, before) = (flow.errand.purpose(), flow.clone());
        let Ok(closed) = flow.close(refusal, &reference, now) else {
            return self.refuse(refusal, Some(&before)).await;
        };
        let change = Change::from(Write::UpdateFlow(closed)).audited(AuditEvent {
            reference: Some(reference.clone()),
            ..before.audit(Event::Refused(refusal), now)
        });
        if self.store.commit(change).await.is_err() {
            return self.refuse(refusal, Some(&before)).await;
        }
        Refused {
            reference: Some(reference),
            purpose,
            ..refusal.into()
        }
    }
}
