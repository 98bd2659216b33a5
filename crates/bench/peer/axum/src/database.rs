//! One durable commit for each login.

use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

/// The links and the audit.
pub struct Database(Mutex<Connection>);

impl Database {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn open(path: &str) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS link (subject TEXT PRIMARY KEY, since INTEGER, last_used_at INTEGER);
             CREATE TABLE IF NOT EXISTS audit (id INTEGER PRIMARY KEY, at INTEGER, event TEXT, subject TEXT);",
        )?;
        Ok(Self(Mutex::new(connection)))
    }

    /// Records a login.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn record(&self, subject: &str, at: i64) -> rusqlite::Result<()> {
        let mut connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let change = connection.transaction()?;
        change
            .prepare_cached(
                "INSERT INTO link VALUES (?1, ?2, ?2) \
                 ON CONFLICT (subject) DO UPDATE SET last_used_at = ?2",
            )?
            .execute((subject, at))?;
        change
            .prepare_cached("INSERT INTO audit (at, event, subject) VALUES (?1, 'login', ?2)")?
            .execute((at, subject))?;
        change.commit()
    }
}
