//! Guards of links, both ways.

use ident_core::change::{Conflict, Write};
use ident_core::deed::Standing;
use ident_core::link::{Frozen, Link};
use ident_core::time::Span;

use super::Bed;
use super::sample::{NOW, account, commit, delete_link, given, link, person, refused};

pub(crate) async fn a20_one_person_has_one_account(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertLink(link(1, 1, 1))]).await;
    let second = commit(store, [Write::InsertLink(link(2, 1, 2))]).await;
    assert_eq!(second, refused(Conflict::PersonLinked));
    assert_eq!(store.link_of_account(&account(2)).await, Ok(None));
    assert_eq!(
        commit(store, [Write::InsertLink(link(2, 2, 2))]).await,
        Ok(())
    );
}

pub(crate) async fn a20_one_account_has_one_person(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertLink(link(1, 1, 1))]).await;
    let second = commit(store, [Write::InsertLink(link(2, 2, 1))]).await;
    assert_eq!(second, refused(Conflict::AccountLinked));
    let same_id = commit(store, [Write::InsertLink(link(1, 2, 2))]).await;
    assert_eq!(same_id, refused(Conflict::Link));
    assert_eq!(store.link_of_person(&[person(2)]).await, Ok(None));
    assert_eq!(
        store.link_of_account(&account(1)).await,
        Ok(Some(link(1, 1, 1)))
    );
}

pub(crate) async fn a_link_goes_only_in_the_version_that_was_looked_at(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertLink(link(1, 1, 1))]).await;
    let other_version = Link {
        version: 1,
        ..link(1, 1, 1)
    };
    let newer = commit(store, [delete_link(&other_version)]).await;
    assert_eq!(newer, refused(Conflict::Link));
    assert_eq!(commit(store, [delete_link(&link(1, 1, 1))]).await, Ok(()));
    assert_eq!(store.link_of_person(&[person(1)]).await, Ok(None));
    assert_eq!(
        commit(store, [delete_link(&link(1, 1, 1))]).await,
        refused(Conflict::Link)
    );
    assert_eq!(
        commit(store, [Write::InsertLink(link(2, 1, 1))]).await,
        Ok(()),
        "free again"
    );
}

pub(crate) async fn a_use_is_noted_on_a_link_that_exists(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertLink(link(1, 1, 1))]).await;
    let later = NOW + Span::minutes(3);
    let touch = |number| {
        [Write::TouchLink {
            link: link(number, 1, 1).id,
            at: later,
        }]
    };
    assert_eq!(commit(store, touch(1)).await, Ok(()));
    let touched = Link {
        last_used_at: Some(later),
        ..link(1, 1, 1)
    };
    assert_eq!(store.link_of_person(&[person(1)]).await, Ok(Some(touched)));
    assert_eq!(commit(store, touch(2)).await, refused(Conflict::Link));
}

pub(crate) async fn a_card_is_replaced_in_one_change(bed: &impl Bed) {
    let store = &*bed.store();
    let (old, new) = (link(1, 1, 1), link(2, 2, 1));
    given(store, [Write::InsertLink(old.clone())]).await;
    let replaced = commit(store, [delete_link(&old), Write::InsertLink(new.clone())]).await;
    assert_eq!(replaced, Ok(()));
    assert_eq!(store.link_of_account(&account(1)).await, Ok(Some(new)));
    assert_eq!(store.link_of_person(&[person(1)]).await, Ok(None));
}

/// The same link one version later, frozen.
fn frozen(link: &Link) -> Link {
    let frozen = Frozen {
        at: NOW,
        by: Standing::Notice,
    };
    Link {
        version: link.version + 1,
        frozen: Some(frozen),
        ..link.clone()
    }
}

pub(crate) async fn a_link_moves_on_from_its_stored_version_only(bed: &impl Bed) {
    let store = &*bed.store();
    let stored = link(1, 1, 1);
    given(
        store,
        [
            Write::InsertLink(stored.clone()),
            Write::InsertLink(link(2, 2, 2)),
        ],
    )
    .await;
    let next = frozen(&stored);
    let update = |link: &Link| [Write::UpdateLink(link.clone())];
    let too_early = commit(store, update(&frozen(&next))).await;
    assert_eq!(too_early, refused(Conflict::Link));
    assert_eq!(commit(store, update(&next)).await, Ok(()));
    assert_eq!(commit(store, update(&next)).await, refused(Conflict::Link));
    assert_eq!(
        store.link_of_account(&account(1)).await,
        Ok(Some(next.clone()))
    );
    assert_eq!(
        commit(store, [delete_link(&stored)]).await,
        refused(Conflict::Link),
        "it was not frozen when the decision to cut it was made"
    );
    let of_another = Link {
        person: person(2),
        ..frozen(&next)
    };
    assert_eq!(
        commit(store, update(&of_another)).await,
        refused(Conflict::Link)
    );
    let absent = commit(store, update(&frozen(&link(3, 3, 3)))).await;
    assert_eq!(absent, refused(Conflict::Link));
    assert_eq!(store.link_of_person(&[person(1)]).await, Ok(Some(next)));
}

pub(crate) async fn a_use_noted_meanwhile_survives_a_change_of_the_link(bed: &impl Bed) {
    let store = &*bed.store();
    let seen = link(1, 1, 1);
    given(store, [Write::InsertLink(seen.clone())]).await;
    let at = NOW + Span::minutes(3);
    given(store, [Write::TouchLink { link: seen.id, at }]).await;
    let next = frozen(&seen);
    assert_eq!(
        commit(store, [Write::UpdateLink(next.clone())]).await,
        Ok(())
    );
    let kept = Link {
        last_used_at: Some(at),
        ..next
    };
    assert_eq!(store.link_of_person(&[person(1)]).await, Ok(Some(kept)));
}
