//! Both sides beside each other, in every combination.

mod pairs;
mod time;

use super::*;
use crate::id::{ActId, AttemptId};

pub(super) const TERMS: Terms = Terms {
    skew: Span::seconds(120),
    settle: Span::seconds(30),
    patience: Span::minutes(5),
};
pub(super) const GUID: &str = "5a5d0b00-0000-4000-8000-00000000da16";
pub(super) const SAKURA: &str = "0b1ec700-0000-4000-8000-000000000001";
pub(super) const KEN: &str = "0b1ec700-0000-4000-8000-000000000002";

/// So many seconds after the attempts of these tests begin.
pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(1_795_000_000 + seconds)
}

pub(super) fn begun(serial: u8, object: &str, aim: Aim) -> Attempt {
    let account = AccountKey::parse(GUID, object).expect("a key");
    let act = Some(ActId::from_random([serial; 16]));
    Attempt::begin(
        AttemptId::from_random([serial; 16]),
        account,
        (aim, act),
        at(0),
    )
}

/// An attempt that ended after two seconds.
pub(super) fn ended(serial: u8, object: &str, orders: &[(Order, Known)]) -> Attempt {
    let attempt = begun(serial, object, Aim::Pass);
    let sent = |(n, (order, known)): (usize, &(Order, Known))| Sent {
        order: *order,
        request: Some(attempt.request(n)),
        known: *known,
        traced: false,
    };
    let sent = orders.iter().enumerate().map(sent).collect();
    attempt.ended(sent, at(2))
}

pub(super) fn created(serial: u8, object: &str) -> Attempt {
    ended(serial, object, &[(Order::CreatePass, Known::Done)])
}

/// What a log tells that carries no id of ours.
pub(super) fn trace(id: &str, object: &str, activity: Activity) -> Trace {
    Trace {
        id: id.to_owned(),
        at: at(1),
        object: Some(object.to_owned()),
        activity,
        request: None,
        success: true,
    }
}

pub(super) fn words(outcome: &Outcome) -> Vec<Option<Found>> {
    outcome.changed.iter().map(|(_, found)| *found).collect()
}
