//! Kiosks, their codes, and the visits begun at them.

use ident_core::change::{Change, Conflict, Write};
use ident_core::id::{KioskId, VisitId};
use ident_core::kiosk::{Kiosk, KioskKey, PaperState, Pulse, ReaderState};
use ident_core::time::Span;
use ident_core::visit::{Channel, Visit};

use super::Bed;
use super::recovery_sample::at;
use super::sample::{NOW, commit, event, given, hash, id, refused};
use super::sweep::before;

fn kiosk(number: u32) -> Kiosk {
    let names = (format!("{number}号機"), "本郷".to_owned());
    let id = KioskId::from_random(id(number));
    Kiosk::invited(id, names, hash(number), Span::minutes(10), at(number))
}

fn enrolled(kiosk: Kiosk) -> Kiosk {
    let key = KioskKey {
        x: [1; 32],
        y: [2; 32],
    };
    kiosk.enrol(key, at(60)).expect("in time")
}

fn visit_at(number: u32, kiosk: u32) -> Visit {
    let id = VisitId::from_random(id(number));
    Visit {
        kiosk: Some(KioskId::from_random(super::sample::id(kiosk))),
        ..Visit::begin(id, hash(number), Channel::App, NOW)
    }
}

pub(crate) async fn r50_a_kiosk_is_found_by_its_code_until_it_is_enrolled(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertKiosk(kiosk(1))]).await;
    assert_eq!(store.kiosk(kiosk(1).id).await, Ok(Some(kiosk(1))));
    let by_code = store.kiosk_by_code(&hash(1)).await;
    assert_eq!(by_code, Ok(Some(kiosk(1))));
    let next = enrolled(kiosk(1));
    given(store, [Write::UpdateKiosk(next.clone())]).await;
    assert_eq!(store.kiosk_by_code(&hash(1)).await, Ok(None));
    assert_eq!(store.kiosk(next.id).await, Ok(Some(next)));
}

pub(crate) async fn r50_of_two_who_type_one_code_one_is_enrolled(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertKiosk(kiosk(1))]).await;
    let twice = || [Write::UpdateKiosk(enrolled(kiosk(1)))];
    assert_eq!(commit(store, twice()).await, Ok(()));
    assert_eq!(commit(store, twice()).await, refused(Conflict::Kiosk));
}

pub(crate) async fn two_kiosks_cannot_share_an_id_or_a_code(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertKiosk(kiosk(1))]).await;
    let same_code = Kiosk {
        id: KioskId::from_random(id(2)),
        ..kiosk(1)
    };
    for twin in [kiosk(1), same_code] {
        let twin = commit(store, [Write::InsertKiosk(twin)]).await;
        assert_eq!(twin, refused(Conflict::Kiosk));
    }
}

pub(crate) async fn k08_a_heartbeat_that_comes_with_the_end_does_not_undo_it(bed: &impl Bed) {
    let store = &*bed.store();
    let living = enrolled(kiosk(1));
    given(store, [Write::InsertKiosk(kiosk(1))]).await;
    given(store, [Write::UpdateKiosk(living.clone())]).await;
    let revoked = living.clone().revoke(at(70)).expect("revoked");
    given(store, [Write::UpdateKiosk(revoked.clone())]).await;
    let pulse = Pulse::new("1", ReaderState::Ready, PaperState::Absent, at(70));
    let heard = living.heard(pulse).expect("as it was read");
    let late = commit(store, [Write::UpdateKiosk(heard)]).await;
    assert_eq!(late, refused(Conflict::Kiosk));
    assert_eq!(store.kiosk(revoked.id).await, Ok(Some(revoked)));
}

pub(crate) async fn kiosks_are_listed_newest_first(bed: &impl Bed) {
    let store = &*bed.store();
    let writes = [1, 3, 2].map(|number| Write::InsertKiosk(kiosk(number)));
    store.commit(Change(writes.into())).await.expect("kiosks");
    let listed = store.kiosks(2).await;
    assert_eq!(listed, Ok(vec![kiosk(3), kiosk(2)]));
}

pub(crate) async fn k08_the_visits_of_a_kiosk_are_found_and_no_others(bed: &impl Bed) {
    let store = &*bed.store();
    let elsewhere = Visit {
        kiosk: None,
        ..visit_at(3, 1)
    };
    for visit in [visit_at(1, 1), visit_at(2, 2), elsewhere] {
        given(store, [Write::InsertVisit(visit)]).await;
    }
    let moved = visit_at(1, 1).touched(at(5));
    given(store, [Write::UpdateVisit(moved.clone())]).await;
    let id = KioskId::from_random(id(1));
    let found = store.visits_of_kiosk(id).await;
    assert_eq!(found, Ok(vec![moved.clone()]));
    given(store, [Write::DeleteVisit(moved.id)]).await;
    assert_eq!(store.visits_of_kiosk(id).await, Ok(vec![]));
}

pub(crate) async fn a_kiosk_goes_only_after_its_end(bed: &impl Bed) {
    let store = &*bed.store();
    let stopped = enrolled(kiosk(2)).revoke(at(90)).expect("revoked");
    let writes = [
        Write::InsertKiosk(kiosk(1)),
        Write::UpdateKiosk(enrolled(kiosk(1))),
        Write::InsertKiosk(stopped.clone()),
        Write::InsertKiosk(kiosk(3)),
    ];
    store.commit(Change(writes.into())).await.expect("kiosks");
    assert_eq!(store.sweep(before(at(90))).await, Ok(0));
    assert_eq!(store.sweep(before(at(91))).await, Ok(1), "the stopped one");
    assert_eq!(store.kiosk(stopped.id).await, Ok(None));
    let far = at(60 * 60 * 24 * 365);
    assert_eq!(store.sweep(before(far)).await, Ok(1), "the unused code");
    let left = store.kiosks(9).await;
    assert_eq!(left, Ok(vec![enrolled(kiosk(1))]));
}

pub(crate) async fn an_audit_row_names_its_kiosk_and_cannot_lose_it(bed: &impl Bed) {
    let store = &*bed.store();
    let mut row = event(2);
    row.kiosk = Some(KioskId::from_random(id(1)));
    given(store, [Write::Audit(event(1))]).await;
    given(store, [Write::Audit(row)]).await;
    given(store, [Write::Audit(event(3))]).await;
    assert_eq!(store.broken_audit_row().await, Ok(None));
    bed.unlock_audit().await;
    bed.tamper("UPDATE audit SET kiosk = NULL WHERE sequence = 2")
        .await;
    assert_eq!(store.broken_audit_row().await, Ok(Some(2)));
}
