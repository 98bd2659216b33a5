//! Reading back.

use ident_core::change::Write;
use ident_core::id::{ActId, FlowId, ProofId, VisitId};
use ident_core::identity::PersonKey;
use ident_core::link::Link;
use ident_core::proof::Proof;
use ident_core::refusal::Refusal;

use super::Bed;
use super::sample::{
    NOW, account, commit, flow, given, hash, id, link, offered, person, proof, visit,
};

pub(crate) async fn what_is_stored_is_read_back_as_it_was(bed: &impl Bed) {
    let store = &*bed.store();
    let used = Proof {
        used_by: Some(ActId::from_random(id(3))),
        ..proof(1)
    };
    let touched = Link {
        last_used_at: Some(NOW),
        version: 4,
        ..link(1, 1, 1)
    };
    given(
        store,
        [
            Write::InsertVisit(visit(1)),
            Write::InsertFlow(flow(1)),
            Write::InsertFlow(offered(2)),
            Write::InsertProof(used.clone()),
            Write::InsertLink(touched.clone()),
        ],
    )
    .await;
    assert_eq!(store.visit(visit(1).id).await, Ok(Some(visit(1))));
    assert_eq!(store.visit_by_token(&hash(1)).await, Ok(Some(visit(1))));
    assert_eq!(store.flow(flow(1).id).await, Ok(Some(flow(1))));
    assert_eq!(store.flow_by_state(&hash(1)).await, Ok(Some(flow(1))));
    assert_eq!(store.flow_by_offer(&hash(2)).await, Ok(Some(offered(2))));
    assert_eq!(store.proof(used.id).await, Ok(Some(used)));
    assert_eq!(
        store.link_of_person(&[person(1)]).await,
        Ok(Some(touched.clone()))
    );
    assert_eq!(store.link_of_account(&account(1)).await, Ok(Some(touched)));
}

pub(crate) async fn what_does_not_exist_is_not_found(bed: &impl Bed) {
    let store = &*bed.store();
    given(
        store,
        [Write::InsertVisit(visit(1)), Write::InsertFlow(flow(1))],
    )
    .await;
    assert_eq!(store.visit(VisitId::from_random(id(2))).await, Ok(None));
    assert_eq!(store.visit_by_token(&hash(2)).await, Ok(None));
    assert_eq!(store.flow(FlowId::from_random(id(2))).await, Ok(None));
    assert_eq!(store.flow_by_state(&hash(2)).await, Ok(None));
    assert_eq!(
        store.flow_by_offer(&hash(1)).await,
        Ok(None),
        "a state is no offer"
    );
    assert_eq!(store.proof(ProofId::from_random(id(1))).await, Ok(None));
    assert_eq!(store.link_of_person(&[person(1)]).await, Ok(None));
    assert_eq!(store.link_of_person(&[]).await, Ok(None));
    assert_eq!(store.link_of_account(&account(1)).await, Ok(None));
}

pub(crate) async fn a_person_is_found_under_any_key_in_rotation(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertLink(link(1, 1, 1))]).await;
    let newer = PersonKey {
        key: 2,
        ..person(1)
    };
    assert_eq!(
        store.link_of_person(&[newer]).await,
        Ok(None),
        "the key's number counts"
    );
    let found = store.link_of_person(&[newer, person(1)]).await;
    assert_eq!(found, Ok(Some(link(1, 1, 1))));
}

pub(crate) async fn f16_the_last_state_and_offer_stay_known_after_their_stage(bed: &impl Bed) {
    let store = &*bed.store();
    given(
        store,
        [Write::InsertFlow(flow(1)), Write::InsertFlow(offered(2))],
    )
    .await;
    for (flow, state) in [(flow(1), true), (offered(2), false)] {
        let closed = flow
            .close(Refusal::FlowCancelled, "AB12", NOW)
            .expect("an open flow");
        assert_eq!(
            commit(store, [Write::UpdateFlow(closed.clone())]).await,
            Ok(())
        );
        let found = if state {
            store.flow_by_state(&hash(1)).await
        } else {
            store.flow_by_offer(&hash(2)).await
        };
        assert_eq!(found, Ok(Some(closed)));
    }
}
