//! A file that an older version of the program made.

use std::sync::Arc;

use ident_store::Sqlite;
use rusqlite::Connection;

use crate::contract::old;

#[tokio::test]
async fn f17_a_file_of_the_first_schema_keeps_its_records_and_learns_recovery() {
    const FIRST: &str = include_str!("../../migrations/sqlite/0001_begin.sql");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ident.sqlite");
    let raw = Connection::open(&path).expect("a file");
    raw.execute_batch(FIRST).expect("the first schema");
    raw.pragma_update(None, "application_id", 0x4944_4e54)
        .expect("its mark");
    raw.pragma_update(None, "user_version", 1)
        .expect("its version");
    raw.execute_batch(&old::insert(|hex| format!("x'{hex}'")))
        .expect("its records");
    drop(raw);
    let store = Sqlite::open(&path).expect("an upgrade");
    old::keeps_working(Arc::new(store)).await;
    let again = Sqlite::open(&path).map(drop);
    assert!(again.is_ok(), "once is enough: {again:?}");
}
