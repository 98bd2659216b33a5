//! Another program holds the file.

use std::path::Path;
use std::time::Duration;

use ident_core::change::{CommitError, Write};
use ident_core::port::{Records, Store, Unavailable};
use ident_store::{Sqlite, SqliteOptions};
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::time::timeout;

use crate::contract::sample::{commit, flow, given, visit};

fn store(wait: Duration) -> (TempDir, Sqlite) {
    let folder = tempfile::tempdir().expect("a folder");
    let options = SqliteOptions {
        wait,
        ..SqliteOptions::default()
    };
    let store = Sqlite::open_with(&folder.path().join("ident.sqlite"), &options);
    (folder, store.expect("a new store"))
}

fn hold(folder: &Path) -> Connection {
    let connection = Connection::open(folder.join("ident.sqlite")).expect("the file");
    connection
        .execute_batch("BEGIN IMMEDIATE")
        .expect("the lock");
    connection
}

#[tokio::test]
async fn f11_a_change_waits_while_the_file_is_locked_and_then_goes_through() {
    let (folder, store) = store(Duration::from_mins(1));
    given(&store, [Write::InsertVisit(visit(1))]).await;
    let lock = hold(folder.path());
    let mut waiting = Box::pin(commit(&store, [Write::InsertVisit(visit(2))]));
    let early = timeout(Duration::from_millis(100), &mut waiting).await;
    assert!(early.is_err(), "the lock is held");
    assert_eq!(
        store.visit(visit(1).id).await,
        Ok(Some(visit(1))),
        "reading goes on"
    );
    drop(lock);
    assert_eq!(waiting.await, Ok(()));
    assert_eq!(store.visit(visit(2).id).await, Ok(Some(visit(2))));
}

#[tokio::test]
async fn f11_a_lock_held_too_long_answers_unavailable_and_leaves_nothing() {
    let (folder, store) = store(Duration::from_millis(50));
    let lock = hold(folder.path());
    let change = [Write::InsertVisit(visit(1)), Write::InsertFlow(flow(1))];
    assert_eq!(
        commit(&store, change.clone()).await,
        Err(CommitError::Unavailable)
    );
    assert_eq!(store.ready().await, Err(Unavailable));
    drop(lock);
    assert_eq!(store.ready().await, Ok(()));
    assert_eq!(store.visit(visit(1).id).await, Ok(None));
    assert_eq!(
        commit(&store, change).await,
        Ok(()),
        "it recovers by itself"
    );
}
