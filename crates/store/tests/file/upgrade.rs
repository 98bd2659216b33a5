//! A file that an older version of the program made.

use std::path::Path;
use std::sync::Arc;

use ident_core::change::{Conflict, Write};
use ident_core::port::Records;
use ident_core::salvage::{CaseState, CloudService};
use ident_store::Sqlite;
use rusqlite::Connection;

use crate::contract::old;
use crate::contract::recovery_sample::{at, case, decided, number};
use crate::contract::sample::{account, commit, given, refused};

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

#[tokio::test]
async fn f17_an_application_declined_before_it_could_be_made_again_can_be() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ident.sqlite");
    let newer = folder.path().join("newer.sqlite");
    let store = Sqlite::open(&newer).expect("a new store");
    let declined = CaseState::Declined {
        by: number(),
        at: at(1),
        note: None,
    };
    let ended = CaseState::Ended {
        at: at(1),
        used: true,
    };
    let mut known = Vec::new();
    for (id, service, state) in [
        (1, CloudService::Mail, declined),
        (2, CloudService::OneDrive, ended),
    ] {
        let applied = case(id, 1, service, id);
        given(&store, [Write::InsertCase(applied.clone())]).await;
        let over = decided(&applied, state);
        given(&store, [Write::UpdateCase(over.clone())]).await;
        known.push(over);
    }
    drop(store);
    in_the_third_schema(&path, &newer);
    let store = Sqlite::open(&path).expect("an upgrade");
    assert_eq!(store.cases_of_account(&account(1)).await, Ok(known));
    let used = commit(
        &store,
        [Write::InsertCase(case(3, 1, CloudService::OneDrive, 3))],
    );
    assert_eq!(used.await, refused(Conflict::CaseExists));
    let again = commit(
        &store,
        [Write::InsertCase(case(4, 1, CloudService::Mail, 4))],
    );
    assert_eq!(again.await, Ok(()));
}

/// A file of the third schema with the applications of another file.
fn in_the_third_schema(path: &Path, newer: &Path) {
    let raw = Connection::open(path).expect("a file");
    for step in [
        include_str!("../../migrations/sqlite/0001_begin.sql"),
        include_str!("../../migrations/sqlite/0002_recovery.sql"),
        include_str!("../../migrations/sqlite/0003_kiosk.sql"),
    ] {
        raw.execute_batch(step).expect("the third schema");
    }
    raw.execute("ATTACH ?1 AS newer", [newer.to_str().expect("a path")])
        .expect("the other file");
    raw.execute_batch(
        "INSERT INTO rescue_case (number, id, version, receipt, account, service, open, applied_at, \
         body) SELECT number, id, version, receipt, account, service, open, applied_at, body \
         FROM newer.rescue_case; PRAGMA application_id = 0x49444e54; PRAGMA user_version = 3",
    )
    .expect("its records");
}
