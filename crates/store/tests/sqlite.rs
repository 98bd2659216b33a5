//! The contract on SQLite, and what is particular to a file.

mod contract;
mod file;

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use ident_core::port::Store;
use ident_store::Sqlite;
use rusqlite::Connection;
use tempfile::TempDir;

use self::contract::Bed;

/// A file in a folder that goes with the test.
struct File {
    folder: TempDir,
    store: Arc<Sqlite>,
}

impl File {
    fn path(&self) -> PathBuf {
        self.folder.path().join("ident.sqlite")
    }

    fn raw(&self) -> Connection {
        Connection::open(self.path()).expect("the file can be opened")
    }
}

#[expect(
    clippy::unused_async,
    reason = "the contract opens every store the same way"
)]
async fn fresh() -> File {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Sqlite::open(&folder.path().join("ident.sqlite")).expect("a new store");
    File {
        folder,
        store: Arc::new(store),
    }
}

#[async_trait]
impl Bed for File {
    fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.store) as Arc<dyn Store>
    }

    async fn other_node(&self) -> Arc<dyn Store> {
        Arc::new(Sqlite::open(&self.path()).expect("a second program"))
    }

    async fn tamper(&self, sql: &str) {
        // A refusal is for the test to see in what it finds afterwards.
        drop(self.raw().execute_batch(sql));
    }

    async fn unlock_audit(&self) {
        let sql = "DROP TRIGGER audit_is_not_altered; DROP TRIGGER audit_is_not_shortened";
        self.raw()
            .execute_batch(sql)
            .expect("the owner of a file may do all");
    }

    async fn rows(&self, table: &str) -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        self.raw()
            .query_row(&sql, (), |row| row.get(0))
            .expect("a table")
    }
}

store_contract!(fresh);
