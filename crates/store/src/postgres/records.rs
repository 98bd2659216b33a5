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
use tokio_postgres::Row;

use super::fault::Fault;
use super::{Postgres, row, unavailable};
use crate::step::Value;
use crate::{key, reconcile, statement};

impl Postgres {
    async fn find<T>(
        &self,
        sql: &str,
        key: &[u8],
        read: fn(&Row) -> Result<T, Fault>,
    ) -> Result<Option<T>, Unavailable> {
        let rows = self.ask(sql, vec![key.into()], read).await?;
        Ok(rows.into_iter().next())
    }

    async fn list<T: DeserializeOwned>(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<Vec<T>, Unavailable> {
        self.ask(sql, values, row::record).await
    }

    /// The one number that a question has as its answer, or none.
    async fn number(&self, sql: &str, values: Vec<Value>) -> Result<Option<i64>, Unavailable> {
        let rows = self.ask(sql, values, |row| Ok(row.try_get(0)?)).await?;
        Ok(rows.into_iter().next())
    }

    async fn ask<T>(
        &self,
        sql: &str,
        values: Vec<Value>,
        read: fn(&Row) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Unavailable> {
        let found = async {
            let client = self.pool.get().await?;
            let statement = client.prepare_cached(sql).await?;
            let rows = client.query(&statement, &row::values(&values)).await?;
            rows.iter().map(read).collect::<Result<Vec<T>, Fault>>()
        };
        found.await.map_err(|fault| unavailable(&fault))
    }
}

#[async_trait]
impl Records for Postgres {
    async fn visit_by_token(&self, token: &TokenHash) -> Result<Option<Visit>, Unavailable> {
        self.find(statement::VISIT_BY_TOKEN, &token.0, row::record)
            .await
    }

    async fn visit(&self, id: VisitId) -> Result<Option<Visit>, Unavailable> {
        self.find(statement::VISIT, id.bytes(), row::record).await
    }

    async fn flow(&self, id: FlowId) -> Result<Option<Flow>, Unavailable> {
        self.find(statement::FLOW, id.bytes(), row::record).await
    }

    async fn flow_by_state(&self, state: &TokenHash) -> Result<Option<Flow>, Unavailable> {
        self.find(statement::FLOW_BY_STATE, &state.0, row::record)
            .await
    }

    async fn flow_by_offer(&self, offer: &TokenHash) -> Result<Option<Flow>, Unavailable> {
        self.find(statement::FLOW_BY_OFFER, &offer.0, row::record)
            .await
    }

    async fn proof(&self, id: ProofId) -> Result<Option<Proof>, Unavailable> {
        self.find(statement::PROOF, id.bytes(), row::proof).await
    }

    async fn link_of_person(&self, person: &[PersonKey]) -> Result<Option<Link>, Unavailable> {
        for key in person {
            let key = key::person(key);
            let found = self
                .find(statement::LINK_OF_PERSON, &key, row::link)
                .await?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    async fn link_of_account(&self, account: &AccountKey) -> Result<Option<Link>, Unavailable> {
        self.find(
            statement::LINK_OF_ACCOUNT,
            &key::account(account),
            row::link,
        )
        .await
    }

    async fn act(&self, id: ActId) -> Result<Option<Act>, Unavailable> {
        self.find(statement::ACT, id.bytes(), row::record).await
    }

    async fn open_act(&self, account: &AccountKey) -> Result<Option<Act>, Unavailable> {
        self.find(statement::OPEN_ACT, &key::account(account), row::record)
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
        self.find(statement::ENTRY, id.bytes(), row::record).await
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
        self.find(statement::KIOSK, id.bytes(), row::record).await
    }

    async fn kiosk_by_code(&self, code: &TokenHash) -> Result<Option<Kiosk>, Unavailable> {
        self.find(statement::KIOSK_BY_CODE, &code.0, row::record)
            .await
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
