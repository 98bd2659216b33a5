//! Asking.

use super::sample::{PACE, VISIT, act, at, case, ids, link, proof, seen};
use crate::account::AccountState;
use crate::act::{Act, ActKind, ActStage, AskCase, Desk, NotNow, PassPolicy, TURN, WaitCause};
use crate::audit::Event;
use crate::change::{Queue, Write};
use crate::deed::Standing;
use crate::id::VisitId;
use crate::link::Frozen;
use crate::refusal::Refusal;
use crate::time::{Span, Timestamp};

const NOW: Timestamp = at(100);

fn waiting(not_before: Timestamp) -> ActStage {
    ActStage::Waiting {
        not_before,
        cause: WaitCause::Queue,
    }
}

/// The refusal of a case that differs from a good one.
fn refused(differ: impl FnOnce(AskCase<'_>) -> Result<(), NotNow>) -> Refusal {
    let (proof, link, seen) = (proof(ActKind::Pass), link(), seen());
    differ(case(&proof, &link, &seen))
        .expect_err("refused")
        .refusal
}

fn decide(case: AskCase<'_>) -> Result<(), NotNow> {
    case.decide(&ids(2), NOW).map(|_| ())
}

#[test]
fn r63_proof_intent_and_audit_row_are_one_change() {
    let (proof, link, seen) = (proof(ActKind::Pass), link(), seen());
    let asked = case(&proof, &link, &seen)
        .decide(&ids(2), NOW)
        .expect("asked");
    assert_eq!(asked.act.stage, waiting(NOW));
    assert_eq!(asked.act.deadline, NOW + TURN);
    assert_eq!(asked.act.link, link.id);
    let [
        Write::UseProof {
            proof: used, act, ..
        },
        queue,
        intent,
        row,
    ] = &asked.change.0[..]
    else {
        panic!("{:?}", asked.change);
    };
    assert_eq!((*used, *act), (proof.id, asked.act.id));
    assert!(matches!(
        queue,
        Write::MoveQueue { queue: Queue::Acts, from: None, to } if *to == NOW
    ));
    assert!(matches!(intent, Write::InsertAct(act) if *act == asked.act));
    assert!(
        matches!(row, Write::Audit(row) if row.event == Event::Intended(ActKind::Pass)
        && row.act == Some(asked.act.id) && row.flow == Some(proof.flow))
    );
}

#[test]
fn r63_a_proof_of_another_purpose_visit_or_time_or_a_used_one_is_refused() {
    let other = proof(ActKind::Password);
    assert_eq!(
        refused(|case| decide(AskCase {
            proof: &other,
            ..case
        })),
        Refusal::ProofOtherPurpose
    );
    let visit = VisitId::from_random([9; 16]);
    assert_ne!(visit, VISIT);
    assert_eq!(
        refused(|case| decide(AskCase { visit, ..case })),
        Refusal::ProofMissing
    );
    let mut used = proof(ActKind::Pass);
    used.used_by = Some(ids(9).act);
    assert_eq!(
        refused(|case| decide(AskCase {
            proof: &used,
            ..case
        })),
        Refusal::ProofUsed
    );
    assert_eq!(
        refused(|case| case.decide(&ids(2), at(100_000)).map(|_| ())),
        Refusal::ProofExpired
    );
}

#[test]
fn without_a_link_or_with_a_frozen_one_nothing_is_issued() {
    assert_eq!(
        refused(|case| decide(AskCase { link: None, ..case })),
        Refusal::NotLinked
    );
    let mut frozen = link();
    frozen.frozen = Some(Frozen {
        at: NOW,
        by: Standing::Notice,
    });
    assert_eq!(
        refused(|case| decide(AskCase {
            link: Some(&frozen),
            ..case
        })),
        Refusal::LinkFrozen
    );
}

#[test]
fn r67_suspended_revoked_unknown_and_privileged_accounts_are_refused() {
    for (state, refusal) in [
        (AccountState::Suspended, Refusal::AccountSuspended),
        (
            AccountState::Revoked { since: at(0) },
            Refusal::AccountRevoked,
        ),
        (AccountState::Unknown, Refusal::AccountUnknown),
    ] {
        let mut seen = seen();
        seen.account.state = state;
        assert_eq!(
            refused(|case| decide(AskCase {
                seen: &seen,
                ..case
            })),
            refusal
        );
    }
    let mut seen = seen();
    seen.privileged = true;
    assert_eq!(
        refused(|case| decide(AskCase {
            seen: &seen,
            ..case
        })),
        Refusal::AccountPrivileged
    );
}

#[test]
fn a_closed_desk_issues_nothing() {
    let policy = |enabled, excluded| {
        Desk::Pass(PassPolicy {
            enabled,
            excluded,
            ..super::sample::POLICY
        })
    };
    for (desk, refusal) in [
        (policy(false, false), Refusal::PassPolicyOff),
        (policy(true, true), Refusal::PassPolicyExcludes),
        (Desk::Password { open: false }, Refusal::PasswordDeskClosed),
    ] {
        assert_eq!(refused(|case| decide(AskCase { desk, ..case })), refusal);
    }
}

#[test]
fn a_password_needs_a_second_method() {
    let (proof, link, mut seen) = (proof(ActKind::Password), link(), seen());
    let password = AskCase {
        kind: ActKind::Password,
        desk: Desk::Password { open: true },
        ..case(&proof, &link, &seen)
    };
    assert!(password.decide(&ids(2), NOW).is_ok());
    seen.methods.clear();
    let without = AskCase {
        kind: ActKind::Password,
        desk: Desk::Password { open: true },
        ..case(&proof, &link, &seen)
    };
    let refused = without.decide(&ids(2), NOW).expect_err("refused");
    assert_eq!(refused.refusal, Refusal::SecondMethodMissing);
}

#[test]
fn f29_the_place_follows_the_last_one() {
    let (proof, link, seen) = (proof(ActKind::Pass), link(), seen());
    let queued = AskCase {
        queue_end: Some(at(200)),
        ..case(&proof, &link, &seen)
    };
    let asked = queued.decide(&ids(2), NOW).expect("asked");
    let place = at(200) + PACE.step(2);
    assert_eq!(asked.act.stage, waiting(place));
    assert_eq!(asked.act.deadline, place + TURN);
}

/// What becomes of an open act of the same account, and of the new one.
fn after(open: &Act) -> Result<(Act, Vec<Write>), NotNow> {
    let (proof, link, seen) = (proof(ActKind::Pass), link(), seen());
    let again = AskCase {
        open: Some(open),
        queue_end: Some(at(200)),
        ..case(&proof, &link, &seen)
    };
    let asked = again.decide(&ids(2), NOW)?;
    Ok((asked.act, asked.change.0))
}

#[test]
fn r73_a_waiting_act_gives_its_place_to_the_new_one() {
    let (new, writes) = after(&act(waiting(at(150)))).expect("asked");
    assert_eq!(new.stage, waiting(at(150)));
    assert!(!writes.iter().any(|w| matches!(w, Write::MoveQueue { .. })));
    let closed = writes.iter().find_map(|write| match write {
        Write::UpdateAct(act) => Some(act.stage.clone()),
        _ => None,
    });
    assert!(matches!(
        closed,
        Some(ActStage::Closed {
            refusal: Refusal::ActSuperseded,
            ..
        })
    ));
    let order = |find: fn(&Write) -> bool| writes.iter().position(find).expect("written");
    assert!(
        order(|w| matches!(w, Write::UpdateAct(_))) < order(|w| matches!(w, Write::InsertAct(_))),
        "an account has one open act at a time"
    );
}

#[test]
fn r73_after_an_unknown_outcome_the_new_act_waits_until_it_has_settled() {
    let unknown = act(ActStage::Unknown {
        since: NOW,
        again_at: at(500),
    });
    let (new, _) = after(&unknown).expect("asked");
    assert_eq!(new.stage, waiting(at(500)));
    assert_eq!(new.settles_at, Some(at(500)));
    let (third, _) = after(&new).expect("asked");
    assert_eq!(third.settles_at, Some(at(500)), "handed on once more");
    assert!(new.given_up("R", NOW).is_err(), "not even by giving up");
    assert!(third.given_up("R", at(500)).is_ok());
}

#[test]
fn r73_while_one_is_being_performed_there_is_no_other() {
    let refused = after(&act(ActStage::Working { since: at(90) })).expect_err("refused");
    assert_eq!(refused.refusal, Refusal::ActUnderWay);
    assert_eq!(refused.wait, Some(Span::seconds(50)));
}

#[test]
fn an_act_that_is_over_stands_in_nobodys_way() {
    let done = act(waiting(NOW)).done(None, true, Vec::new(), NOW);
    let (new, writes) = after(&done).expect("asked");
    assert!(new.is_open());
    assert!(!writes.iter().any(|w| matches!(w, Write::UpdateAct(_))));
}
