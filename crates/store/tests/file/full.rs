//! There is no space left.

use std::process::Command;

use ident_core::change::{Change, CommitError, Write};
use ident_core::port::{Records, Store, Unavailable};
use ident_core::time::Span;
use ident_store::{Sqlite, SqliteOptions};

use crate::contract::sample::{NOW, event, flow, hash, visit};
use crate::contract::sweep::before;

fn pair(number: u32) -> Change {
    Change::from(Write::InsertVisit(visit(number)))
        .with(Write::InsertFlow(flow(number)))
        .audited(event(number))
}

#[tokio::test]
async fn f12_a_full_disk_answers_unavailable_keeps_reading_and_recovers_with_space() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = SqliteOptions {
        max_pages: Some(80),
        ..SqliteOptions::default()
    };
    let path = folder.path().join("ident.sqlite");
    let store = Sqlite::open_with(&path, &options).expect("a new store");

    let mut stored = 0;
    let error = loop {
        match store.commit(pair(stored)).await {
            Ok(()) => stored += 1,
            Err(error) => break error,
        }
        assert!(stored < 10_000, "80 pages are full before that");
    };
    assert_eq!(error, CommitError::Unavailable);
    assert_eq!(
        store.visit(visit(stored).id).await,
        Ok(None),
        "nothing of it was written"
    );
    assert_eq!(store.flow(flow(stored).id).await, Ok(None));
    assert_eq!(
        store.visit_by_token(&hash(0)).await,
        Ok(Some(visit(0))),
        "reading goes on"
    );
    assert_eq!(store.broken_audit_row().await, Ok(None));

    let all = NOW + Span::minutes(60);
    let removed = store.sweep(before(all)).await;
    assert_eq!(removed, Ok(u64::from(stored) * 2), "a sweep needs no space");
    assert_eq!(
        store.commit(pair(stored)).await,
        Ok(()),
        "it recovers by itself"
    );
    assert_eq!(store.broken_audit_row().await, Ok(None));
}

#[tokio::test]
async fn f12_readiness_is_false_when_nothing_can_be_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ident.sqlite");
    let store = Sqlite::open(&path).expect("a new store");
    assert_eq!(store.ready().await, Ok(()));
    let raw = rusqlite::Connection::open(&path).expect("the file");
    raw.execute_batch("DROP TABLE audit_head")
        .expect("a broken schema");
    assert_eq!(store.ready().await, Err(Unavailable));
}

/// A small disk that goes with the test.
struct Disk(tempfile::TempDir);

impl Disk {
    fn mount() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"])
            .arg(folder.path())
            .status();
        assert!(
            mount.is_ok_and(|status| status.success()),
            "this needs root"
        );
        Self(folder)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

async fn fill(store: &Sqlite, from: u32) -> u32 {
    for number in from..from + 100_000 {
        if let Err(error) = store.commit(pair(number)).await {
            assert_eq!(error, CommitError::Unavailable);
            return number;
        }
    }
    panic!("the disk is full before that");
}

#[tokio::test]
#[ignore = "needs root: mounts a small disk"]
async fn f12_a_disk_that_is_really_full_keeps_reading_and_recovers_with_space() {
    let disk = Disk::mount();
    let ballast = disk.0.path().join("ballast");
    std::fs::write(&ballast, vec![0; 1 << 20]).expect("room for ballast");
    let store = Sqlite::open(&disk.0.path().join("ident.sqlite")).expect("a new store");

    let first = fill(&store, 0).await;
    assert_eq!(
        store.visit(visit(first).id).await,
        Ok(None),
        "nothing of it was written"
    );
    assert_eq!(
        store.visit(visit(0).id).await,
        Ok(Some(visit(0))),
        "reading goes on"
    );
    std::fs::remove_file(&ballast).expect("space again");
    assert!(fill(&store, first).await > first, "it recovers by itself");
    assert_eq!(store.broken_audit_row().await, Ok(None));
}
