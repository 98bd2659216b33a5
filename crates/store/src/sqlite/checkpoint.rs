//! Copying the write-ahead log into the file, beside the writer instead of in its way.
//!
//! A thread of its own copies while changes go on. It never gets to the end of a log that grows
//! meanwhile, so the writer copies the short rest between two groups; after that the log begins at
//! its start again. Without this, everybody waits from time to time for thousands of pages and two
//! syncs of the disk.

use std::path::Path;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};

use rusqlite::Connection;
use rusqlite::hooks::Wal;

use super::open;

/// Pages in the log before they are copied (32 MiB): a page that many changes touch is copied once.
const PAGES: usize = 8_192;
/// Pages in the log at which the writer waits no longer for the other thread.
const TOO_MANY: usize = 4 * PAGES;

/// Nothing to copy yet.
const IDLE: u8 = 0;
/// The other thread copies.
const COPYING: u8 = 1;
/// The other thread has copied what there was; the rest is the writer's.
const COPIED: u8 = 2;

/// The writer's side.
pub(super) struct Checkpoints {
    /// Pages in the log after the last commit.
    pages: Arc<AtomicUsize>,
    /// Pages in the log that a reader kept from being copied the last time.
    left: usize,
    stage: Arc<AtomicU8>,
    ask: SyncSender<()>,
}

impl Checkpoints {
    /// Starts the thread for the file that `writer` writes.
    ///
    /// # Errors
    /// When the file cannot be opened a second time, or no thread can be had.
    pub(super) fn start(path: &Path, writer: &mut Connection) -> rusqlite::Result<Self> {
        let pages = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&pages);
        writer.wal_hook(Some(move |_: &mut Wal, count| {
            counted.store(
                usize::try_from(count).unwrap_or_default(),
                Ordering::Relaxed,
            );
            Ok(())
        }))?;
        let stage = Arc::new(AtomicU8::new(IDLE));
        let (ask, asked) = sync_channel(1);
        let (copier, copied) = (open::copier(path)?, Arc::clone(&stage));
        let thread = std::thread::Builder::new().name("store-copier".to_owned());
        let started = thread.spawn(move || copy_when_asked(&copier, &asked, &copied));
        if started.is_err() {
            tracing::warn!("no thread for checkpoints: the writer makes them");
        }
        Ok(Self {
            pages,
            left: 0,
            stage,
            ask,
        })
    }

    /// After each group: has the log copied when it has grown long enough.
    pub(super) fn after_group(&mut self, writer: &Mutex<Connection>) {
        let pages = self.pages.load(Ordering::Relaxed);
        if pages < self.left {
            // The log has begun at its start again.
            self.left = 0;
        }
        let grown = pages - self.left;
        match self.stage.load(Ordering::Acquire) {
            IDLE if grown >= PAGES => {
                self.stage.store(COPYING, Ordering::Release);
                if self.ask.try_send(()).is_err() {
                    self.stage.store(COPIED, Ordering::Release);
                }
            }
            COPIED => self.rest(writer),
            COPYING if grown >= TOO_MANY => self.rest(writer),
            _ => {}
        }
    }

    fn rest(&mut self, writer: &Mutex<Connection>) {
        copy(&open::locked(writer));
        self.left = self.pages.load(Ordering::Relaxed);
        self.stage.store(IDLE, Ordering::Release);
    }
}

fn copy_when_asked(copier: &Connection, asked: &Receiver<()>, stage: &AtomicU8) {
    while asked.recv().is_ok() {
        copy(copier);
        stage.store(COPIED, Ordering::Release);
    }
}

/// Copies as far as nobody reads what would be overwritten; never waits for anybody.
fn copy(connection: &Connection) {
    let copied = connection
        .prepare_cached("PRAGMA wal_checkpoint(PASSIVE)")
        .and_then(|mut statement| statement.query_row((), |_| Ok(())));
    if let Err(error) = copied {
        tracing::warn!(code = ?error.sqlite_error_code(), "the log cannot be copied into the file");
    }
}
