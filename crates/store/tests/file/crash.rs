//! The process is killed while it writes: what was acknowledged is there, once.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use ident_core::change::{Change, Write};
use ident_core::port::{Records, Store};
use ident_store::Sqlite;
use rusqlite::Connection;

use crate::contract::sample::{NOW, event, flow, start_by, visit};

/// Where the child finds the file; set only in the child.
const FOLDER: &str = "IDENT_STORE_CRASH_FOLDER";
const ROUNDS: u32 = 20;
const COMMITTERS: u32 = 8;
/// Each round numbers its records from here on.
const STRIDE: u32 = 1_000_000;

fn change(number: u32) -> Change {
    let mut count = start_by(1, NOW);
    count.limit.max = u32::MAX;
    Change::from(Write::Count(count))
        .with(Write::InsertVisit(visit(number)))
        .with(Write::InsertFlow(flow(number)))
        .audited(event(number))
}

/// Not a test: the child of the test below, which runs this executable again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the child process of the crash test"]
async fn child_that_writes_until_it_is_killed() {
    let folder = env::var(FOLDER).expect("the crash test names the folder");
    let (folder, round) = folder.split_once('#').expect("folder and round");
    let round: u32 = round.parse().expect("a number");
    let store = Arc::new(Sqlite::open(&Path::new(folder).join("ident.sqlite")).expect("the store"));
    let committers: Vec<_> = (0..COMMITTERS)
        .map(|committer| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                for number in (0..).map(|step| round * STRIDE + step * COMMITTERS + committer) {
                    // A kill takes nothing from either; a loss of power is not tried here.
                    if committer % 2 == 0 {
                        store.commit(change(number)).await.expect("a change");
                    } else {
                        store.commit_soon(change(number)).await.expect("a change");
                    }
                    println!("acknowledged {number}");
                }
            })
        })
        .collect();
    for committer in committers {
        committer.await.expect("only a signal ends this");
    }
}

/// Starts a child, reads its acknowledgements, kills it after some.
fn run_and_kill(folder: &Path, round: u32) -> Vec<u32> {
    let mut child = Command::new(env::current_exe().expect("this executable"))
        .args([
            "--exact",
            "file::crash::child_that_writes_until_it_is_killed",
        ])
        .args(["--ignored", "--nocapture", "--test-threads=1"])
        .env(FOLDER, format!("{}#{round}", folder.display()))
        .stdout(Stdio::piped())
        .spawn()
        .expect("a child");
    let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut acknowledged = Vec::new();
    for line in lines.map_while(Result::ok) {
        // The harness writes its own words on the line of the first.
        if let Some((_, number)) = line.rsplit_once("acknowledged ") {
            acknowledged.push(number.parse().expect("a number"));
        }
        if acknowledged.len() == 5 + round as usize * 7 {
            child.kill().expect("SIGKILL");
        }
    }
    child.wait().expect("its end");
    acknowledged
}

fn count(raw: &Connection, sql: &str) -> u32 {
    raw.query_row(sql, (), |row| row.get(0)).expect("a count")
}

#[tokio::test]
async fn f13_what_was_acknowledged_survives_a_kill_once_and_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut acknowledged = Vec::new();
    for round in 0..ROUNDS {
        acknowledged.extend(run_and_kill(folder.path(), round));
        let path = folder.path().join("ident.sqlite");
        let store = Sqlite::open(&path).expect("the store opens after a kill");
        for number in &acknowledged {
            assert_eq!(
                store.visit(visit(*number).id).await,
                Ok(Some(visit(*number)))
            );
            assert_eq!(store.flow(flow(*number).id).await, Ok(Some(flow(*number))));
        }
        assert_eq!(store.broken_audit_row().await, Ok(None));
        let raw = Connection::open(&path).expect("the file");
        let visits = count(&raw, "SELECT count(*) FROM visit");
        for sql in [
            "SELECT count(*) FROM flow",
            "SELECT count(*) FROM audit",
            "SELECT sum(events) FROM tally",
        ] {
            assert_eq!(
                count(&raw, sql),
                visits,
                "whole changes only, each once: {sql}"
            );
        }
        assert_eq!(
            raw.query_row("PRAGMA integrity_check", (), |row| row.get(0)),
            Ok("ok".to_owned())
        );
    }
    assert!(
        acknowledged.len() >= 20 * 5,
        "every round had acknowledged some"
    );
}
