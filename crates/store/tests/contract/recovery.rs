//! Guards of acts, their queue, histories, notice addresses, mails and applications, both ways.

use ident_core::act::{Act, ActStage};
use ident_core::change::{Conflict, Queue, Write};
use ident_core::contact::Contact;
use ident_core::salvage::{Case, CaseState, CloudService};

use super::Bed;
use super::recovery_sample::{
    act, at, case, closed, contact, decided, done, entry, mail, move_queue, number, receipt, sent,
    waiting,
};
use super::sample::{NOW, account, commit, given, refused};

pub(crate) async fn r73_an_account_has_one_open_act(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertAct(act(1, 1))]).await;
    let second = || [Write::InsertAct(act(2, 1))];
    let mut first = act(1, 1);
    for stage in [
        ActStage::Working { since: NOW },
        ActStage::Unknown {
            since: NOW,
            again_at: at(60),
        },
        waiting(at(60)),
    ] {
        assert_eq!(
            commit(store, second()).await,
            refused(Conflict::AccountBusy)
        );
        first = first.moved(stage);
        given(store, [Write::UpdateAct(first.clone())]).await;
    }
    assert_eq!(
        commit(store, [Write::InsertAct(act(3, 3))]).await,
        Ok(()),
        "another account is free"
    );
    let ended = first.moved(done(at(1)));
    given(store, [Write::UpdateAct(ended.clone())]).await;
    assert_eq!(store.open_act(&account(1)).await, Ok(None));
    assert_eq!(commit(store, second()).await, Ok(()), "free again");
    let reopened = ended.moved(waiting(NOW));
    assert_eq!(
        commit(store, [Write::UpdateAct(reopened)]).await,
        refused(Conflict::Act),
        "an update cannot make a second one"
    );
    assert_eq!(store.open_act(&account(1)).await, Ok(Some(act(2, 1))));
}

pub(crate) async fn r66_an_act_moves_on_from_its_stored_version_only(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertAct(act(1, 1))]).await;
    let other_account = commit(store, [Write::InsertAct(act(1, 2))]).await;
    assert_eq!(other_account, refused(Conflict::Act), "the id is taken");
    let working = act(1, 1).moved(ActStage::Working { since: NOW });
    let ended = working.clone().moved(closed(at(2)));
    let too_early = commit(store, [Write::UpdateAct(ended.clone())]).await;
    assert_eq!(too_early, refused(Conflict::Act));
    let update = |act: &Act| [Write::UpdateAct(act.clone())];
    assert_eq!(commit(store, update(&working)).await, Ok(()));
    assert_eq!(
        commit(store, update(&working)).await,
        refused(Conflict::Act),
        "one process performs it"
    );
    assert_eq!(commit(store, update(&ended)).await, Ok(()));
    assert_eq!(store.act(ended.id).await, Ok(Some(ended)));
    let absent = act(2, 2).moved(waiting(NOW));
    assert_eq!(commit(store, update(&absent)).await, refused(Conflict::Act));
}

pub(crate) async fn f29_a_queue_moves_from_where_it_was_seen_only(bed: &impl Bed) {
    let store = &*bed.store();
    assert_eq!(store.queue_end(Queue::Acts).await, Ok(None));
    let early = commit(store, [move_queue(Some(at(1)), at(2))]).await;
    assert_eq!(early, refused(Conflict::Queue), "there is no queue yet");
    assert_eq!(commit(store, [move_queue(None, at(1))]).await, Ok(()));
    for seen in [None, Some(at(2)), Some(NOW)] {
        let late = commit(store, [move_queue(seen, at(3))]).await;
        assert_eq!(late, refused(Conflict::Queue));
        assert_eq!(store.queue_end(Queue::Acts).await, Ok(Some(at(1))));
    }
    assert_eq!(
        commit(store, [move_queue(Some(at(1)), at(3))]).await,
        Ok(())
    );
    assert_eq!(store.queue_end(Queue::Acts).await, Ok(Some(at(3))));
}

pub(crate) async fn an_entry_is_appended_once(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertEntry(entry(1, 1, 0))]).await;
    let again = commit(store, [Write::InsertEntry(entry(1, 2, 5))]).await;
    assert_eq!(again, refused(Conflict::Act));
    assert_eq!(
        store.entry(entry(1, 1, 0).id).await,
        Ok(Some(entry(1, 1, 0)))
    );
    assert_eq!(bed.rows("entry").await, 1);
}

pub(crate) async fn a_notice_address_moves_on_from_its_stored_version_only(bed: &impl Bed) {
    let store = &*bed.store();
    let stored = contact(1, 1, 0);
    given(store, [Write::InsertContact(stored.clone())]).await;
    let twin = commit(store, [Write::InsertContact(contact(1, 2, 0))]).await;
    assert_eq!(twin, refused(Conflict::Contact));
    let removed = Contact {
        version: 1,
        removed_at: Some(at(9)),
        ..stored
    };
    let update = || [Write::UpdateContact(removed.clone())];
    assert_eq!(commit(store, update()).await, Ok(()));
    assert_eq!(commit(store, update()).await, refused(Conflict::Contact));
    let absent = Contact {
        version: 1,
        ..contact(2, 1, 0)
    };
    let absent = commit(store, [Write::UpdateContact(absent)]).await;
    assert_eq!(absent, refused(Conflict::Contact));
    assert_eq!(store.contacts(&account(1)).await, Ok(vec![removed]));
}

pub(crate) async fn a_mail_is_taken_by_one_sender(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertMail(mail(1, 0))]).await;
    let twin = commit(store, [Write::InsertMail(mail(1, 5))]).await;
    assert_eq!(twin, refused(Conflict::Mail));
    let taken = || [Write::UpdateMail(sent(&mail(1, 0)))];
    assert_eq!(commit(store, taken()).await, Ok(()));
    assert_eq!(commit(store, taken()).await, refused(Conflict::Mail));
    let absent = commit(store, [Write::UpdateMail(sent(&mail(2, 0)))]).await;
    assert_eq!(absent, refused(Conflict::Mail));
}

pub(crate) async fn an_account_applies_once_for_each_service(bed: &impl Bed) {
    let store = &*bed.store();
    let first = case(1, 1, CloudService::Mail, 0);
    let insert = |case: Case| [Write::InsertCase(case)];
    given(store, insert(first.clone())).await;
    let again = commit(store, insert(case(2, 1, CloudService::Mail, 9))).await;
    assert_eq!(again, refused(Conflict::CaseExists));
    let same_receipt = Case {
        receipt: receipt(1),
        ..case(3, 3, CloudService::Mail, 0)
    };
    for twin in [case(1, 2, CloudService::Mail, 0), same_receipt] {
        assert_eq!(commit(store, insert(twin)).await, refused(Conflict::Case));
    }
    let other = commit(store, insert(case(2, 1, CloudService::OneDrive, 0))).await;
    assert_eq!(other, Ok(()));
    let ended = decided(
        &first,
        CaseState::Ended {
            at: at(3),
            used: true,
        },
    );
    given(store, [Write::UpdateCase(ended.clone())]).await;
    let late = commit(store, [Write::UpdateCase(ended)]).await;
    assert_eq!(late, refused(Conflict::Case), "two clerks, one decision");
    let after_the_end = commit(store, insert(case(5, 1, CloudService::Mail, 9))).await;
    assert_eq!(after_the_end, refused(Conflict::CaseExists));
}

pub(crate) async fn an_application_that_gave_nothing_does_not_keep_its_service(bed: &impl Bed) {
    let store = &*bed.store();
    let insert = |case: Case| [Write::InsertCase(case)];
    let declined = CaseState::Declined {
        by: number(),
        at: at(1),
        note: None,
    };
    let unused = CaseState::Ended {
        at: at(1),
        used: false,
    };
    let mut known = Vec::new();
    for (id, state) in [(1, declined), (2, unused)] {
        let applied = case(id, 1, CloudService::Mail, id);
        given(store, insert(applied.clone())).await;
        let twin = commit(store, insert(case(9, 1, CloudService::Mail, 9))).await;
        assert_eq!(twin, refused(Conflict::CaseExists), "one at a time");
        let over = decided(&applied, state);
        given(store, [Write::UpdateCase(over.clone())]).await;
        known.push(over);
    }
    let last = case(3, 1, CloudService::Mail, 3);
    given(store, insert(last.clone())).await;
    known.push(last);
    assert_eq!(store.cases_of_account(&account(1)).await, Ok(known));
}
