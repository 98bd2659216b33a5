//! Opening and reopening.

use std::fs;
use std::path::Path;

use ident_core::act::Act;
use ident_core::change::{Change, Queue, Write};
use ident_core::port::{Records, Store};
use ident_core::salvage::CloudService;
use ident_store::{OpenError, Sqlite};
use rusqlite::Connection;

use crate::contract::recovery_sample::{act, asked, at, case, contact, entry, mail, waiting};
use crate::contract::sample::{NOW, account, event, flow, given, hash, link, proof, visit};

fn open(path: &Path) -> OpenError {
    Sqlite::open(path)
        .map(drop)
        .expect_err("this is not to be opened")
}

#[tokio::test]
async fn f16_everything_survives_reopening() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ident.sqlite");
    let store = Sqlite::open(&path).expect("a new store");
    given(
        &store,
        [Write::InsertVisit(visit(1)), Write::InsertFlow(flow(1))],
    )
    .await;
    given(
        &store,
        [
            Write::InsertProof(proof(1)),
            Write::InsertLink(link(1, 1, 1)),
        ],
    )
    .await;
    given(&store, [Write::Audit(event(1))]).await;
    let acts = Change(asked(1, 1, None, at(1)));
    store.commit(acts).await.expect("an act");
    let application = case(1, 1, CloudService::Mail, 0);
    given(
        &store,
        [
            Write::InsertContact(contact(1, 1, 0)),
            Write::InsertCase(application.clone()),
        ],
    )
    .await;
    drop(store);

    let store = Sqlite::open(&path).expect("the same store");
    assert_eq!(store.visit_by_token(&hash(1)).await, Ok(Some(visit(1))));
    assert_eq!(store.flow_by_state(&hash(1)).await, Ok(Some(flow(1))));
    assert_eq!(store.proof(proof(1).id).await, Ok(Some(proof(1))));
    assert_eq!(
        store.link_of_account(&account(1)).await,
        Ok(Some(link(1, 1, 1)))
    );
    let waiting = Act {
        stage: waiting(at(1)),
        ..act(1, 1)
    };
    assert_eq!(store.open_act(&account(1)).await, Ok(Some(waiting)));
    assert_eq!(store.queue_end(Queue::Acts).await, Ok(Some(at(1))));
    let entries = store.entries(&account(1), 9).await;
    assert_eq!(entries, Ok(vec![entry(1, 1, 0)]));
    let contacts = store.contacts(&account(1)).await;
    assert_eq!(contacts, Ok(vec![contact(1, 1, 0)]));
    assert_eq!(store.mails_due(NOW, 9).await, Ok(vec![mail(1, 0)]));
    assert_eq!(store.open_cases(9).await, Ok(vec![application]));
    given(&store, [Write::Audit(event(2))]).await;
    assert_eq!(
        store.broken_audit_row().await,
        Ok(None),
        "the chain goes on"
    );
}

#[test]
fn a_missing_folder_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("absent/ident.sqlite");
    let error = open(&path);
    assert!(matches!(&error, OpenError::FolderMissing(named) if *named == path));
    assert!(error.to_string().contains("absent/ident.sqlite"), "{error}");
}

#[test]
fn a_folder_in_place_of_the_file_is_not_writable() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(matches!(open(folder.path()), OpenError::NotWritable(_)));
}

#[test]
fn a_file_that_is_something_else_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = folder.path().join("letter.txt");
    fs::write(&text, "Dear reader, this is not a database. ".repeat(40)).expect("a file");
    assert!(matches!(open(&text), OpenError::Foreign(_)));
    assert!(
        fs::read_to_string(&text)
            .expect("a text")
            .starts_with("Dear reader")
    );

    let other = folder.path().join("other.sqlite");
    let connection = Connection::open(&other).expect("a database");
    connection
        .execute_batch("CREATE TABLE visit (id)")
        .expect("a table");
    assert!(matches!(open(&other), OpenError::Foreign(_)));
}

#[test]
fn f17_a_newer_schema_is_refused_and_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ident.sqlite");
    drop(Sqlite::open(&path).expect("a new store"));
    let connection = Connection::open(&path).expect("a database");
    connection
        .pragma_update(None, "user_version", 99)
        .expect("a version");
    assert!(matches!(
        open(&path),
        OpenError::NewerSchema { found: 99, .. }
    ));
}

#[cfg(unix)]
#[test]
fn the_file_and_its_companions_are_readable_by_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().expect("a folder");
    let _store = Sqlite::open(&folder.path().join("ident.sqlite")).expect("a new store");
    let mut count = 0;
    for entry in fs::read_dir(folder.path()).expect("a folder") {
        let entry = entry.expect("a file");
        let mode = entry.metadata().expect("a mode").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", entry.path().display());
        count += 1;
    }
    assert_eq!(count, 3, "the file, its log and its index");
}
