//! The store on PostgreSQL 13 or later, for several nodes.

mod apply;
mod check;
mod connect;
mod fault;
mod listen;
mod outcome;
mod records;
mod row;
mod sweep;

use std::sync::Arc;

use async_trait::async_trait;
use deadpool_postgres::Pool;
use futures_core::stream::BoxStream;
use ident_core::change::{Change, CommitError};
use ident_core::id::FlowId;
use ident_core::port::{Retention, Store, Unavailable};

use self::connect::Address;
use self::fault::Fault;
use self::listen::Listener;
use crate::error::OpenError;
use crate::feed::Feed;
use crate::step::Plan;

/// One channel for each schema, so that two installations in one database do not hear each other.
const CHANNEL: &str = "SELECT 'ident_' || substr(md5(current_schema()), 1, 16)";

/// The store on PostgreSQL. Clones share its connections.
///
/// When the connection breaks while a change is being committed, the database is asked afterwards
/// whether it was. Only if it cannot be reached for five more seconds is `Unavailable` said of a
/// change that may have been applied; its guards then refuse a repetition.
#[derive(Clone, Debug)]
pub struct Postgres {
    pool: Pool,
    channel: Arc<str>,
    feed: Arc<Feed>,
    _listener: Arc<Listener>,
}

impl Postgres {
    /// Connects to `postgres://user:password@host/database?…` and brings the schema up to date.
    /// TLS is used where the server offers it, unless the address says `sslmode=disable`.
    ///
    /// # Errors
    /// [`OpenError`] says in words what is wrong; never with the password.
    pub async fn connect(url: &str) -> Result<Self, OpenError> {
        let address = Address::parse(url)?;
        let pool = address.pool()?;
        connect::migrate(&pool).await?;
        let channel = channel(&pool).await;
        let channel = channel.map_err(|fault| OpenError::Unreachable(Box::new(fault)))?;
        let feed = Arc::new(Feed::new());
        let listener = Listener::start(address, channel.clone(), Arc::clone(&feed)).await?;
        Ok(Self {
            pool,
            channel: channel.into(),
            feed,
            _listener: Arc::new(listener),
        })
    }
}

async fn channel(pool: &Pool) -> Result<String, Fault> {
    Ok(pool
        .get()
        .await?
        .query_one(CHANNEL, &[])
        .await?
        .try_get(0)?)
}

fn unavailable(fault: &Fault) -> Unavailable {
    fault.note();
    Unavailable
}

#[async_trait]
impl Store for Postgres {
    async fn commit(&self, change: Change) -> Result<(), CommitError> {
        let applied = async {
            let plan = Plan::of(change)?;
            apply::apply(&self.pool, &plan, &self.channel).await
        };
        applied
            .await
            .map_err(|fault: Fault| unavailable(&fault))
            .map_err(|Unavailable| CommitError::Unavailable)?
            .map_err(CommitError::Conflict)
    }

    async fn sweep(&self, older_than: Retention) -> Result<u64, Unavailable> {
        sweep::sweep(&self.pool, &older_than)
            .await
            .map_err(|fault| unavailable(&fault))
    }

    fn changes(&self) -> BoxStream<'static, FlowId> {
        self.feed.stream()
    }

    async fn broken_audit_row(&self) -> Result<Option<u64>, Unavailable> {
        check::broken_audit_row(&self.pool)
            .await
            .map_err(|fault| unavailable(&fault))
    }

    async fn ready(&self) -> Result<(), Unavailable> {
        let written = async {
            let sql = "UPDATE audit_head SET sequence = sequence";
            Ok(self.pool.get().await?.execute(sql, &[]).await?)
        };
        written
            .await
            .map(drop)
            .map_err(|fault: Fault| unavailable(&fault))
    }
}
