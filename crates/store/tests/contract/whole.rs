//! All of a change or nothing of it.

use ident_core::change::{Change, Conflict, Write};
use ident_core::link::Link;

use super::Bed;
use super::sample::{
    NOW, commit, delete_link, event, flow, given, link, next, proof, refused, start_by, use_proof,
    visit,
};

/// The names of all tables that a change can write to.
const TABLES: [&str; 6] = ["visit", "flow", "proof", "link", "tally", "audit"];

/// A change of every kind of write, for records that do not exist.
fn everything() -> Vec<Write> {
    vec![
        Write::Count(start_by(1, NOW)),
        Write::InsertVisit(visit(1)),
        Write::UpdateVisit(visit(1).touched(NOW)),
        Write::InsertFlow(flow(1)),
        Write::UpdateFlow(next(&flow(1))),
        Write::InsertProof(proof(1)),
        use_proof(1, 1, NOW),
        Write::InsertLink(link(1, 1, 1)),
        Write::TouchLink {
            link: link(1, 1, 1).id,
            at: NOW,
        },
        Write::Audit(event(1)),
    ]
}

pub(crate) async fn a_guard_that_fails_last_leaves_nothing(bed: &impl Bed) {
    let store = &*bed.store();
    let mut writes = everything();
    writes.push(Write::DeleteVisit(visit(2).id));
    assert_eq!(store.commit(Change(writes)).await, refused(Conflict::Visit));
    for table in TABLES {
        assert_eq!(bed.rows(table).await, 0, "{table}");
    }
    assert_eq!(
        store.commit(Change(everything())).await,
        Ok(()),
        "nothing is in the way"
    );
    for table in TABLES {
        assert_eq!(bed.rows(table).await, 1, "{table}");
    }
}

pub(crate) async fn each_guard_that_fails_last_is_named(bed: &impl Bed) {
    let store = &*bed.store();
    given(
        store,
        [
            Write::InsertLink(link(9, 9, 9)),
            Write::InsertProof(proof(9)),
        ],
    )
    .await;
    let stale = Link {
        version: 7,
        ..link(9, 9, 9)
    };
    for (last, conflict) in [
        (Write::UpdateVisit(visit(5).touched(NOW)), Conflict::Visit),
        (Write::UpdateFlow(next(&flow(5))), Conflict::Flow),
        (Write::InsertProof(proof(9)), Conflict::Proof),
        (use_proof(5, 1, NOW), Conflict::Proof),
        (delete_link(&stale), Conflict::Link),
        (Write::InsertLink(link(5, 9, 5)), Conflict::PersonLinked),
        (Write::InsertLink(link(5, 5, 9)), Conflict::AccountLinked),
    ] {
        let mut writes = everything();
        writes.push(last.clone());
        assert_eq!(
            store.commit(Change(writes)).await,
            refused(conflict),
            "{last:?}"
        );
        assert_eq!(
            (bed.rows("visit").await, bed.rows("audit").await),
            (0, 0),
            "{last:?}"
        );
    }
}

pub(crate) async fn a_change_may_build_on_its_own_writes(bed: &impl Bed) {
    let store = &*bed.store();
    let writes = [
        Write::InsertLink(link(1, 1, 1)),
        delete_link(&link(1, 1, 1)),
        Write::InsertLink(link(2, 1, 1)),
    ];
    assert_eq!(commit(store, writes).await, Ok(()));
    assert_eq!(bed.rows("link").await, 1);
    assert_eq!(
        store.commit(Change::new()).await,
        Ok(()),
        "an empty change does nothing"
    );
}

pub(crate) async fn f17_two_nodes_see_and_guard_the_same_records(bed: &impl Bed) {
    let (one, two) = (&*bed.store(), &*bed.other_node().await);
    given(
        one,
        [Write::InsertFlow(flow(1)), Write::InsertVisit(visit(1))],
    )
    .await;
    assert_eq!(two.flow(flow(1).id).await, Ok(Some(flow(1))));
    given(two, [Write::UpdateFlow(next(&flow(1)))]).await;
    assert_eq!(one.flow(flow(1).id).await, Ok(Some(next(&flow(1)))));
    let late = commit(one, [Write::UpdateFlow(next(&flow(1)))]).await;
    assert_eq!(late, refused(Conflict::Flow));
}
