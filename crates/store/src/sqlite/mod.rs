//! The store in one SQLite file: the default, with nothing to install.

mod apply;
mod check;
mod checkpoint;
mod log;
mod open;
mod reader;
mod records;
mod row;
mod sweep;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use futures_core::stream::BoxStream;
use ident_core::change::{Change, CommitError};
use ident_core::id::FlowId;
use ident_core::port::{Retention, Store, Unavailable};
use ident_core::time::Timestamp;

use self::checkpoint::Checkpoints;
use self::log::Log;
use self::reader::Readers;
use self::sweep::{Batch, Kind};
use self::writer::{Work, Writer};
use crate::error::OpenError;
use crate::feed::Feed;
use crate::step::Plan;

/// Settings of a file.
#[derive(Clone, Copy, Debug)]
pub struct SqliteOptions {
    /// How long a change waits while another program holds the file (F-11).
    pub wait: Duration,
    /// The largest size of the file, in pages of 4 KiB; `None` for no bound but the disk's.
    pub max_pages: Option<u32>,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self {
            wait: Duration::from_secs(8),
            max_pages: None,
        }
    }
}

/// The store in one SQLite file. Clones share it.
#[derive(Clone, Debug)]
pub struct Sqlite {
    path: Arc<PathBuf>,
    readers: Arc<Readers>,
    writer: Writer,
    feed: Arc<Feed>,
}

impl Sqlite {
    /// Opens the file, or makes it; brings its schema up to date.
    ///
    /// # Errors
    /// [`OpenError`] says in words what is wrong with the file or its folder.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Self::open_with(path, &SqliteOptions::default())
    }

    /// As [`Sqlite::open`], with settings.
    ///
    /// # Errors
    /// As [`Sqlite::open`].
    pub fn open_with(path: &Path, options: &SqliteOptions) -> Result<Self, OpenError> {
        let feed = Arc::new(Feed::new());
        let mut connection = open::writer(path, options)?;
        let checkpoints = Checkpoints::start(path, &mut connection)
            .map_err(|error| OpenError::from_sqlite(path, error))?;
        let log = Log::of(path).map_err(|error| OpenError::from_io(path, &error))?;
        let connection = Arc::new(Mutex::new(connection));
        let readers = Readers::open(path, options.wait, Arc::clone(&connection))?;
        let writer = Writer::start((connection, checkpoints, log), Arc::clone(&feed))
            .map_err(|error| OpenError::from_io(path, &error))?;
        Ok(Self {
            path: Arc::new(path.to_owned()),
            readers: Arc::new(readers),
            writer,
            feed,
        })
    }

    async fn remove(&self, batch: Batch) -> Result<u64, Unavailable> {
        self.writer
            .run(Work::Sweep(batch))
            .await
            .map_err(|_| Unavailable)
    }

    async fn sweep_tallies(&self, before: Timestamp) -> Result<u64, Unavailable> {
        let mut removed = 0;
        loop {
            match self.remove(Batch::Tallies(before)).await? {
                0 => return Ok(removed),
                batch => removed += batch,
            }
        }
    }

    async fn sweep_kind(&self, kind: Kind, older_than: Retention) -> Result<u64, Unavailable> {
        let (mut removed, mut after) = (0, 0);
        loop {
            let look = move |open: &_| Batch::look(open, kind, &older_than, after);
            let batch = self.readers.read_aside(look).await?;
            let Some(last) = batch.last() else {
                return Ok(removed);
            };
            removed += self.remove(batch).await?;
            after = last;
        }
    }
}

fn plan(change: Change) -> Result<Plan, CommitError> {
    Plan::of(change).map_err(|error| {
        tracing::error!(%error, "a change cannot be written down");
        CommitError::Unavailable
    })
}

#[async_trait]
impl Store for Sqlite {
    async fn commit(&self, change: Change) -> Result<(), CommitError> {
        let plan = plan(change)?;
        self.writer.run(Work::Change(plan)).await.map(drop)
    }

    async fn commit_soon(&self, change: Change) -> Result<(), CommitError> {
        let plan = plan(change)?;
        self.writer.run_soon(Work::Change(plan)).await.map(drop)
    }

    async fn sweep(&self, older_than: Retention) -> Result<u64, Unavailable> {
        let mut removed = self.sweep_tallies(older_than.counts).await?;
        for kind in Kind::ALL {
            removed += self.sweep_kind(*kind, older_than).await?;
        }
        Ok(removed)
    }

    fn changes(&self) -> BoxStream<'static, FlowId> {
        self.feed.stream()
    }

    async fn broken_audit_row(&self) -> Result<Option<u64>, Unavailable> {
        let path = Arc::clone(&self.path);
        let checked = tokio::task::spawn_blocking(move || check::broken_audit_row(&path)).await;
        checked.map_err(|_| Unavailable)?.map_err(|error| {
            tracing::error!(code = ?error.sqlite_error_code(), "the audit log cannot be read");
            Unavailable
        })
    }

    async fn ready(&self) -> Result<(), Unavailable> {
        self.writer
            .run(Work::Touch)
            .await
            .map(drop)
            .map_err(|_| Unavailable)
    }
}
