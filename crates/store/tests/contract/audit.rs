//! The audit chain.

use std::sync::Arc;

use ident_core::change::{Change, Conflict, Write};
use ident_core::port::Store;
use tokio::task::JoinSet;

use super::Bed;
use super::sample::{commit, event, flow, given, next, refused};

/// A log of 2,100 rows: more than the check reads at a time.
async fn long_log(store: &dyn Store) {
    for from in (0..2_100).step_by(300) {
        let change =
            (from..from + 300).fold(Change::new(), |so_far, row| so_far.audited(event(row)));
        store
            .commit(change)
            .await
            .expect("audit rows have no guard");
    }
}

pub(crate) async fn the_chain_holds_over_many_changes(bed: &impl Bed) {
    let store = &*bed.store();
    assert_eq!(
        store.broken_audit_row().await,
        Ok(None),
        "an empty log is whole"
    );
    long_log(store).await;
    assert_eq!(store.broken_audit_row().await, Ok(None));
    assert_eq!(bed.rows("audit").await, 2_100);
}

pub(crate) async fn a_refused_change_leaves_no_gap(bed: &impl Bed) {
    let store = &*bed.store();
    for round in 0..5 {
        given(store, [Write::Audit(event(round))]).await;
        let refused_change = [
            Write::Audit(event(round)),
            Write::UpdateFlow(next(&flow(1))),
        ];
        assert_eq!(commit(store, refused_change).await, refused(Conflict::Flow));
    }
    assert_eq!(bed.rows("audit").await, 5);
    assert_eq!(store.broken_audit_row().await, Ok(None));
}

pub(crate) async fn an_altered_row_shows(bed: &impl Bed) {
    let store = &*bed.store();
    long_log(store).await;
    bed.unlock_audit().await;
    bed.tamper("UPDATE audit SET code = 'linked' WHERE sequence = 2000")
        .await;
    assert_eq!(store.broken_audit_row().await, Ok(Some(2000)));
    bed.tamper("UPDATE audit SET at = at + 1 WHERE sequence = 1")
        .await;
    assert_eq!(store.broken_audit_row().await, Ok(Some(1)));
}

pub(crate) async fn a_missing_row_shows(bed: &impl Bed) {
    let store = &*bed.store();
    long_log(store).await;
    bed.unlock_audit().await;
    bed.tamper("DELETE FROM audit WHERE sequence = 1024").await;
    assert_eq!(store.broken_audit_row().await, Ok(Some(1024)));
}

pub(crate) async fn a_cut_off_end_shows(bed: &impl Bed) {
    let store = &*bed.store();
    long_log(store).await;
    bed.unlock_audit().await;
    bed.tamper("DELETE FROM audit WHERE sequence > 2098").await;
    assert_eq!(store.broken_audit_row().await, Ok(Some(2099)));
}

pub(crate) async fn an_added_row_shows(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::Audit(event(1))]).await;
    bed.tamper(
        "INSERT INTO audit (sequence, at, code, previous, hash) \
         SELECT 2, at, code, hash, hash FROM audit WHERE sequence = 1",
    )
    .await;
    assert_eq!(store.broken_audit_row().await, Ok(Some(2)));
}

pub(crate) async fn the_log_cannot_be_changed_by_an_ordinary_statement(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::Audit(event(1))]).await;
    bed.tamper("UPDATE audit SET code = 'linked'").await;
    bed.tamper("DELETE FROM audit").await;
    assert_eq!(bed.rows("audit").await, 1);
    assert_eq!(store.broken_audit_row().await, Ok(None));
}

pub(crate) async fn two_nodes_write_one_chain(bed: &impl Bed) {
    let nodes = [bed.store(), bed.other_node().await];
    let mut running = JoinSet::new();
    for number in 0..60 {
        let store = Arc::clone(&nodes[number as usize % 2]);
        running.spawn(async move { store.commit(Change::new().audited(event(number))).await });
    }
    let outcomes = running.join_all().await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(bed.rows("audit").await, 60);
    assert_eq!(nodes[0].broken_audit_row().await, Ok(None));
}
