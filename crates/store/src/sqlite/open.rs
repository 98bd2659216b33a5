//! Opening the file: its mode, its settings, its schema.

use std::fs::OpenOptions;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::SqliteOptions;
use crate::error::OpenError;

/// Marks a file as ours (`PRAGMA application_id`): "IDNT".
const APPLICATION: i64 = 0x4944_4e54;
/// The steps of the schema, in order; step *n* leads to version *n*.
const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/sqlite/0001_begin.sql"),
    include_str!("../../migrations/sqlite/0002_recovery.sql"),
    include_str!("../../migrations/sqlite/0003_kiosk.sql"),
    include_str!("../../migrations/sqlite/0004_case_again.sql"),
    include_str!("../../migrations/sqlite/0005_reconcile.sql"),
];
/// What is kept of the write-ahead log's file, in bytes, when the log begins at its start again.
const KEPT_LOG: i64 = 64 * 1024 * 1024;

/// The one connection that writes, its schema up to date.
pub(super) fn writer(path: &Path, options: &SqliteOptions) -> Result<Connection, OpenError> {
    create_private(path).map_err(|error| OpenError::from_io(path, &error))?;
    let result = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    );
    let mut connection = result.map_err(|error| OpenError::from_sqlite(path, error))?;
    let migrated = configure(&connection, options).and_then(|()| migrate(&mut connection));
    match migrated.map_err(|error| OpenError::from_sqlite(path, error))? {
        Schema::Current => Ok(connection),
        Schema::Foreign => Err(OpenError::Foreign(path.to_owned())),
        Schema::Newer(found) => Err(OpenError::NewerSchema {
            found,
            known: known(),
        }),
    }
}

/// A connection that only reads; it never waits for a lock by itself.
pub(super) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(std::time::Duration::ZERO)?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

/// A connection that only copies the log into the file.
pub(super) fn copier(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(std::time::Duration::ZERO)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

/// The writer's connection, for as long as the guard lives. Should a reader that had it have panicked,
/// it has left no transaction behind.
pub(super) fn locked(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes the file if it is absent, readable by its owner only; SQLite gives its companions
/// (`-wal`, `-shm`) the same mode.
fn create_private(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Not set: `mmap_size`. A read error in a mapped file would end the process (SIGBUS), and a read
/// among a million links gains 4 of 14 µs.
fn configure(connection: &Connection, options: &SqliteOptions) -> rusqlite::Result<()> {
    connection.busy_timeout(options.wait)?;
    connection.set_prepared_statement_cache_capacity(64);
    for (name, value) in [
        ("journal_mode", "WAL"),
        // The writer syncs the log by itself (`log.rs`), and checkpoints sync what they need.
        ("synchronous", "NORMAL"),
        ("foreign_keys", "ON"),
    ] {
        connection.pragma_update(None, name, value)?;
    }
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "secure_delete", "FAST")?;
    connection.pragma_update(None, "cache_size", -32_768)?;
    // Checkpoints have a thread of their own (`checkpoint.rs`).
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    connection.pragma_update(None, "journal_size_limit", KEPT_LOG)?;
    if let Some(pages) = options.max_pages {
        connection.pragma_update(None, "max_page_count", pages)?;
    }
    Ok(())
}

enum Schema {
    Current,
    Foreign,
    Newer(i64),
}

fn migrate(connection: &mut Connection) -> rusqlite::Result<Schema> {
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let number = |sql| change.query_row(sql, [], |row| row.get::<_, i64>(0));
    let found = number("PRAGMA user_version")?;
    let application = number("PRAGMA application_id")?;
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    if application != APPLICATION && (tables > 0 || found != 0) {
        return Ok(Schema::Foreign);
    }
    if found > known() {
        return Ok(Schema::Newer(found));
    }
    for migration in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(0)) {
        change.execute_batch(migration)?;
    }
    if found < known() {
        change.pragma_update(None, "application_id", APPLICATION)?;
        change.pragma_update(None, "user_version", known())?;
    }
    change.commit()?;
    Ok(Schema::Current)
}

/// The version of the schema that the migrations lead to.
fn known() -> i64 {
    i64::try_from(MIGRATIONS.len()).expect("the migrations can be counted")
}
