//! Why a store could not be opened, in words for the operator who reads them at the start.

use std::path::{Path, PathBuf};

use thiserror::Error;

/// A store that cannot be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The folder for the file does not exist.
    #[error("the folder of {} does not exist", .0.display())]
    FolderMissing(PathBuf),
    /// The file or its folder cannot be written to.
    #[error("{} or its folder cannot be written to", .0.display())]
    NotWritable(PathBuf),
    /// There is no space left for it.
    #[error("there is no space left for {}", .0.display())]
    Full(PathBuf),
    /// The file is something else.
    #[error("{} is not a database of this program", .0.display())]
    Foreign(PathBuf),
    /// The file is damaged.
    #[error("{} is damaged; restore it from a backup", .0.display())]
    Damaged(PathBuf),
    /// Another program holds the file.
    #[error("{} is locked by another program", .0.display())]
    Locked(PathBuf),
    /// A newer version of the program has been here.
    #[error("the schema has version {found}, this program knows {known}; start the newer program")]
    NewerSchema {
        /// The version found.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// The address of the database is not one.
    #[error("the address of the database is not of the form postgres://user@host/database")]
    Address,
    /// PostgreSQL does not answer, or not as it should.
    #[error("the database cannot be reached or set up")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// SQLite says something else.
    #[error("{} cannot be opened", .0.display())]
    Sqlite(PathBuf, #[source] rusqlite::Error),
}

impl OpenError {
    /// From an error of the file system.
    pub(crate) fn from_io(path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let path = path.to_owned();
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::FolderMissing(path),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full(path),
            _ => Self::NotWritable(path),
        }
    }

    /// From an error of SQLite.
    pub(crate) fn from_sqlite(path: &Path, error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full(path),
            Some(ErrorCode::NotADatabase) => Self::Foreign(path),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(path),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked(path),
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                Self::NotWritable(path)
            }
            _ => Self::Sqlite(path, error),
        }
    }
}
