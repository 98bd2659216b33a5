//! Naming changed flows; being ready.

use std::time::Duration;

use futures_util::StreamExt;
use ident_core::change::{Conflict, Write};
use tokio::time::timeout;

use super::Bed;
use super::sample::{NOW, commit, flow, given, next, refused, visit};

const SOON: Duration = Duration::from_secs(10);

pub(crate) async fn f16_each_change_of_a_flow_is_named_after_it_can_be_read(bed: &impl Bed) {
    let store = &*bed.store();
    let mut names = store.changes();
    let mut latest = flow(1);
    given(store, [Write::InsertFlow(latest.clone())]).await;
    for _ in 0..5 {
        assert_eq!(timeout(SOON, names.next()).await, Ok(Some(latest.id)));
        assert_eq!(store.flow(latest.id).await, Ok(Some(latest.clone())));
        latest = next(&latest);
        given(store, [Write::UpdateFlow(latest.clone())]).await;
    }
}

pub(crate) async fn a_refused_change_names_nothing(bed: &impl Bed) {
    let store = &*bed.store();
    let mut names = store.changes();
    let late = [
        Write::InsertFlow(flow(1)),
        Write::UpdateVisit(visit(1).touched(NOW)),
    ];
    assert_eq!(commit(store, late).await, refused(Conflict::Visit));
    given(store, [Write::InsertFlow(flow(2))]).await;
    assert_eq!(timeout(SOON, names.next()).await, Ok(Some(flow(2).id)));
}

pub(crate) async fn changes_of_another_flow_in_one_change_are_named_too(bed: &impl Bed) {
    let store = &*bed.store();
    let mut names = store.changes();
    given(
        store,
        [Write::InsertFlow(flow(1)), Write::InsertFlow(flow(2))],
    )
    .await;
    let mut named = Vec::new();
    for _ in 0..2 {
        named.extend(timeout(SOON, names.next()).await.expect("a name"));
    }
    named.sort_unstable();
    assert_eq!(named, [flow(1).id, flow(2).id]);
}

pub(crate) async fn the_store_is_ready(bed: &impl Bed) {
    assert_eq!(bed.store().ready().await, Ok(()));
}
