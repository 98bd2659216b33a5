//! Reading: a few connections, used where the caller runs.
//!
//! A point read takes some microseconds in the write-ahead mode, in which readers and the writer
//! do not wait for each other; handing it to another thread would take longer than the read. Only
//! when every connection is taken, or the file is locked, the read moves to a thread that may
//! wait.
//!
//! The connection that writes is the first choice whenever it is at rest: what it has written it still
//! has in its memory, while every other has to read the pages again after each change.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ident_core::port::Unavailable;
use rusqlite::{Connection, ErrorCode};
use tokio::task::spawn_blocking;

use super::open;
use crate::error::OpenError;

/// The reading connections.
#[derive(Debug)]
pub(super) struct Readers {
    writer: Arc<Mutex<Connection>>,
    connections: Vec<Mutex<Connection>>,
    wait: Duration,
}

impl Readers {
    /// One connection for each worker thread, and one to spare.
    pub(super) fn open(
        path: &Path,
        wait: Duration,
        writer: Arc<Mutex<Connection>>,
    ) -> Result<Self, OpenError> {
        let count = std::thread::available_parallelism().map_or(4, |count| count.get() + 1);
        let connections = (0..count)
            .map(|_| open::reader(path).map(Mutex::new))
            .collect::<Result<_, _>>()
            .map_err(|error| OpenError::from_sqlite(path, error))?;
        Ok(Self {
            writer,
            connections,
            wait,
        })
    }

    /// Reads at once if that is possible, otherwise on a thread that may wait.
    pub(super) async fn read<T, F>(self: &Arc<Self>, read: F) -> Result<T, Unavailable>
    where
        T: Send + 'static,
        F: Fn(&Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let result = self.read_warm(&read).or_else(|| self.read_here(&read));
        match result {
            Some(Err(error)) if is_locked(&error) => {}
            Some(result) => return result.map_err(|error| unavailable(&error)),
            None => {}
        }
        self.read_aside(read).await
    }

    /// Reads on a thread that may wait: for what takes longer.
    pub(super) async fn read_aside<T, F>(self: &Arc<Self>, read: F) -> Result<T, Unavailable>
    where
        T: Send + 'static,
        F: Fn(&Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let readers = Arc::clone(self);
        let patient = spawn_blocking(move || readers.read_patiently(&read)).await;
        patient
            .map_err(|_| Unavailable)?
            .map_err(|error| unavailable(&error))
    }

    /// With the writer's connection; its patience is for writing.
    fn read_warm<T>(
        &self,
        read: impl Fn(&Connection) -> rusqlite::Result<T>,
    ) -> Option<rusqlite::Result<T>> {
        let writer = self.writer.try_lock().ok()?;
        if let Err(error) = writer.busy_timeout(Duration::ZERO) {
            return Some(Err(error));
        }
        let result = read(&writer);
        Some(writer.busy_timeout(self.wait).and(result))
    }

    fn read_here<T>(
        &self,
        read: impl Fn(&Connection) -> rusqlite::Result<T>,
    ) -> Option<rusqlite::Result<T>> {
        let free = self
            .connections
            .iter()
            .find_map(|connection| connection.try_lock().ok())?;
        Some(read(&free))
    }

    fn read_patiently<T>(
        &self,
        read: impl Fn(&Connection) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let last = self
            .connections
            .last()
            .expect("there is at least one connection");
        let connection = last.lock().unwrap_or_else(PoisonError::into_inner);
        connection.busy_timeout(self.wait)?;
        let result = read(&connection);
        connection.busy_timeout(Duration::ZERO)?;
        result
    }
}

fn is_locked(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

fn unavailable(error: &rusqlite::Error) -> Unavailable {
    tracing::error!(code = ?error.sqlite_error_code(), "a record cannot be read");
    Unavailable
}
