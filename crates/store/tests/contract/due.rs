//! What is asked for by time, by account or by an office, and in which order it comes.

use ident_core::act::{Act, ActStage};
use ident_core::change::Write;
use ident_core::contact::Contact;
use ident_core::id::{ActId, EntryId};
use ident_core::mail::Mail;
use ident_core::salvage::{CaseState, CloudService};

use super::Bed;
use super::recovery_sample::{
    act, at, case, closed, contact, decided, done, entry, mail, receipt, sent, waiting,
};
use super::sample::{NOW, account, given, id};

pub(crate) async fn f29_only_those_who_wait_are_counted(bed: &impl Bed) {
    let store = &*bed.store();
    for (number, stage) in [
        (1, waiting(at(10))),
        (2, waiting(at(20))),
        (3, waiting(at(30))),
        (4, ActStage::Working { since: NOW }),
        (5, done(NOW)),
        (6, closed(NOW)),
    ] {
        let act = Act {
            stage,
            ..act(number, number)
        };
        given(store, [Write::InsertAct(act)]).await;
    }
    for (seconds, before) in [(10, 0), (11, 1), (30, 2), (31, 3)] {
        assert_eq!(store.acts_before(at(seconds)).await, Ok(before));
    }
    let first = Act {
        stage: waiting(at(10)),
        ..act(1, 1)
    };
    let working = first.moved(ActStage::Working { since: at(10) });
    given(store, [Write::UpdateAct(working.clone())]).await;
    assert_eq!(store.acts_before(at(31)).await, Ok(2), "it waits no more");
    let again = working.moved(waiting(at(40)));
    given(store, [Write::UpdateAct(again)]).await;
    assert_eq!(store.acts_before(at(31)).await, Ok(2));
    assert_eq!(store.acts_before(at(41)).await, Ok(3), "it waits again");
}

pub(crate) async fn acts_left_lying_are_found_oldest_deadline_first(bed: &impl Bed) {
    let store = &*bed.store();
    let with = |number, deadline, stage| Act {
        deadline: at(deadline),
        stage,
        ..act(number, number)
    };
    let abandoned = with(1, 900, ActStage::Working { since: at(10) });
    let late = with(2, 100, waiting(NOW));
    let later = with(
        3,
        200,
        ActStage::Unknown {
            since: NOW,
            again_at: at(1),
        },
    );
    let running = with(4, 900, ActStage::Working { since: at(50) });
    let in_time = with(5, 900, waiting(NOW));
    let (ended, failed) = (with(6, 1, done(NOW)), with(7, 1, closed(NOW)));
    for act in [
        &abandoned, &late, &later, &running, &in_time, &ended, &failed,
    ] {
        given(store, [Write::InsertAct(act.clone())]).await;
    }
    let stale = store.stale_acts(at(200), at(50), 10).await;
    assert_eq!(stale, Ok(vec![late.clone(), later, abandoned]));
    assert_eq!(
        store.stale_acts(at(200), at(50), 1).await,
        Ok(vec![late.clone()])
    );
    assert_eq!(store.stale_acts(at(99), at(10), 10).await, Ok(vec![]));
    let ended = late.clone().moved(closed(at(201)));
    given(store, [Write::UpdateAct(ended)]).await;
    let left = store.stale_acts(at(199), at(10), 10).await;
    assert_eq!(left, Ok(vec![]), "what has ended is not looked at");
}

pub(crate) async fn a_history_is_told_newest_first(bed: &impl Bed) {
    let store = &*bed.store();
    // The last two happen in the same millisecond; the one written later comes first.
    for (number, which, seconds) in [(3, 1, 5), (1, 1, 1), (4, 2, 2), (9, 1, 7), (2, 1, 7)] {
        given(store, [Write::InsertEntry(entry(number, which, seconds))]).await;
    }
    let all = [
        entry(2, 1, 7),
        entry(9, 1, 7),
        entry(3, 1, 5),
        entry(1, 1, 1),
    ];
    assert_eq!(store.entries(&account(1), 9).await, Ok(all.to_vec()));
    assert_eq!(store.entries(&account(1), 3).await, Ok(all[..3].to_vec()));
    assert_eq!(store.entries(&account(3), 9).await, Ok(vec![]));
    let other = entry(4, 2, 2);
    assert_eq!(store.entry(other.id).await, Ok(Some(other)));
}

pub(crate) async fn n05_removed_addresses_are_listed_too(bed: &impl Bed) {
    let store = &*bed.store();
    let removed = Contact {
        removed_at: Some(at(9)),
        ..contact(3, 1, 1)
    };
    for contact in [contact(1, 1, 5), removed.clone(), contact(2, 2, 0)] {
        given(store, [Write::InsertContact(contact)]).await;
    }
    let listed = store.contacts(&account(1)).await;
    assert_eq!(listed, Ok(vec![removed, contact(1, 1, 5)]));
    assert_eq!(store.contacts(&account(3)).await, Ok(vec![]));
}

pub(crate) async fn f27_mails_come_when_they_are_due_until_they_have_ended(bed: &impl Bed) {
    let store = &*bed.store();
    assert_eq!(store.next_mail_due().await, Ok(None));
    for mail in [mail(1, 30), mail(2, 10), mail(3, 20), sent(&mail(4, 1))] {
        given(store, [Write::InsertMail(mail)]).await;
    }
    assert_eq!(store.next_mail_due().await, Ok(Some(at(10))));
    assert_eq!(store.mails_due(at(9), 9).await, Ok(vec![]));
    let due = store.mails_due(at(20), 9).await;
    assert_eq!(due, Ok(vec![mail(2, 10), mail(3, 20)]));
    assert_eq!(store.mails_due(at(99), 1).await, Ok(vec![mail(2, 10)]));
    let postponed = Mail {
        version: 1,
        due_at: at(50),
        tries: 1,
        ..mail(2, 10)
    };
    given(
        store,
        [
            Write::UpdateMail(postponed.clone()),
            Write::UpdateMail(sent(&mail(3, 20))),
        ],
    )
    .await;
    assert_eq!(store.next_mail_due().await, Ok(Some(at(30))));
    let due = store.mails_due(at(50), 9).await;
    assert_eq!(due, Ok(vec![mail(1, 30), postponed]));
}

pub(crate) async fn applications_are_found_by_receipt_by_account_and_while_open(bed: &impl Bed) {
    let store = &*bed.store();
    let young = case(1, 1, CloudService::Mail, 9);
    let old = case(2, 1, CloudService::OneDrive, 1);
    let other = case(3, 2, CloudService::Mail, 5);
    for case in [&young, &old, &other] {
        given(store, [Write::InsertCase(case.clone())]).await;
    }
    assert_eq!(
        store.case_by_receipt(&receipt(2)).await,
        Ok(Some(old.clone()))
    );
    assert_eq!(store.case_by_receipt(&receipt(4)).await, Ok(None));
    let of_account = store.cases_of_account(&account(1)).await;
    assert_eq!(of_account, Ok(vec![old.clone(), young.clone()]));
    let open = store.open_cases(9).await;
    assert_eq!(open, Ok(vec![old.clone(), other.clone(), young.clone()]));
    assert_eq!(store.open_cases(1).await, Ok(vec![old.clone()]));
    let ended = decided(
        &old,
        CaseState::Ended {
            at: at(20),
            used: true,
        },
    );
    let declined = decided(
        &other,
        CaseState::Declined {
            by: other.number.clone(),
            at: at(20),
            note: None,
        },
    );
    for case in [&ended, &declined] {
        given(store, [Write::UpdateCase(case.clone())]).await;
    }
    assert_eq!(store.open_cases(9).await, Ok(vec![young.clone()]));
    let of_account = store.cases_of_account(&account(1)).await;
    assert_eq!(of_account, Ok(vec![ended, young]), "ended ones stay known");
}

pub(crate) async fn an_act_is_found_by_its_id_and_by_its_account_while_open(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertAct(act(1, 1))]).await;
    assert_eq!(store.act(act(1, 1).id).await, Ok(Some(act(1, 1))));
    assert_eq!(store.open_act(&account(1)).await, Ok(Some(act(1, 1))));
    assert_eq!(store.open_act(&account(2)).await, Ok(None));
    assert_eq!(store.act(ActId::from_random(id(2))).await, Ok(None));
    assert_eq!(store.entry(EntryId::from_random(id(2))).await, Ok(None));
}
