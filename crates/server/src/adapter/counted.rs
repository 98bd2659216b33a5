//! A store that counts: how long changes take, and which stages flows reach.

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use futures_util::stream::BoxStream;
use ident_core::account::AccountKey;
use ident_core::act::Act;
use ident_core::change::{Change, CommitError, Queue, Write};
use ident_core::contact::Contact;
use ident_core::deed::{Entry, Receipt};
use ident_core::flow::Flow;
use ident_core::id::{ActId, EntryId, FlowId, KioskId, ProofId, VisitId};
use ident_core::identity::PersonKey;
use ident_core::kiosk::Kiosk;
use ident_core::link::Link;
use ident_core::mail::Mail;
use ident_core::port::{Records, Retention, Store, Unavailable};
use ident_core::proof::Proof;
use ident_core::reconcile::Attempt;
use ident_core::salvage::Case;
use ident_core::secret::TokenHash;
use ident_core::time::Timestamp;
use ident_core::visit::Visit;
use tokio::sync::Notify;

use crate::http::metrics::{Metrics, Step};

/// A store whose changes are counted.
pub struct Counted {
    store: Arc<dyn Store>,
    metrics: Metrics,
    outbox: Arc<Notify>,
}

impl Counted {
    /// Counts the changes of a store, and wakes `outbox` when one has queued a mail.
    pub fn new(store: Arc<dyn Store>, metrics: Metrics, outbox: Arc<Notify>) -> Self {
        Self {
            store,
            metrics,
            outbox,
        }
    }
}

impl Counted {
    async fn counted(&self, change: Change, durable: bool) -> Result<(), CommitError> {
        let steps = steps(&change);
        let queues_mail = change
            .0
            .iter()
            .any(|write| matches!(write, Write::InsertMail(_)));
        let started = Instant::now();
        let outcome = if durable {
            self.store.commit(change).await
        } else {
            self.store.commit_soon(change).await
        };
        self.metrics.commit(started.elapsed());
        if outcome.is_ok() {
            for step in &steps {
                self.metrics.step(step);
            }
            if queues_mail {
                self.outbox.notify_one();
            }
        }
        outcome
    }
}

/// The stages that flows reach by this change.
fn steps(change: &Change) -> Vec<Step> {
    let step = |write: &Write| match write {
        Write::InsertFlow(flow) | Write::UpdateFlow(flow) => Some(Step::of(flow)),
        _ => None,
    };
    change.0.iter().filter_map(step).collect()
}

#[async_trait]
impl Records for Counted {
    async fn visit_by_token(&self, token: &TokenHash) -> Result<Option<Visit>, Unavailable> {
        self.store.visit_by_token(token).await
    }

    async fn visit(&self, id: VisitId) -> Result<Option<Visit>, Unavailable> {
        self.store.visit(id).await
    }

    async fn flow(&self, id: FlowId) -> Result<Option<Flow>, Unavailable> {
        self.store.flow(id).await
    }

    async fn flow_by_state(&self, state: &TokenHash) -> Result<Option<Flow>, Unavailable> {
        self.store.flow_by_state(state).await
    }

    async fn flow_by_offer(&self, offer: &TokenHash) -> Result<Option<Flow>, Unavailable> {
        self.store.flow_by_offer(offer).await
    }

    async fn proof(&self, id: ProofId) -> Result<Option<Proof>, Unavailable> {
        self.store.proof(id).await
    }

    async fn link_of_person(&self, person: &[PersonKey]) -> Result<Option<Link>, Unavailable> {
        self.store.link_of_person(person).await
    }

    async fn link_of_account(&self, account: &AccountKey) -> Result<Option<Link>, Unavailable> {
        self.store.link_of_account(account).await
    }

    async fn act(&self, id: ActId) -> Result<Option<Act>, Unavailable> {
        self.store.act(id).await
    }

    async fn open_act(&self, account: &AccountKey) -> Result<Option<Act>, Unavailable> {
        self.store.open_act(account).await
    }

    async fn acts_before(&self, at: Timestamp) -> Result<u64, Unavailable> {
        self.store.acts_before(at).await
    }

    async fn stale_acts(
        &self,
        at: Timestamp,
        working_since: Timestamp,
        limit: u32,
    ) -> Result<Vec<Act>, Unavailable> {
        self.store.stale_acts(at, working_since, limit).await
    }

    async fn queue_end(&self, queue: Queue) -> Result<Option<Timestamp>, Unavailable> {
        self.store.queue_end(queue).await
    }

    async fn entries(&self, account: &AccountKey, limit: u32) -> Result<Vec<Entry>, Unavailable> {
        self.store.entries(account, limit).await
    }

    async fn entry(&self, id: EntryId) -> Result<Option<Entry>, Unavailable> {
        self.store.entry(id).await
    }

    async fn contacts(&self, account: &AccountKey) -> Result<Vec<Contact>, Unavailable> {
        self.store.contacts(account).await
    }

    async fn mails_due(&self, at: Timestamp, limit: u32) -> Result<Vec<Mail>, Unavailable> {
        self.store.mails_due(at, limit).await
    }

    async fn next_mail_due(&self) -> Result<Option<Timestamp>, Unavailable> {
        self.store.next_mail_due().await
    }

    async fn case_by_receipt(&self, receipt: &Receipt) -> Result<Option<Case>, Unavailable> {
        self.store.case_by_receipt(receipt).await
    }

    async fn cases_of_account(&self, account: &AccountKey) -> Result<Vec<Case>, Unavailable> {
        self.store.cases_of_account(account).await
    }

    async fn open_cases(&self, limit: u32) -> Result<Vec<Case>, Unavailable> {
        self.store.open_cases(limit).await
    }

    async fn kiosk(&self, id: KioskId) -> Result<Option<Kiosk>, Unavailable> {
        self.store.kiosk(id).await
    }

    async fn kiosk_by_code(&self, code: &TokenHash) -> Result<Option<Kiosk>, Unavailable> {
        self.store.kiosk_by_code(code).await
    }

    async fn kiosks(&self, limit: u32) -> Result<Vec<Kiosk>, Unavailable> {
        self.store.kiosks(limit).await
    }

    async fn visits_of_kiosk(&self, id: KioskId) -> Result<Vec<Visit>, Unavailable> {
        self.store.visits_of_kiosk(id).await
    }

    async fn attempts(
        &self,
        account: &AccountKey,
        since: Timestamp,
    ) -> Result<Vec<Attempt>, Unavailable> {
        self.store.attempts(account, since).await
    }

    async fn waiting_attempts(
        &self,
        begun_before: Timestamp,
        limit: u32,
    ) -> Result<Vec<Attempt>, Unavailable> {
        self.store.waiting_attempts(begun_before, limit).await
    }

    async fn knows_trace(&self, trace: [u8; 32]) -> Result<bool, Unavailable> {
        self.store.knows_trace(trace).await
    }
}

#[async_trait]
impl Store for Counted {
    async fn commit(&self, change: Change) -> Result<(), CommitError> {
        self.counted(change, true).await
    }

    async fn commit_soon(&self, change: Change) -> Result<(), CommitError> {
        self.counted(change, false).await
    }

    async fn sweep(&self, older_than: Retention) -> Result<u64, Unavailable> {
        self.store.sweep(older_than).await
    }

    fn changes(&self) -> BoxStream<'static, FlowId> {
        self.store.changes()
    }

    async fn broken_audit_row(&self) -> Result<Option<u64>, Unavailable> {
        self.store.broken_audit_row().await
    }

    async fn ready(&self) -> Result<(), Unavailable> {
        self.store.ready().await
    }
}
