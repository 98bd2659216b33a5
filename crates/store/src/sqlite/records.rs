//! Reading by key, and the short lists that time and offices ask for.

use async_trait::async_trait;
use ident_core::account::AccountKey;
use ident_core::act::Act;
use ident_core::change::Queue;
use ident_core::contact::Contact;
use ident_core::deed::{Entry, Receipt};
use ident_core::flow::Flow;
use ident_core::id::{ActId, EntryId, FlowId, KioskId, ProofId, VisitId};
use ident_core::identity::PersonKey;
use ident_core::kiosk::Kiosk;
use ident_core::link::Link;
use ident_core::mail::Mail;
use ident_core::port::{Records, Unavailable};
use ident_core::proof::Proof;
use ident_core::reconcile::Attempt;
use ident_core::salvage::Case;
use ident_core::secret::TokenHash;
use ident_core::time::Timestamp;
use ident_core::visit::Visit;
use serde::de::DeserializeOwned;

use super::{Sqlite, row};
use crate::step::Value;
use crate::{key, reconcile, statement};

impl Sqlite {
    async fn record<T: DeserializeOwned + Send + 'static>(
        &self,
        sql: &'static str,
        key: impl AsRef<[u8]> + Send + 'static,
    ) -> Result<Option<T>, Unavailable> {
        self.readers
            .read(move |open| row::find(open, sql, (key.as_ref(),), row::record))
            .await
    }

    async fn link(&self, sql: &'static str, key: Vec<u8>) -> Result<Option<Link>, Unavailable> {
        self.readers
            .read(move |open| row::find(open, sql, (&key,), row::link))
            .await
    }

    async fn list<T: DeserializeOwned + Send + 'static>(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<T>, Unavailable> {
        self.readers
            .read(move |open| row::list(open, sql, &values))
            .await
    }

    /// The one number that a question has as its answer, or none.
    async fn number(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Option<i64>, Unavailable> {
        let read = move |open: &_| {
            let values = rusqlite::params_from_iter(&values);
            row::find(open, sql, values, |row| row.get(0))
        };
        self.readers.read(read).await
    }
}

#[async_trait]
impl Records for Sqlite {
    async fn visit_by_token(&self, token: &TokenHash) -> Result<Option<Visit>, Unavailable> {
        self.record(statement::VISIT_BY_TOKEN, token.0).await
    }

    async fn visit(&self, id: VisitId) -> Result<Option<Visit>, Unavailable> {
        self.record(statement::VISIT, *id.bytes()).await
    }

    async fn flow(&self, id: FlowId) -> Result<Option<Flow>, Unavailable> {
        self.record(statement::FLOW, *id.bytes()).await
    }

    async fn flow_by_state(&self, state: &TokenHash) -> Result<Option<Flow>, Unavailable> {
        self.record(statement::FLOW_BY_STATE, state.0).await
    }

    async fn flow_by_offer(&self, offer: &TokenHash) -> Result<Option<Flow>, Unavailable> {
        self.record(statement::FLOW_BY_OFFER, offer.0).await
    }

    async fn proof(&self, id: ProofId) -> Result<Option<Proof>, Unavailable> {
        let read = move |open: &_| row::find(open, statement::PROOF, (id.bytes(),), row::proof);
        self.readers.read(read).await
    }

    async fn link_of_person(&self, person: &[PersonKey]) -> Result<Option<Link>, Unavailable> {
        for key in person {
            let found = self
                .link(statement::LINK_OF_PERSON, key::person(key))
                .await?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    async fn link_of_account(&self, account: &AccountKey) -> Result<Option<Link>, Unavailable> {
        self.link(statement::LINK_OF_ACCOUNT, key::account(account))
            .await
    }

    async fn act(&self, id: ActId) -> Result<Option<Act>, Unavailable> {
        self.record(statement::ACT, *id.bytes()).await
    }

    async fn open_act(&self, account: &AccountKey) -> Result<Option<Act>, Unavailable> {
        self.record(statement::OPEN_ACT, key::account(account))
            .await
    }

    async fn acts_before(&self, at: Timestamp) -> Result<u64, Unavailable> {
        let values = vec![at.millis().into()];
        let count = self.number(statement::ACTS_BEFORE, values).await?;
        Ok(count.map_or(0, i64::unsigned_abs))
    }

    async fn stale_acts(
        &self,
        at: Timestamp,
        working_since: Timestamp,
        limit: u32,
    ) -> Result<Vec<Act>, Unavailable> {
        let values = vec![
            at.millis().into(),
            working_since.millis().into(),
            i64::from(limit).into(),
        ];
        self.list(statement::STALE_ACTS, values).await
    }

    async fn queue_end(&self, queue: Queue) -> Result<Option<Timestamp>, Unavailable> {
        let values = vec![Value::Name(queue.name())];
        let end = self.number(statement::QUEUE_END, values).await?;
        Ok(end.map(Timestamp::from_millis))
    }

    async fn entries(&self, account: &AccountKey, limit: u32) -> Result<Vec<Entry>, Unavailable> {
        let values = vec![key::account(account).into(), i64::from(limit).into()];
        self.list(statement::ENTRIES, values).await
    }

    async fn entry(&self, id: EntryId) -> Result<Option<Entry>, Unavailable> {
        self.record(statement::ENTRY, *id.bytes()).await
    }

    async fn contacts(&self, account: &AccountKey) -> Result<Vec<Contact>, Unavailable> {
        let values = vec![key::account(account).into()];
        self.list(statement::CONTACTS, values).await
    }

    async fn mails_due(&self, at: Timestamp, limit: u32) -> Result<Vec<Mail>, Unavailable> {
        let values = vec![at.millis().into(), i64::from(limit).into()];
        self.list(statement::MAILS_DUE, values).await
    }

    async fn next_mail_due(&self) -> Result<Option<Timestamp>, Unavailable> {
        let due = self.number(statement::NEXT_MAIL_DUE, vec![]).await?;
        Ok(due.map(Timestamp::from_millis))
    }

    async fn case_by_receipt(&self, receipt: &Receipt) -> Result<Option<Case>, Unavailable> {
        let values = vec![Value::Text(receipt.as_str().to_owned())];
        let found = self.list(statement::CASE_BY_RECEIPT, values).await?;
        Ok(found.into_iter().next())
    }

    async fn cases_of_account(&self, account: &AccountKey) -> Result<Vec<Case>, Unavailable> {
        let values = vec![key::account(account).into()];
        self.list(statement::CASES_OF_ACCOUNT, values).await
    }

    async fn open_cases(&self, limit: u32) -> Result<Vec<Case>, Unavailable> {
        let values = vec![i64::from(limit).into()];
        self.list(statement::OPEN_CASES, values).await
    }

    async fn kiosk(&self, id: KioskId) -> Result<Option<Kiosk>, Unavailable> {
        self.record(statement::KIOSK, *id.bytes()).await
    }

    async fn kiosk_by_code(&self, code: &TokenHash) -> Result<Option<Kiosk>, Unavailable> {
        self.record(statement::KIOSK_BY_CODE, code.0).await
    }

    async fn kiosks(&self, limit: u32) -> Result<Vec<Kiosk>, Unavailable> {
        let values = vec![i64::from(limit).into()];
        self.list(statement::KIOSKS, values).await
    }

    async fn visits_of_kiosk(&self, id: KioskId) -> Result<Vec<Visit>, Unavailable> {
        let values = vec![id.bytes()[..].into()];
        self.list(statement::VISITS_OF_KIOSK, values).await
    }

    async fn attempts(
        &self,
        account: &AccountKey,
        since: Timestamp,
    ) -> Result<Vec<Attempt>, Unavailable> {
        let values = vec![key::account(account).into(), since.millis().into()];
        self.list(reconcile::OF_ACCOUNT, values).await
    }

    async fn waiting_attempts(
        &self,
        begun_before: Timestamp,
        limit: u32,
    ) -> Result<Vec<Attempt>, Unavailable> {
        let values = vec![begun_before.millis().into(), i64::from(limit).into()];
        self.list(reconcile::WAITING, values).await
    }

    async fn knows_trace(&self, trace: [u8; 32]) -> Result<bool, Unavailable> {
        let values = vec![trace[..].into()];
        let at = self.number(reconcile::KNOWS_TRACE, values).await?;
        Ok(at.is_some())
    }
}
