//! Counting against an allowance.

use ident_core::change::{Conflict, Write};
use ident_core::limit::{Count, Counted, Limit};
use ident_core::time::{Span, Timestamp};

use super::Bed;
use super::sample::{commit, given, refused, start_by, visit};

/// Within a window of a minute, ten seconds after it began.
const AT: Timestamp = Timestamp::from_seconds(6_000_010);

fn used_up() -> Result<(), ident_core::change::CommitError> {
    refused(Conflict::Limit {
        retry_after: Span::seconds(50),
    })
}

pub(crate) async fn r47_an_allowance_is_used_up_and_comes_back_with_the_next_window(
    bed: &impl Bed,
) {
    let store = &*bed.store();
    for _ in 0..3 {
        assert_eq!(commit(store, [Write::Count(start_by(1, AT))]).await, Ok(()));
    }
    for _ in 0..2 {
        assert_eq!(
            commit(store, [Write::Count(start_by(1, AT))]).await,
            used_up()
        );
    }
    let next = start_by(1, AT + Span::seconds(50));
    assert_eq!(commit(store, [Write::Count(next)]).await, Ok(()));
}

pub(crate) async fn r47_a_refused_change_is_not_counted(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertVisit(visit(1))]).await;
    for _ in 0..9 {
        let change = [Write::Count(start_by(1, AT)), Write::InsertVisit(visit(1))];
        assert_eq!(commit(store, change).await, refused(Conflict::Visit));
    }
    assert_eq!(commit(store, [Write::Count(start_by(1, AT))]).await, Ok(()));
}

pub(crate) async fn r47_an_allowance_of_nothing_refuses_at_once(bed: &impl Bed) {
    let store = &*bed.store();
    let limit = Limit {
        max: 0,
        window: Span::minutes(1),
    };
    let none = Count {
        limit,
        ..start_by(1, AT)
    };
    assert_eq!(commit(store, [Write::Count(none)]).await, used_up());
}

pub(crate) async fn r47_each_kind_and_each_one_is_counted_apart(bed: &impl Bed) {
    let store = &*bed.store();
    for _ in 0..3 {
        given(store, [Write::Count(start_by(1, AT))]).await;
    }
    let other_kind = Count {
        counted: Counted::StartsByVisit,
        ..start_by(1, AT)
    };
    for apart in [start_by(2, AT), other_kind] {
        assert_eq!(commit(store, [Write::Count(apart)]).await, Ok(()));
    }
    assert_eq!(
        commit(store, [Write::Count(start_by(1, AT))]).await,
        used_up()
    );
}
