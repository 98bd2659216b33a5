//! Two, or fifty, at once.

use std::sync::Arc;

use ident_core::change::{Change, CommitError, Conflict, Queue, Write};
use ident_core::flow::Flow;
use ident_core::port::Store;
use tokio::task::JoinSet;

use super::Bed;
use super::recovery_sample::{act, asked, at, move_queue};
use super::sample::{
    NOW, account, delete_link, event, flow, given, hash, link, next, person, proof, start_by,
    use_proof, visit,
};

/// Commits all changes at once, half of them on another node; returns the outcomes.
async fn at_once(bed: &impl Bed, changes: Vec<Change>) -> Vec<Result<(), CommitError>> {
    let nodes = [bed.store(), bed.other_node().await];
    let mut running = JoinSet::new();
    for (number, change) in changes.into_iter().enumerate() {
        let store: Arc<dyn Store> = Arc::clone(&nodes[number % 2]);
        running.spawn(async move { store.commit(change).await });
    }
    running.join_all().await
}

async fn fifty(bed: &impl Bed, change: impl Fn(u32) -> Change) -> Vec<Result<(), CommitError>> {
    at_once(bed, (0..50).map(change).collect()).await
}

#[track_caller]
fn exactly(winners: usize, outcomes: &[Result<(), CommitError>], conflict: Conflict) {
    let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    let lost = outcomes
        .iter()
        .filter(|outcome| **outcome == Err(CommitError::Conflict(conflict)));
    assert_eq!(
        (won, lost.count()),
        (winners, outcomes.len() - winners),
        "{outcomes:?}"
    );
}

pub(crate) async fn r03_f18_of_fifty_claims_of_one_flow_exactly_one_wins(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertFlow(flow(1))]).await;
    let claim = |number| {
        let claimed = Flow {
            deadline: NOW,
            ..next(&flow(1))
        };
        Change::from(Write::UpdateFlow(claimed)).audited(event(number))
    };
    exactly(1, &fifty(bed, claim).await, Conflict::Flow);
    assert_eq!(bed.rows("audit").await, 1, "one effect, one row");
    assert_eq!(store.broken_audit_row().await, Ok(None));
}

pub(crate) async fn r71_of_fifty_uses_of_one_proof_exactly_one_wins(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertProof(proof(1))]).await;
    let take = |act| Change::from(use_proof(1, act, NOW)).audited(event(act));
    exactly(1, &fifty(bed, take).await, Conflict::Proof);
    assert_eq!(bed.rows("audit").await, 1);
}

pub(crate) async fn a20_of_fifty_people_linking_one_account_exactly_one_wins(bed: &impl Bed) {
    let insert = |who| Change::from(Write::InsertLink(link(who, who, 1)));
    exactly(1, &fifty(bed, insert).await, Conflict::AccountLinked);
    assert_eq!(bed.rows("link").await, 1);
}

pub(crate) async fn a20_of_fifty_accounts_for_one_person_exactly_one_wins(bed: &impl Bed) {
    let insert = |which| Change::from(Write::InsertLink(link(which, 1, which)));
    exactly(1, &fifty(bed, insert).await, Conflict::PersonLinked);
    assert_eq!(bed.rows("link").await, 1);
}

pub(crate) async fn r47_of_fifty_starts_exactly_the_allowance_passes(bed: &impl Bed) {
    let count = start_by(1, NOW);
    let conflict = Conflict::Limit {
        retry_after: count.retry_after(),
    };
    let outcomes = fifty(bed, |_| Change::from(Write::Count(count.clone()))).await;
    exactly(3, &outcomes, conflict);
}

pub(crate) async fn r73_of_fifty_acts_for_one_account_exactly_one_wins(bed: &impl Bed) {
    let insert = |number| Change::from(Write::InsertAct(act(number, 1))).audited(event(number));
    exactly(1, &fifty(bed, insert).await, Conflict::AccountBusy);
    assert_eq!((bed.rows("act").await, bed.rows("audit").await), (1, 1));
}

/// Once where there is no queue yet, once where there is one.
pub(crate) async fn f29_of_fifty_who_queue_up_exactly_one_takes_the_place(bed: &impl Bed) {
    let store = &*bed.store();
    let first = |number| Change(asked(number, number, None, at(1)));
    exactly(1, &fifty(bed, first).await, Conflict::Queue);
    assert_eq!(store.queue_end(Queue::Acts).await, Ok(Some(at(1))));
    let behind = |number: u32| {
        Change::from(move_queue(Some(at(1)), at(2 + number)))
            .with(Write::InsertAct(act(100 + number, 100 + number)))
    };
    exactly(1, &fifty(bed, behind).await, Conflict::Queue);
    assert_eq!(bed.rows("act").await, 2, "one for each place");
    assert_eq!((bed.rows("mail").await, bed.rows("entry").await), (1, 1));
}

pub(crate) async fn a_reader_sees_exactly_one_link_while_it_is_replaced(bed: &impl Bed) {
    let store = bed.store();
    given(&*store, [Write::InsertLink(link(0, 0, 1))]).await;
    let replacing = {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            for number in 1..200 {
                let (old, new) = (link(number - 1, number - 1, 1), link(number, number, 1));
                given(&*store, [delete_link(&old), Write::InsertLink(new)]).await;
            }
        })
    };
    let mut looks = 0;
    while !replacing.is_finished() {
        let found = store.link_of_account(&account(1)).await.expect("an answer");
        assert!(found.is_some(), "the account is linked at every moment");
        looks += 1;
        tokio::task::yield_now().await;
    }
    replacing.await.expect("every replacement goes through");
    assert!(looks > 0);
    assert_eq!(
        store.link_of_person(&[person(199)]).await,
        Ok(Some(link(199, 199, 1)))
    );
    assert_eq!(bed.rows("link").await, 1);
}

pub(crate) async fn changes_in_opposite_order_all_come_through(bed: &impl Bed) {
    let store = bed.store();
    given(
        &*store,
        [Write::InsertVisit(visit(1)), Write::InsertFlow(flow(1))],
    )
    .await;
    for round in 0..20 {
        let visit = store
            .visit(visit(1).id)
            .await
            .expect("an answer")
            .expect("a visit");
        let flow = store
            .flow_by_state(&hash(1))
            .await
            .expect("an answer")
            .expect("a flow");
        let visit = Write::UpdateVisit(visit.touched(NOW));
        let flow = Write::UpdateFlow(next(&flow));
        let there = Change(vec![visit.clone(), flow.clone()]).audited(event(round));
        let back = Change(vec![flow, visit]).audited(event(round));
        let outcomes = at_once(bed, vec![there, back]).await;
        let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(
            won, 1,
            "one wins, one loses, and neither blocks the other: {outcomes:?}"
        );
        assert!(!outcomes.contains(&Err(CommitError::Unavailable)));
    }
    assert_eq!(bed.rows("audit").await, 20);
}
