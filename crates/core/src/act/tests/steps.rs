//! The order of the calls.

use super::sample::{POLICY, at};
use crate::act::{FRESH, NewPass, PassCall, PassPolicy, PassReply, PassSteps};
use crate::port::Fault;
use crate::refusal::Refusal;
use crate::secret::Secret;
use crate::time::{Span, Timestamp};

const NOW: Timestamp = at(100);

fn pass(id: &str) -> NewPass {
    NewPass {
        id: id.to_owned(),
        value: Secret::new("value".to_owned()),
        begins_at: NOW,
        lifetime: Span::minutes(60),
        once: true,
    }
}

fn listed(ids: &[&str]) -> PassReply {
    PassReply::Listed(ids.iter().map(|&id| id.to_owned()).collect())
}

fn usual(old: &[&str]) -> Vec<Result<PassReply, Fault>> {
    let mut replies = vec![Ok(PassReply::Policy(POLICY)), Ok(listed(old))];
    replies.extend(old.iter().map(|_| Ok(PassReply::Done)));
    replies.extend([
        Ok(PassReply::Done),
        Ok(PassReply::Created(pass("new"))),
        Ok(listed(&["new"])),
    ]);
    replies
}

/// Feeds these replies; the calls that were made, and the end.
fn run(replies: Vec<Result<PassReply, Fault>>) -> (Vec<PassCall>, Result<String, Fault>) {
    let (mut steps, mut calls) = (PassSteps::begin(NOW), Vec::new());
    for reply in replies {
        calls.extend(steps.call(NOW));
        steps = steps.feed(reply);
    }
    assert_eq!(steps.call(NOW), None, "at the end");
    (calls, steps.end().map(|pass| pass.id))
}

#[test]
fn r66_r68_policy_list_delete_revoke_create_list_again() {
    let (calls, end) = run(usual(&["old", "older"]));
    assert_eq!(
        calls,
        [
            PassCall::Policy,
            PassCall::List,
            PassCall::Delete("older".to_owned()),
            PassCall::Delete("old".to_owned()),
            PassCall::Revoke,
            PassCall::Create(Span::minutes(60)),
            PassCall::List,
        ]
    );
    assert_eq!(end, Ok("new".to_owned()));
    let (calls, end) = run(usual(&[]));
    assert_eq!((calls.len(), end), (5, Ok("new".to_owned())));
}

#[test]
fn f23_a_pass_that_does_not_live_alone_is_not_shown() {
    for other in [&["old"][..], &[], &["new", "old"]] {
        let mut replies = usual(&[]);
        replies.pop();
        replies.push(Ok(listed(other)));
        assert_eq!(run(replies).1, Err(Fault::Unknown), "{other:?}");
    }
}

/// The end when the call number `index` fails like this.
fn failing(index: usize, fault: Fault) -> Result<String, Fault> {
    let mut replies = usual(&["old"]);
    replies.truncate(index);
    replies.push(Err(fault));
    run(replies).1
}

#[test]
fn f22_what_only_reads_has_done_nothing_and_what_writes_may_have() {
    let unreachable = Fault::NotDone(Refusal::DirectoryUnreachable);
    for index in [0, 1] {
        assert_eq!(
            failing(index, Fault::Unknown),
            Err(unreachable),
            "call {index}"
        );
    }
    for index in [2, 3, 4] {
        assert_eq!(failing(index, Fault::Unknown), Err(Fault::Unknown));
        assert_eq!(failing(index, unreachable), Err(unreachable));
        let busy = Fault::Throttled(Span::seconds(30));
        assert_eq!(failing(index, busy), Err(busy));
    }
}

#[test]
fn f23_a_pass_that_cannot_be_checked_is_not_shown() {
    for fault in [
        Fault::Unknown,
        Fault::NotDone(Refusal::DirectoryUnreachable),
        Fault::Throttled(Span::seconds(1)),
    ] {
        assert_eq!(failing(5, fault), Err(Fault::Unknown));
    }
}

#[test]
fn a_policy_that_does_not_allow_it_ends_it_before_anything_happens() {
    let off = PassPolicy {
        enabled: false,
        ..POLICY
    };
    let (calls, end) = run(vec![Ok(PassReply::Policy(off))]);
    assert_eq!(calls, [PassCall::Policy]);
    assert_eq!(end, Err(Fault::NotDone(Refusal::PassPolicyOff)));
}

#[test]
fn f26_no_call_begins_on_a_reading_that_is_too_old() {
    let mut steps = PassSteps::begin(NOW).feed(Ok(PassReply::Policy(POLICY)));
    assert_eq!(steps.call(NOW + FRESH), None);
    assert_eq!(steps.call(NOW), None, "not even when the clock goes back");
    assert_eq!(
        steps.end().map(|pass| pass.id),
        Err(Fault::NotDone(Refusal::DirectoryUnreachable))
    );
}

#[test]
fn f26_a_pass_that_was_created_is_checked_however_late_it_is() {
    let mut steps = PassSteps::begin(NOW);
    let mut replies = usual(&[]);
    let check = replies.pop().expect("a check");
    let create = replies.pop().expect("a pass");
    for reply in replies {
        steps = steps.feed(reply);
    }
    steps = steps.feed(create);
    assert_eq!(steps.call(NOW + FRESH), Some(PassCall::List));
    assert_eq!(
        steps.feed(check).end().map(|pass| pass.id),
        Ok("new".to_owned())
    );
}

#[test]
fn a_reply_to_another_call_is_no_success() {
    assert_eq!(run(vec![Ok(PassReply::Done)]).1, Err(Fault::Unknown));
}

#[test]
fn an_end_before_the_end_is_none() {
    let started = PassSteps::begin(NOW);
    assert!(matches!(started.end(), Err(Fault::NotDone(_))));
    let mut steps = PassSteps::begin(NOW);
    for reply in usual(&[]).into_iter().take(4) {
        steps = steps.feed(reply);
    }
    assert!(matches!(steps.end(), Err(Fault::Unknown)));
}
