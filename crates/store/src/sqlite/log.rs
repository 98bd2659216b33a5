//! The write-ahead log as a file, to be brought to the disk.
//!
//! SQLite would sync it within each commit, and whoever does not have to wait for the disk would wait
//! with the others. So commits are made without (`synchronous = NORMAL`), and whoever is told that a
//! change is durable is told after this sync. What is in the log before a durable change is durable
//! with it, because the log is one file that is read from its beginning.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// The log of one database.
#[derive(Debug)]
pub(super) struct Log(File);

impl Log {
    /// The log of the database at `path`, which is open already.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        // SQLite follows links before it names the log.
        let mut name = path.canonicalize()?.into_os_string();
        name.push("-wal");
        let log = Self(OpenOptions::new().write(true).open(name)?);
        log.sync()?;
        Ok(log)
    }

    /// Brings all commits so far to the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.0.sync_data()
    }
}
