//! All of a change or nothing of it.

use ident_core::change::{Change, Conflict, Queue, Write};
use ident_core::link::Link;
use ident_core::salvage::CloudService;

use super::Bed;
use super::recovery_sample::{
    act, asked, at, case, contact, entry, mail, move_queue, sent, waiting,
};
use super::sample::{
    NOW, commit, delete_link, event, flow, given, link, next, proof, refused, start_by, use_proof,
    visit,
};

/// The names of all tables that a change can write to.
const TABLES: [&str; 12] = [
    "visit",
    "flow",
    "proof",
    "link",
    "tally",
    "act",
    "queue",
    "entry",
    "contact",
    "mail",
    "rescue_case",
    "audit",
];

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
        move_queue(None, at(1)),
        Write::InsertAct(act(1, 1)),
        Write::UpdateAct(act(1, 1).moved(waiting(at(2)))),
        Write::InsertEntry(entry(1, 1, 0)),
        Write::InsertContact(contact(1, 1, 0)),
        Write::InsertMail(mail(1, 0)),
        Write::UpdateMail(sent(&mail(1, 0))),
        Write::InsertCase(case(1, 1, CloudService::Mail, 0)),
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
            Write::InsertAct(act(9, 9)),
            Write::InsertCase(case(9, 9, CloudService::Mail, 0)),
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
        (Write::UpdateLink(stale.clone()), Conflict::Link),
        (Write::InsertAct(act(5, 9)), Conflict::AccountBusy),
        (Write::InsertAct(act(9, 5)), Conflict::Act),
        (
            Write::UpdateAct(act(5, 5).moved(waiting(NOW))),
            Conflict::Act,
        ),
        (move_queue(None, at(9)), Conflict::Queue),
        (move_queue(Some(NOW), at(9)), Conflict::Queue),
        (Write::InsertMail(mail(1, 9)), Conflict::Mail),
        (Write::InsertContact(contact(1, 9, 0)), Conflict::Contact),
        (
            Write::InsertCase(case(5, 9, CloudService::Mail, 0)),
            Conflict::CaseExists,
        ),
        (
            Write::InsertCase(case(9, 5, CloudService::Mail, 0)),
            Conflict::Case,
        ),
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

pub(crate) async fn an_act_comes_with_all_that_tells_it_or_not_at_all(bed: &impl Bed) {
    const ITS_TABLES: [&str; 5] = ["queue", "act", "entry", "mail", "audit"];
    let store = &*bed.store();
    given(store, [Write::InsertProof(proof(1)), use_proof(1, 8, NOW)]).await;
    let mut spoilt = asked(1, 1, None, at(1));
    spoilt.push(use_proof(1, 1, NOW));
    assert_eq!(store.commit(Change(spoilt)).await, refused(Conflict::Proof));
    for table in ITS_TABLES {
        assert_eq!(bed.rows(table).await, 0, "{table}");
    }
    let whole = Change(asked(1, 1, None, at(1)));
    assert_eq!(store.commit(whole).await, Ok(()));
    let busy = Change(asked(2, 1, Some(at(1)), at(2)));
    assert_eq!(store.commit(busy).await, refused(Conflict::AccountBusy));
    for table in ITS_TABLES {
        assert_eq!(bed.rows(table).await, 1, "{table}");
    }
    let place = store.queue_end(Queue::Acts).await;
    assert_eq!(place, Ok(Some(at(1))), "a refused act takes no place");
    assert_eq!(store.broken_audit_row().await, Ok(None));
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
