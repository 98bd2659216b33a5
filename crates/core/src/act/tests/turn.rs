//! Turns and outcomes.

use super::sample::{SETTLE, act, at, link};
use crate::act::{Act, ActStage, NotNow, STALE, TURN, WaitCause};
use crate::audit::Event;
use crate::deed::Standing;
use crate::id::LinkId;
use crate::link::Frozen;
use crate::port::Fault;
use crate::refusal::Refusal;
use crate::time::{Span, Timestamp};

const NOW: Timestamp = at(100);

fn waiting(not_before: Timestamp) -> Act {
    act(ActStage::Waiting {
        not_before,
        cause: WaitCause::Queue,
    })
}

fn working(since: Timestamp) -> Act {
    act(ActStage::Working { since })
}

fn unknown(again_at: Timestamp) -> Act {
    Act {
        settles_at: Some(again_at),
        ..act(ActStage::Unknown {
            since: NOW,
            again_at,
        })
    }
}

fn told(outcome: Result<(), NotNow>) -> (Refusal, Option<Span>) {
    let not_now = outcome.expect_err("refused");
    (not_now.refusal, not_now.wait)
}

#[test]
fn an_act_is_performed_in_its_turn_and_not_before_or_after() {
    let wait = |seconds| Some(Span::seconds(seconds));
    assert_eq!(waiting(at(105)).turn(at(105)), Ok(()));
    let early = told(waiting(at(105)).turn(NOW));
    assert_eq!(early, (Refusal::ActOutOfTurn, wait(5)));
    assert_eq!(unknown(at(130)).turn(at(130)), Ok(()));
    let unsettled = told(unknown(at(130)).turn(at(101)));
    assert_eq!(unsettled, (Refusal::OutcomeUnknown, wait(29)));
    let late = told(waiting(at(105)).turn(NOW + TURN));
    assert_eq!(late, (Refusal::ActExpired, None));
    let busy = told(working(NOW).turn(at(120)));
    assert_eq!(busy, (Refusal::ActUnderWay, wait(40)));
    let stale = told(working(NOW).turn(at(1_000)));
    assert_eq!(stale, (Refusal::ActUnderWay, wait(0)));
}

#[test]
fn f21_nobody_calls_while_the_directory_wants_to_be_left_alone_and_afterwards_one_by_one() {
    let in_turn = waiting(NOW);
    let after_a_wait = waiting(NOW).held_until(NOW);
    let (none, past, later) = (None, Some(at(99)), Some(at(101)));
    for (quiet, held, first, second) in [
        (none, none, false, false),
        (past, past, false, false),
        (past, later, true, false),
        (later, later, true, true),
    ] {
        assert_eq!(in_turn.waits_again(quiet, held, NOW), first);
        assert_eq!(after_a_wait.waits_again(quiet, held, NOW), second);
    }
}

#[test]
fn r65_what_has_happened_is_not_told_again() {
    let done = working(NOW).done(Some(at(3_700)), true, vec![[1; 8]], at(101));
    assert_eq!(told(done.turn(at(102))), (Refusal::ActRepeated, None));
    let closed = waiting(NOW).closed(Refusal::LinkFrozen, "R", at(101)).act;
    assert_eq!(told(closed.turn(at(102))), (Refusal::LinkFrozen, None));
}

#[test]
fn f18_beginning_is_a_new_version_that_only_one_can_store() {
    let before = waiting(NOW);
    let begun = before.clone().begin(NOW).expect("its turn");
    assert_eq!(begun.version, before.version + 1);
    assert_eq!(begun.stage, ActStage::Working { since: NOW });
    assert!(begun.begin(NOW).is_err());
}

#[test]
fn an_act_rests_on_the_link_it_was_asked_for_with() {
    let act = waiting(NOW);
    assert_eq!(act.rests_on(Some(&link())), Ok(()));
    let mut other = link();
    other.id = LinkId::from_random([8; 16]);
    assert_eq!(
        act.rests_on(Some(&other)),
        Err(Refusal::LinkChangedMeanwhile)
    );
    assert_eq!(act.rests_on(None), Err(Refusal::LinkChangedMeanwhile));
    let mut frozen = link();
    frozen.frozen = Some(Frozen {
        at: NOW,
        by: Standing::Card,
    });
    assert_eq!(act.rests_on(Some(&frozen)), Err(Refusal::LinkFrozen));
}

#[test]
fn f22_a_fault_that_may_pass_costs_no_new_card_check() {
    for refusal in [Refusal::DirectoryUnreachable, Refusal::AccountUnknown] {
        let failed = working(NOW).failed(Fault::NotDone(refusal), SETTLE, "R", at(101));
        assert_eq!(failed.told.refusal, refusal);
        assert_eq!(failed.told.wait, Some(Span::seconds(5)));
        assert_eq!(failed.moved.row.event, Event::Refused(refusal));
        assert_eq!(failed.moved.act.turn(at(106)), Ok(()));
    }
}

#[test]
fn any_other_fault_before_the_effect_ends_the_act() {
    let fault = Fault::NotDone(Refusal::AccountPrivileged);
    let failed = working(NOW).failed(fault, SETTLE, "R", at(101));
    assert!(!failed.moved.act.is_open());
    assert_eq!(failed.told, Refusal::AccountPrivileged.into());
}

#[test]
fn f21_the_directorys_wait_is_everybodys() {
    let fault = Fault::Throttled(Span::seconds(300));
    let failed = working(NOW).failed(fault, SETTLE, "R", at(101));
    let then = at(401);
    assert_eq!(failed.hold, Some(then));
    assert_eq!(
        failed.told,
        NotNow::until(Refusal::DirectoryBusy, then, at(101))
    );
    assert_eq!(
        failed.moved.act.stage,
        ActStage::Waiting {
            not_before: then,
            cause: WaitCause::Throttled,
        }
    );
    assert_eq!(
        failed.moved.act.deadline,
        then + TURN,
        "the wait costs no time"
    );
}

#[test]
fn r66_an_unknown_outcome_is_left_alone_until_it_has_settled() {
    let failed = working(NOW).failed(Fault::Unknown, SETTLE, "R", at(101));
    let again_at = at(131);
    assert_eq!(
        failed.told,
        NotNow::until(Refusal::OutcomeUnknown, again_at, at(101))
    );
    assert_eq!(failed.moved.act.settles_at, Some(again_at));
    assert!(failed.moved.act.turn(at(130)).is_err());
    assert_eq!(failed.moved.act.turn(again_at), Ok(()));
    assert!(matches!(failed.moved.row.event, Event::OutcomeUnknown(_)));
}

#[test]
fn giving_up_is_for_what_has_not_happened_and_cannot_happen_any_more() {
    let closed = waiting(at(200)).given_up("R", NOW).expect("given up").act;
    assert!(matches!(
        closed.stage,
        ActStage::Closed {
            refusal: Refusal::ActGivenUp,
            ..
        }
    ));
    assert!(unknown(at(130)).given_up("R", at(130)).is_ok());
    let refused = |act: Act| act.given_up("R", at(101)).expect_err("refused").refusal;
    assert_eq!(refused(unknown(at(130))), Refusal::OutcomeUnknown);
    assert_eq!(refused(working(NOW)), Refusal::ActUnderWay);
    let done = working(NOW).done(None, true, Vec::new(), NOW);
    assert_eq!(refused(done), Refusal::ActRepeated);
    assert_eq!(refused(closed), Refusal::ActGivenUp);
}

#[test]
fn r66_a_process_that_died_leaves_an_unknown_outcome() {
    let act = working(NOW);
    let then = NOW + STALE;
    assert_eq!(act.clone().due(SETTLE, "R", then - Span::seconds(1)), None);
    let moved = act.due(SETTLE, "R", then).expect("moved");
    assert_eq!(
        moved.act.stage,
        ActStage::Unknown {
            since: then,
            again_at: then + SETTLE,
        }
    );
    assert!(matches!(moved.row.event, Event::OutcomeUnknown(_)));
}

#[test]
fn what_nobody_fetched_in_time_is_closed() {
    for act in [waiting(NOW), unknown(at(130))] {
        let deadline = act.deadline;
        assert_eq!(
            act.clone().due(SETTLE, "R", deadline - Span::seconds(1)),
            None
        );
        let closed = act.due(SETTLE, "R", deadline).expect("closed").act;
        assert!(matches!(
            closed.stage,
            ActStage::Closed {
                refusal: Refusal::ActExpired,
                ..
            }
        ));
        assert_eq!(closed.clone().due(SETTLE, "R", deadline + TURN), None);
    }
}

#[test]
fn f21_an_act_that_is_held_keeps_its_time_to_be_fetched() {
    let held = waiting(NOW).held_until(at(5_000));
    assert!(held.turn(at(4_999)).is_err());
    assert_eq!(held.turn(at(5_000)), Ok(()));
    assert_eq!(held.deadline, at(5_000) + TURN);
}
