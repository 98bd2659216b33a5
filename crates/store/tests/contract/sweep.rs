//! Removing what is too old.

use ident_core::act::{Act, ActStage};
use ident_core::change::{Change, Write};
use ident_core::contact::Contact;
use ident_core::flow::Flow;
use ident_core::id::FlowId;
use ident_core::port::Retention;
use ident_core::salvage::{CaseState, CloudService};
use ident_core::time::{Span, Timestamp};
use ident_core::visit::Visit;

use super::Bed;
use super::recovery_sample::{
    act, at, case, closed, contact, decided, entry, mail, receipt, sent, waiting,
};
use super::sample::{
    NOW, account, commit, event, flow, given, id, link, proof, start_by, use_proof, visit,
};

/// Everything of before `at`.
pub(crate) const fn before(at: Timestamp) -> Retention {
    Retention {
        visits: at,
        flows: at,
        counts: at,
        acts: at,
        entries: at,
        mails: at,
        contacts: at,
        cases: at,
        kiosks: at,
        attempts: at,
    }
}

pub(crate) async fn only_what_is_too_old_goes(bed: &impl Bed) {
    let store = &*bed.store();
    let young = Visit {
        seen_at: NOW + Span::minutes(2),
        ..visit(2)
    };
    let ended = Flow {
        deadline: NOW,
        ..flow(1)
    };
    let running = Flow {
        deadline: NOW + Span::minutes(1),
        ..flow(2)
    };
    given(
        store,
        [
            Write::InsertVisit(visit(1)),
            Write::InsertVisit(young.clone()),
        ],
    )
    .await;
    given(
        store,
        [Write::InsertFlow(ended), Write::InsertFlow(running.clone())],
    )
    .await;
    given(
        store,
        [Write::InsertProof(proof(1)), Write::InsertProof(proof(2))],
    )
    .await;
    given(
        store,
        [Write::InsertLink(link(1, 1, 1)), Write::Audit(event(1))],
    )
    .await;

    assert_eq!(
        store.sweep(before(NOW)).await,
        Ok(0),
        "nothing is older than its own instant"
    );
    let visit_flow_and_proof = 3;
    let at = NOW + Span::minutes(1);
    assert_eq!(store.sweep(before(at)).await, Ok(visit_flow_and_proof));
    assert_eq!(store.visit(visit(1).id).await, Ok(None));
    assert_eq!(store.visit(young.id).await, Ok(Some(young)));
    assert_eq!(store.flow(flow(1).id).await, Ok(None));
    assert_eq!(store.flow(running.id).await, Ok(Some(running)));
    assert_eq!(store.proof(proof(1).id).await, Ok(None));
    assert_eq!(store.proof(proof(2).id).await, Ok(Some(proof(2))));
    assert_eq!(
        (bed.rows("link").await, bed.rows("audit").await),
        (1, 1),
        "these are kept"
    );
    let gone = commit(store, [use_proof(1, 1, NOW)]).await;
    assert!(gone.is_err(), "a proof that was swept serves nothing");
}

/// Of each kind one that has ended and one that has not, all of the same age.
pub(crate) async fn what_is_open_stays_however_old(bed: &impl Bed) {
    let store = &*bed.store();
    let working = Act {
        stage: ActStage::Working { since: NOW },
        ..act(1, 1)
    };
    let ended = Act {
        stage: closed(NOW),
        ..act(2, 2)
    };
    let removed = Contact {
        removed_at: Some(NOW),
        ..contact(2, 1, 0)
    };
    let open = case(1, 1, CloudService::Mail, 0);
    let state = CaseState::Ended {
        at: NOW,
        used: true,
    };
    let over = decided(&case(2, 1, CloudService::OneDrive, 0), state);
    let writes = vec![
        Write::InsertAct(working.clone()),
        Write::InsertAct(ended),
        Write::InsertContact(contact(1, 1, 0)),
        Write::InsertContact(removed),
        Write::InsertMail(mail(1, 0)),
        Write::InsertMail(sent(&mail(2, 0))),
        Write::InsertCase(open.clone()),
        Write::InsertCase(over),
        Write::InsertEntry(entry(1, 1, 0)),
        Write::InsertEntry(entry(2, 1, 90)),
    ];
    store.commit(Change(writes)).await.expect("the records");
    assert_eq!(store.sweep(before(NOW)).await, Ok(0), "none is too old yet");
    let removed = store.sweep(before(at(60))).await;
    assert_eq!(removed, Ok(5), "one of each kind");
    assert_eq!(store.act(working.id).await, Ok(Some(working.clone())));
    assert_eq!(store.act(act(2, 2).id).await, Ok(None));
    let contacts = store.contacts(&account(1)).await;
    assert_eq!(contacts, Ok(vec![contact(1, 1, 0)]));
    assert_eq!(store.mails_due(at(99), 9).await, Ok(vec![mail(1, 0)]));
    assert_eq!(store.open_cases(9).await, Ok(vec![open]));
    assert_eq!(store.case_by_receipt(&receipt(2)).await, Ok(None));
    let entries = store.entries(&account(1), 9).await;
    assert_eq!(entries, Ok(vec![entry(2, 1, 90)]));
    let moved = working.moved(waiting(at(99)));
    given(store, [Write::UpdateAct(moved)]).await;
}

pub(crate) async fn more_than_one_batch_goes(bed: &impl Bed) {
    const COUNT: u32 = 700;
    let store = &*bed.store();
    let mut change = Change::new();
    for number in 0..COUNT {
        // Every third stays, so that the old ones do not lie together.
        let deadline = if number % 3 == 0 {
            NOW + Span::minutes(9)
        } else {
            NOW
        };
        change = change
            .with(Write::InsertFlow(Flow {
                deadline,
                ..flow(number)
            }))
            .with(Write::Count(start_by(number, Timestamp::from_seconds(60))));
    }
    store.commit(change).await.expect("many records");
    let old_flows = u64::from(COUNT - COUNT.div_ceil(3));
    let removed = store.sweep(before(NOW + Span::minutes(1))).await;
    assert_eq!(removed, Ok(old_flows + u64::from(COUNT)));
    assert_eq!(bed.rows("flow").await, i64::from(COUNT.div_ceil(3)));
    let kept = store.flow(FlowId::from_random(id(699))).await;
    assert!(kept.is_ok_and(|flow| flow.is_some()));
}

pub(crate) async fn what_was_counted_goes_with_its_window(bed: &impl Bed) {
    let store = &*bed.store();
    let minute = |minute: i64| Timestamp::from_seconds(minute * 60);
    given(
        store,
        [
            Write::Count(start_by(1, minute(1))),
            Write::Count(start_by(2, minute(1))),
        ],
    )
    .await;
    given(store, [Write::Count(start_by(1, minute(2)))]).await;
    assert_eq!(store.sweep(before(minute(2))).await, Ok(2));
    assert_eq!(bed.rows("tally").await, 1);
}
