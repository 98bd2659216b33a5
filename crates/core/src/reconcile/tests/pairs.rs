//! Which belongs to which.

use super::*;

const ORDERS: [Order; 4] = [
    Order::DeletePass,
    Order::EndSessions,
    Order::CreatePass,
    Order::SetPassword,
];
const ACTIVITIES: [Activity; 6] = [
    Activity::MethodRegistered,
    Activity::MethodDeleted,
    Activity::SessionsEnded,
    Activity::PasswordSet,
    Activity::UserUpdated,
    Activity::Other,
];

#[test]
fn r70_what_both_sides_know_is_whole() {
    let outcome = reconcile(
        vec![created(1, SAKURA)],
        &[trace("a", SAKURA, Activity::MethodRegistered)],
        at(1_000),
        &TERMS,
    );
    assert_eq!(words(&outcome), [Some(Found::Whole)]);
    assert_eq!((outcome.explained, outcome.foreign), (vec![0], vec![]));
    let (attempt, _) = &outcome.changed[0];
    assert_eq!((attempt.version, attempt.standing), (3, Standing::Whole));
}

#[test]
fn r70_each_order_explains_its_own_entry_and_what_the_directory_tells_besides() {
    for order in ORDERS {
        for activity in ACTIVITIES {
            for (known, success) in [
                (Known::Done, true),
                (Known::Done, false),
                (Known::Unknown, true),
                (Known::Unknown, false),
                (Known::NotDone, true),
                (Known::NotDone, false),
            ] {
                let attempt = ended(1, SAKURA, &[(order, known)]);
                let trace = Trace {
                    success,
                    ..trace("a", SAKURA, activity)
                };
                let outcome = reconcile(vec![attempt], &[trace], at(1_000), &TERMS);
                let own = match known {
                    Known::Done => success,
                    Known::NotDone => !success,
                    Known::Unknown => true,
                } && order.main() == activity;
                let besides = known != Known::NotDone
                    && match order {
                        Order::SetPassword => {
                            matches!(activity, Activity::SessionsEnded | Activity::UserUpdated)
                        }
                        _ => activity == Activity::UserUpdated,
                    };
                let what = format!("{order:?} {known:?} {activity:?} {success}");
                assert_eq!(outcome.foreign.is_empty(), own || besides, "{what}");
                assert_eq!(outcome.changed.len(), usize::from(own), "{what}");
            }
        }
    }
}

#[test]
fn r70_an_entry_that_no_order_explains_is_foreign() {
    let other = trace("a", KEN, Activity::MethodRegistered);
    let nobody = Trace {
        object: None,
        ..trace("b", KEN, Activity::Other)
    };
    let outcome = reconcile(
        vec![created(1, SAKURA)],
        &[other, nobody],
        at(1_000),
        &TERMS,
    );
    assert_eq!(outcome.foreign, [0, 1]);
    assert!(outcome.changed.is_empty());
}

#[test]
fn r69_a_second_pass_beside_ours_is_foreign() {
    let ours = trace("a", SAKURA, Activity::MethodRegistered);
    let theirs = Trace {
        id: "b".to_owned(),
        ..ours.clone()
    };
    let outcome = reconcile(vec![created(1, SAKURA)], &[ours, theirs], at(1_000), &TERMS);
    assert_eq!((outcome.explained.len(), outcome.foreign.len()), (1, 1));
}

#[test]
fn r69_where_the_log_carries_our_id_it_tells_ours_from_theirs() {
    let attempt = created(1, SAKURA);
    let theirs = Trace {
        request: Some(RequestId::from_random([9; 16])),
        ..trace("a", SAKURA, Activity::MethodRegistered)
    };
    let ours = Trace {
        id: "b".to_owned(),
        request: Some(attempt.request(0)),
        ..theirs.clone()
    };
    let outcome = reconcile(vec![attempt], &[theirs, ours], at(1_000), &TERMS);
    assert_eq!((outcome.explained, outcome.foreign), (vec![1], vec![0]));
}

#[test]
fn r70_an_entry_that_comes_twice_counts_once() {
    let twice = trace("a", SAKURA, Activity::MethodRegistered);
    let outcome = reconcile(
        vec![created(1, SAKURA)],
        &[twice.clone(), twice],
        at(1_000),
        &TERMS,
    );
    assert_eq!((outcome.explained, outcome.foreign), (vec![0], vec![]));
}

#[test]
fn r70_an_order_that_was_found_explains_nothing_more() {
    let first = trace("a", SAKURA, Activity::MethodRegistered);
    let outcome = reconcile(vec![created(1, SAKURA)], &[first], at(1_000), &TERMS);
    let (attempt, _) = outcome.changed[0].clone();
    let later = trace("b", SAKURA, Activity::MethodRegistered);
    let outcome = reconcile(vec![attempt], &[later], at(1_000), &TERMS);
    assert_eq!(outcome.foreign, [0]);
}

#[test]
fn r70_what_certainly_happened_is_served_before_what_perhaps_did() {
    let perhaps = ended(1, SAKURA, &[(Order::CreatePass, Known::Unknown)]);
    let certain = created(2, SAKURA);
    for attempts in [
        vec![perhaps.clone(), certain.clone()],
        vec![certain.clone(), perhaps.clone()],
    ] {
        let one = trace("a", SAKURA, Activity::MethodRegistered);
        let outcome = reconcile(attempts, &[one], at(1_000), &TERMS);
        assert_eq!(outcome.changed[0].0.id, certain.id);
        assert_eq!(words(&outcome), [Some(Found::Whole)]);
    }
}

#[test]
fn r70_an_attempt_is_whole_when_its_last_order_is_found() {
    let all = [
        (Order::DeletePass, Known::Done),
        (Order::EndSessions, Known::Done),
        (Order::CreatePass, Known::Done),
    ];
    let mut attempt = ended(1, SAKURA, &all);
    for (id, activity, found) in [
        ("a", Activity::MethodRegistered, None),
        ("b", Activity::MethodDeleted, None),
        ("c", Activity::SessionsEnded, Some(Found::Whole)),
    ] {
        let outcome = reconcile(
            vec![attempt],
            &[trace(id, SAKURA, activity)],
            at(1_000),
            &TERMS,
        );
        assert_eq!(words(&outcome), [found]);
        attempt = outcome.changed[0].0.clone();
    }
}

#[test]
fn r70_what_a_dead_process_may_have_ordered_explains_what_is_found() {
    let attempt = begun(1, SAKURA, Aim::Pass);
    let traces = [
        trace("a", SAKURA, Activity::MethodRegistered),
        trace("b", SAKURA, Activity::SessionsEnded),
    ];
    let outcome = reconcile(vec![attempt.clone()], &traces, at(120), &TERMS);
    assert!(outcome.foreign.is_empty());
    assert_eq!(words(&outcome), [None], "more may come up");
    let twice = Trace {
        id: "c".to_owned(),
        ..traces[0].clone()
    };
    let [first, second] = traces;
    let outcome = reconcile(vec![attempt], &[first, second, twice], at(1_000), &TERMS);
    assert_eq!(outcome.foreign.len(), 1, "one pass, not two");
}

#[test]
fn r70_an_attempt_that_ordered_nothing_waits_for_nothing() {
    let nothing = ended(1, SAKURA, &[]);
    let refused = ended(2, SAKURA, &[(Order::CreatePass, Known::NotDone)]);
    assert_eq!(nothing.standing, Standing::Whole);
    assert_eq!(refused.standing, Standing::Whole);
}

#[test]
fn r69_ids_of_requests_follow_from_the_attempt_and_read_as_uuids() {
    let (one, other) = (begun(1, SAKURA, Aim::Pass), begun(2, SAKURA, Aim::Pass));
    assert_eq!(one.request(0), one.request(0));
    assert_ne!(one.request(0), one.request(1));
    assert_ne!(one.request(0), other.request(0));
    let text = one.request(0).to_string();
    assert_eq!(RequestId::parse(&text), Some(one.request(0)));
    assert_eq!((text.len(), text.as_bytes()[14]), (36, b'4'));
    assert_eq!(RequestId::parse("5a5d0b00-0000-4000-8000"), None);
}
