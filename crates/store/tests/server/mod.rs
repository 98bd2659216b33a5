//! What is particular to a server: other nodes, lost connections, locks, opening.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use ident_core::change::{Change, CommitError, Write};
use ident_core::port::{Records, Store};
use ident_store::{OpenError, Postgres};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::contract::sample::{commit, event, flow, given, next, visit};
use crate::contract::{Bed, old};
use crate::{Schema, client, fresh};

const SOON: Duration = Duration::from_secs(20);

impl Schema {
    /// Cuts the connections of the store, those of the listener alone or all.
    async fn cut(&self, only_listener: bool) {
        let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE pid <> pg_backend_pid() AND (query LIKE 'LISTEN %' OR NOT $1) \
                   AND query NOT LIKE '%pg_terminate_backend%' AND application_name = $2";
        let cut = client(&self.url).await;
        cut.query(sql, &[&only_listener, &self.name])
            .await
            .expect("an administrator");
    }

    /// The same store, its connections named after the schema so that they can be told apart.
    async fn named(&self) -> Postgres {
        let url = format!("{}&application_name={}", self.url, self.name);
        Postgres::connect(&url).await.expect("a store")
    }
}

#[tokio::test]
async fn f16_a_change_on_one_node_is_named_on_another() {
    let bed = fresh().await;
    let other = bed.other_node().await;
    let mut names = other.changes();
    given(&*bed.store, [Write::InsertFlow(flow(1))]).await;
    assert_eq!(timeout(SOON, names.next()).await, Ok(Some(flow(1).id)));
    given(&*bed.store, [Write::UpdateFlow(next(&flow(1)))]).await;
    assert_eq!(timeout(SOON, names.next()).await, Ok(Some(flow(1).id)));
}

#[tokio::test]
async fn f31_a_lost_listener_ends_its_streams_and_hears_again() {
    let bed = fresh().await;
    let store = bed.named().await;
    let mut names = store.changes();
    bed.cut(true).await;
    assert_eq!(
        timeout(SOON, names.next()).await,
        Ok(None),
        "names may have been lost"
    );
    let mut anew = store.changes();
    given(&store, [Write::InsertFlow(flow(1))]).await;
    assert_eq!(timeout(SOON, anew.next()).await, Ok(Some(flow(1).id)));
}

/// Connections are cut again and again while changes are made.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn f13_what_was_acknowledged_survives_lost_connections_and_what_was_not_is_absent() {
    let bed = fresh().await;
    let store = Arc::new(bed.named().await);
    let mut running = JoinSet::new();
    for committer in 0..8_u32 {
        let store = Arc::clone(&store);
        running.spawn(async move {
            let mut outcomes = Vec::new();
            for number in (0..60).map(|step| step * 8 + committer) {
                let change = Change::from(Write::InsertVisit(visit(number)))
                    .with(Write::InsertFlow(flow(number)))
                    .audited(event(number));
                outcomes.push((number, store.commit(change).await));
            }
            outcomes
        });
    }
    let mut outcomes = Vec::new();
    loop {
        match timeout(Duration::from_millis(40), running.join_next()).await {
            Ok(Some(some)) => outcomes.extend(some.expect("no panic")),
            Ok(None) => break,
            Err(_) => bed.cut(false).await,
        }
    }
    assert_eq!(outcomes.len(), 480);
    let mut acknowledged = 0;
    for (number, outcome) in outcomes {
        let stored = bed
            .store
            .visit(visit(number).id)
            .await
            .expect("an answer")
            .is_some();
        match outcome {
            Ok(()) => assert!(stored, "{number} was acknowledged"),
            Err(error) => {
                assert_eq!(error, CommitError::Unavailable);
                assert!(!stored, "{number} was refused");
            }
        }
        acknowledged += i64::from(stored);
    }
    assert!(acknowledged > 0);
    assert_eq!(
        bed.rows("audit").await,
        acknowledged,
        "whole changes only, each once"
    );
    assert_eq!(bed.store.broken_audit_row().await, Ok(None));
}

#[tokio::test]
async fn f11_a_change_waits_for_a_lock_and_then_goes_through() {
    let bed = fresh().await;
    given(&*bed.store, [Write::InsertFlow(flow(1))]).await;
    let holder = client(&bed.url).await;
    holder
        .batch_execute("BEGIN; LOCK TABLE flow")
        .await
        .expect("the lock");
    let mut waiting = Box::pin(commit(&*bed.store, [Write::UpdateFlow(next(&flow(1)))]));
    assert!(
        timeout(Duration::from_millis(100), &mut waiting)
            .await
            .is_err(),
        "the lock is held"
    );
    holder.batch_execute("COMMIT").await.expect("its end");
    assert_eq!(waiting.await, Ok(()));
}

#[tokio::test]
async fn f11_a_lock_held_too_long_answers_unavailable_and_leaves_nothing() {
    let bed = fresh().await;
    let holder = client(&bed.url).await;
    holder
        .batch_execute("BEGIN; LOCK TABLE flow")
        .await
        .expect("the lock");
    let change = [Write::InsertVisit(visit(1)), Write::InsertFlow(flow(1))];
    assert_eq!(
        commit(&*bed.store, change.clone()).await,
        Err(CommitError::Unavailable)
    );
    holder.batch_execute("COMMIT").await.expect("its end");
    assert_eq!(bed.store.visit(visit(1).id).await, Ok(None));
    assert_eq!(
        commit(&*bed.store, change).await,
        Ok(()),
        "it recovers by itself"
    );
}

#[tokio::test]
async fn a_change_that_nobody_waits_for_any_more_is_whole_or_absent() {
    let bed = fresh().await;
    let holder = client(&bed.url).await;
    holder
        .batch_execute("BEGIN; LOCK TABLE flow")
        .await
        .expect("the lock");
    let change = [Write::InsertVisit(visit(1)), Write::InsertFlow(flow(1))];
    let given_up = timeout(Duration::from_millis(100), commit(&*bed.store, change)).await;
    assert!(given_up.is_err(), "the lock is held");
    holder.batch_execute("COMMIT").await.expect("its end");
    for number in 2..40 {
        given(&*bed.store, [Write::InsertVisit(visit(number))]).await;
    }
    let (visit, flow) = (
        bed.store.visit(visit(1).id).await,
        bed.store.flow(flow(1).id).await,
    );
    let both = visit.expect("an answer").is_some() == flow.expect("an answer").is_some();
    assert!(
        both,
        "the connection was not given on in the middle of a transaction"
    );
}

#[tokio::test]
async fn f17_a_newer_schema_is_refused_and_named() {
    let bed = fresh().await;
    bed.tamper("INSERT INTO schema_version VALUES (99)").await;
    let refused = Postgres::connect(&bed.url).await.map(drop);
    assert!(
        matches!(
            refused,
            Err(OpenError::NewerSchema {
                found: 99,
                known: 5
            })
        ),
        "{refused:?}"
    );
}

#[tokio::test]
async fn f17_a_database_of_the_first_schema_keeps_its_records_and_learns_recovery() {
    const FIRST: &str = include_str!("../../migrations/postgres/0001_begin.sql");
    let bed = fresh().await;
    let name = format!("{}_old", bed.name);
    bed.tamper(&format!("CREATE SCHEMA {name}")).await;
    let url = bed.url.replace(&bed.name, &name);
    let raw = client(&url).await;
    raw.batch_execute(FIRST).await.expect("the first schema");
    raw.batch_execute(
        "CREATE TABLE schema_version (version BIGINT NOT NULL); \
         INSERT INTO schema_version VALUES (1)",
    )
    .await
    .expect("its version");
    let records = old::insert(|hex| format!("decode('{hex}', 'hex')"));
    raw.batch_execute(&records).await.expect("its records");
    let store = Postgres::connect(&url).await.expect("an upgrade");
    old::keeps_working(Arc::new(store)).await;
    let again = Postgres::connect(&url).await.map(drop);
    assert!(again.is_ok(), "once is enough: {again:?}");
}

#[tokio::test]
async fn two_nodes_may_start_at_once_on_an_empty_database() {
    let bed = fresh().await;
    let name = format!("{}_both", bed.name);
    bed.tamper(&format!("CREATE SCHEMA {name}")).await;
    let url = bed.url.replace(&bed.name, &name);
    let (one, two) = tokio::join!(Postgres::connect(&url), Postgres::connect(&url));
    given(&one.expect("the first"), [Write::InsertVisit(visit(1))]).await;
    let found = two.expect("the second").visit(visit(1).id).await;
    assert_eq!(found, Ok(Some(visit(1))));
}

#[tokio::test]
async fn an_address_that_does_not_work_is_an_error_without_the_password() {
    for url in [
        "postgres://ident:geheim@127.0.0.1:1/none",
        "not an address geheim",
    ] {
        let error = Postgres::connect(url)
            .await
            .map(drop)
            .expect_err("nobody is there");
        let text = format!("{error} {error:?}");
        assert!(!text.contains("geheim"), "{text}");
    }
}
