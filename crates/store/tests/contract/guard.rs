//! Guards of visits and flows, both ways.

use ident_core::change::{Change, Conflict, Write};
use ident_core::flow::Flow;
use ident_core::visit::Visit;

use super::Bed;
use super::sample::{NOW, commit, flow, given, hash, next, offered, refused, visit};

pub(crate) async fn a26_a_visit_is_stored_once_by_id_and_once_by_token(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertVisit(visit(1))]).await;
    let same_id = Visit {
        token: hash(2),
        ..visit(1)
    };
    let same_token = Visit {
        token: hash(1),
        ..visit(2)
    };
    for other in [same_id, same_token] {
        assert_eq!(
            commit(store, [Write::InsertVisit(other)]).await,
            refused(Conflict::Visit)
        );
    }
    assert_eq!(commit(store, [Write::InsertVisit(visit(2))]).await, Ok(()));
    assert_eq!(store.visit_by_token(&hash(1)).await, Ok(Some(visit(1))));
}

pub(crate) async fn what_does_not_wait_for_the_disk_is_guarded_all_the_same(bed: &impl Bed) {
    let store = &*bed.store();
    let soon = |change: Change| store.commit_soon(change);
    assert_eq!(soon(Write::InsertVisit(visit(1)).into()).await, Ok(()));
    assert_eq!(store.visit(visit(1).id).await, Ok(Some(visit(1))));
    let half = Change::from(Write::InsertVisit(visit(2))).with(Write::InsertVisit(visit(1)));
    assert_eq!(soon(half).await, refused(Conflict::Visit));
    assert_eq!(store.visit(visit(2).id).await, Ok(None), "all or nothing");
    let second = visit(1).touched(NOW);
    assert_eq!(
        soon(Write::UpdateVisit(second.clone()).into()).await,
        Ok(())
    );
    let again = commit(store, [Write::UpdateVisit(second)]).await;
    assert_eq!(again, refused(Conflict::Visit));
}

pub(crate) async fn a_visit_moves_on_from_its_stored_version_only(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertVisit(visit(1))]).await;
    let second = visit(1).touched(NOW);
    let third = second.clone().touched(NOW);
    let too_early = commit(store, [Write::UpdateVisit(third.clone())]).await;
    assert_eq!(too_early, refused(Conflict::Visit));
    assert_eq!(
        commit(store, [Write::UpdateVisit(second.clone())]).await,
        Ok(())
    );
    let again = commit(store, [Write::UpdateVisit(second)]).await;
    assert_eq!(again, refused(Conflict::Visit));
    assert_eq!(
        commit(store, [Write::UpdateVisit(third.clone())]).await,
        Ok(())
    );
    let absent = commit(store, [Write::UpdateVisit(visit(2).touched(NOW))]).await;
    assert_eq!(absent, refused(Conflict::Visit));
    let first_version = commit(store, [Write::UpdateVisit(visit(1))]).await;
    assert_eq!(
        first_version,
        refused(Conflict::Visit),
        "version 0 follows nothing"
    );
    assert_eq!(store.visit(third.id).await, Ok(Some(third)));
}

pub(crate) async fn r61_a_rotated_visit_is_found_by_its_new_token_only(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertVisit(visit(1))]).await;
    let rotated = visit(1).rotated(hash(77), NOW);
    assert_eq!(
        commit(store, [Write::UpdateVisit(rotated.clone())]).await,
        Ok(())
    );
    assert_eq!(store.visit_by_token(&hash(1)).await, Ok(None));
    assert_eq!(store.visit_by_token(&hash(77)).await, Ok(Some(rotated)));
}

pub(crate) async fn r61_a_visit_cannot_take_the_token_of_another(bed: &impl Bed) {
    let store = &*bed.store();
    given(
        store,
        [Write::InsertVisit(visit(1)), Write::InsertVisit(visit(2))],
    )
    .await;
    let thief = visit(2).rotated(hash(1), NOW);
    assert_eq!(
        commit(store, [Write::UpdateVisit(thief)]).await,
        refused(Conflict::Visit)
    );
    assert_eq!(store.visit_by_token(&hash(1)).await, Ok(Some(visit(1))));
    assert_eq!(store.visit_by_token(&hash(2)).await, Ok(Some(visit(2))));
}

pub(crate) async fn a_visit_is_removed_once(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertVisit(visit(1))]).await;
    let delete = || [Write::DeleteVisit(visit(1).id)];
    assert_eq!(commit(store, delete()).await, Ok(()));
    assert_eq!(store.visit_by_token(&hash(1)).await, Ok(None));
    assert_eq!(commit(store, delete()).await, refused(Conflict::Visit));
}

pub(crate) async fn a_flow_is_stored_once(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertFlow(flow(1))]).await;
    let again = Flow {
        state: Some(hash(9)),
        ..flow(1)
    };
    assert_eq!(
        commit(store, [Write::InsertFlow(again)]).await,
        refused(Conflict::Flow)
    );
    assert_eq!(store.flow(flow(1).id).await, Ok(Some(flow(1))));
}

pub(crate) async fn r03_a_flow_moves_on_from_its_stored_version_only(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertFlow(flow(1))]).await;
    let second = next(&flow(1));
    let third = Flow {
        state: Some(hash(70)),
        ..next(&second)
    };
    let too_early = commit(store, [Write::UpdateFlow(third.clone())]).await;
    assert_eq!(too_early, refused(Conflict::Flow));
    assert_eq!(
        commit(store, [Write::UpdateFlow(second.clone())]).await,
        Ok(())
    );
    assert_eq!(
        commit(store, [Write::UpdateFlow(second)]).await,
        refused(Conflict::Flow)
    );
    assert_eq!(
        commit(store, [Write::UpdateFlow(third.clone())]).await,
        Ok(())
    );
    assert_eq!(
        store.flow_by_state(&hash(1)).await,
        Ok(None),
        "the old state is dead"
    );
    assert_eq!(store.flow_by_state(&hash(70)).await, Ok(Some(third)));
    let absent = commit(store, [Write::UpdateFlow(next(&flow(2)))]).await;
    assert_eq!(absent, refused(Conflict::Flow));
}

pub(crate) async fn r03_two_flows_cannot_share_a_state_or_an_offer(bed: &impl Bed) {
    let store = &*bed.store();
    given(
        store,
        [Write::InsertFlow(flow(1)), Write::InsertFlow(offered(2))],
    )
    .await;
    given(
        store,
        [Write::InsertFlow(flow(3)), Write::InsertFlow(offered(4))],
    )
    .await;
    for twin in [
        Write::InsertFlow(Flow {
            state: flow(1).state,
            ..flow(5)
        }),
        Write::InsertFlow(Flow {
            offer: offered(2).offer,
            ..offered(5)
        }),
        Write::UpdateFlow(Flow {
            state: flow(1).state,
            ..next(&flow(3))
        }),
        Write::UpdateFlow(Flow {
            offer: offered(2).offer,
            ..next(&offered(4))
        }),
    ] {
        assert_eq!(commit(store, [twin]).await, refused(Conflict::Flow));
    }
    assert_eq!(store.flow_by_state(&hash(1)).await, Ok(Some(flow(1))));
    assert_eq!(store.flow_by_offer(&hash(2)).await, Ok(Some(offered(2))));
}
