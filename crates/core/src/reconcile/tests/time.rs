//! Windows, patience, clocks.

use super::*;

fn foreign_at(attempt: Attempt, moment: Timestamp) -> bool {
    let trace = Trace {
        at: moment,
        ..trace("a", SAKURA, Activity::MethodRegistered)
    };
    let outcome = reconcile(vec![attempt], &[trace], at(1_000), &TERMS);
    !outcome.foreign.is_empty()
}

#[test]
fn r70_clocks_may_differ_by_the_skew_and_by_no_more() {
    // Begun at 0, ended at 2; a request may take effect for 30 seconds more.
    for (seconds, foreign) in [(-121, true), (-120, false), (152, false), (153, true)] {
        let attempt = created(1, SAKURA);
        assert_eq!(foreign_at(attempt, at(seconds)), foreign, "{seconds}");
    }
}

#[test]
fn r70_a_dead_process_counts_as_ended_after_a_minute() {
    for (seconds, foreign) in [(210, false), (211, true)] {
        let attempt = begun(1, SAKURA, Aim::Pass);
        assert_eq!(foreign_at(attempt, at(seconds)), foreign, "{seconds}");
    }
}

#[test]
fn r69_our_id_counts_whatever_the_clocks_say() {
    let attempt = created(1, SAKURA);
    let trace = Trace {
        at: at(86_400),
        request: Some(attempt.request(0)),
        ..trace("a", SAKURA, Activity::MethodRegistered)
    };
    let outcome = reconcile(vec![attempt], &[trace], at(1_000), &TERMS);
    assert!(outcome.foreign.is_empty());
}

#[test]
fn r70_what_is_not_found_in_five_minutes_is_missing() {
    let attempt = created(1, SAKURA);
    assert_eq!(overdue(&attempt, at(2 + 299), &TERMS), None);
    let (missing, found) = overdue(&attempt, at(2 + 300), &TERMS).expect("it is over");
    assert_eq!(found, Some(Found::Missing));
    assert_eq!(missing.standing, Standing::Missing);
    assert_eq!(overdue(&missing, at(100_000), &TERMS), None, "said once");
}

#[test]
fn r70_what_comes_late_is_told_and_is_not_foreign() {
    let (missing, _) = overdue(&created(1, SAKURA), at(600), &TERMS).expect("missing");
    let late = trace("a", SAKURA, Activity::MethodRegistered);
    let outcome = reconcile(vec![missing], &[late], at(1_000), &TERMS);
    assert_eq!(words(&outcome), [Some(Found::Late)]);
    assert!(outcome.foreign.is_empty());
    assert_eq!(outcome.changed[0].0.standing, Standing::Whole);
}

#[test]
fn r70_of_two_that_are_missing_one_that_comes_late_is_not_enough() {
    let two = [
        (Order::EndSessions, Known::Done),
        (Order::CreatePass, Known::Done),
    ];
    let (missing, _) = overdue(&ended(1, SAKURA, &two), at(600), &TERMS).expect("missing");
    let first = trace("a", SAKURA, Activity::SessionsEnded);
    let outcome = reconcile(vec![missing], &[first], at(1_000), &TERMS);
    assert_eq!(words(&outcome), [None]);
    assert_eq!(outcome.changed[0].0.standing, Standing::Missing);
}

#[test]
fn r70_what_perhaps_happened_is_not_missed() {
    let unknown = ended(1, SAKURA, &[(Order::CreatePass, Known::Unknown)]);
    for attempt in [unknown, begun(2, SAKURA, Aim::Pass)] {
        assert_eq!(overdue(&attempt, at(60 + 299).min(at(301)), &TERMS), None);
        let (settled, found) = overdue(&attempt, at(60 + 300), &TERMS).expect("over");
        assert_eq!((settled.standing, found), (Standing::Whole, None));
    }
}

#[test]
fn r70_what_perhaps_happened_and_was_found_is_told() {
    let dead = begun(1, SAKURA, Aim::Pass);
    let one = trace("a", SAKURA, Activity::MethodRegistered);
    let outcome = reconcile(vec![dead], &[one], at(1_000), &TERMS);
    let (found, _) = outcome.changed[0].clone();
    let (settled, told) = overdue(&found, at(360), &TERMS).expect("over");
    assert_eq!(
        (settled.standing, told),
        (Standing::Whole, Some(Found::Whole))
    );
}

#[test]
fn r70_an_attempt_that_is_under_way_is_left_to_its_process() {
    let attempt = begun(1, SAKURA, Aim::Pass);
    let traces = [
        trace("a", SAKURA, Activity::MethodRegistered),
        trace("b", KEN, Activity::MethodRegistered),
    ];
    let early = reconcile(vec![attempt.clone()], &traces, at(119), &TERMS);
    assert_eq!((early.explained, early.foreign), (vec![], vec![1]));
    assert!(early.changed.is_empty());
    let later = reconcile(vec![attempt], &traces[..1], at(120), &TERMS);
    assert_eq!((later.explained, later.changed.len()), (vec![0], 1));
}
