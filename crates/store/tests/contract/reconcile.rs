//! What was ordered from the directory, and which entries of its log were dealt with.

use ident_core::change::{Conflict, Write};
use ident_core::id::AttemptId;
use ident_core::reconcile::{Aim, Attempt, Known, Order, Sent, Standing};
use ident_core::time::Span;

use super::Bed;
use super::sample::{NOW, account, commit, given, refused};
use super::sweep::before;

fn attempt(serial: u8, minutes: u32) -> Attempt {
    let begun_at = NOW + Span::minutes(minutes);
    let id = AttemptId::from_random([serial; 16]);
    Attempt::begin(id, account(u32::from(serial)), (Aim::Pass, None), begun_at)
}

fn done(attempt: Attempt) -> Attempt {
    let sent = Sent {
        order: Order::CreatePass,
        request: Some(attempt.request(0)),
        known: Known::Done,
        traced: false,
    };
    attempt.ended(vec![sent], NOW)
}

pub(crate) async fn r70_an_attempt_moves_on_from_its_stored_version_only(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertAttempt(attempt(1, 0))]).await;
    let again = commit(store, [Write::InsertAttempt(attempt(1, 0))]).await;
    assert_eq!(again, refused(Conflict::Attempt));
    let next = done(attempt(1, 0));
    given(store, [Write::UpdateAttempt(next.clone())]).await;
    let stale = commit(store, [Write::UpdateAttempt(next.clone())]).await;
    assert_eq!(stale, refused(Conflict::Attempt));
    assert_eq!(store.attempts(&account(1), NOW).await, Ok(vec![next]));
}

pub(crate) async fn r70_attempts_are_found_by_account_and_while_they_wait(bed: &impl Bed) {
    let store = &*bed.store();
    let whole = Attempt {
        version: 2,
        standing: Standing::Whole,
        ..attempt(3, 0)
    };
    for one in [attempt(2, 5), attempt(1, 1), attempt(3, 0)] {
        given(store, [Write::InsertAttempt(one)]).await;
    }
    given(store, [Write::UpdateAttempt(whole.clone())]).await;
    let far = NOW + Span::minutes(60);
    let waiting = store.waiting_attempts(far, 10).await;
    assert_eq!(
        waiting,
        Ok(vec![attempt(1, 1), attempt(2, 5)]),
        "oldest first"
    );
    let first = store.waiting_attempts(far, 1).await;
    assert_eq!(first, Ok(vec![attempt(1, 1)]));
    let early = store.waiting_attempts(NOW + Span::minutes(5), 10).await;
    assert_eq!(early, Ok(vec![attempt(1, 1)]), "begun before, not at");
    assert_eq!(store.attempts(&account(3), NOW).await, Ok(vec![whole]));
    let since = NOW + Span::minutes(6);
    assert_eq!(store.attempts(&account(2), since).await, Ok(vec![]));
}

pub(crate) async fn r70_an_entry_of_the_directorys_log_is_dealt_with_once(bed: &impl Bed) {
    let store = &*bed.store();
    let note = |byte| Write::NoteTrace {
        trace: [byte; 32],
        at: NOW,
    };
    given(store, [note(1)]).await;
    assert_eq!(store.knows_trace([1; 32]).await, Ok(true));
    assert_eq!(store.knows_trace([2; 32]).await, Ok(false));
    let twice = commit(store, [note(2), note(1)]).await;
    assert_eq!(twice, refused(Conflict::Trace));
    assert_eq!(
        store.knows_trace([2; 32]).await,
        Ok(false),
        "all or nothing"
    );
}

pub(crate) async fn r70_attempts_and_entries_go_when_they_are_old(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertAttempt(attempt(1, 0))]).await;
    given(store, [Write::InsertAttempt(attempt(2, 9))]).await;
    for (byte, minutes) in [(1, 0), (2, 9)] {
        let at = NOW + Span::minutes(minutes);
        let trace = [byte; 32];
        given(store, [Write::NoteTrace { trace, at }]).await;
    }
    assert_eq!(store.sweep(before(NOW + Span::minutes(5))).await, Ok(2));
    assert_eq!((bed.rows("attempt").await, bed.rows("trace").await), (1, 1));
    assert_eq!(store.knows_trace([2; 32]).await, Ok(true));
}
