//! Laying the two sides beside each other.

use std::collections::{BTreeMap, BTreeSet};

use super::pairing::pair;
use super::{Attempt, Known, Standing, Trace};
use crate::time::{Span, Timestamp};

/// What holds for the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// How far the directory's clock may be from ours.
    pub skew: Span,
    /// How long a request without an answer may still take effect.
    pub settle: Span,
    /// How long an entry may take to come up in the log before that is an alarm.
    pub patience: Span,
}

/// What is to be written down of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Everything that it did is in the log.
    Whole,
    /// Something that had been missing is there after all, and nothing is missing any more.
    Late,
    /// Something that it did is not in the log: an alarm.
    Missing,
}

/// What a reading came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Attempts as they are to be stored; one with a word is to be told of.
    pub changed: Vec<(Attempt, Option<Found>)>,
    /// Traces that are explained, by their place among those that were read.
    pub explained: Vec<usize>,
    /// Traces that no order of ours explains: somebody else has used our credential. An alarm.
    pub foreign: Vec<usize>,
}

/// Lays traces beside the attempts for their accounts. `traces` are those that no earlier reading
/// has told of; `attempts` were read after them, so that an order whose trace was read is among
/// them. Whatever is not explained now is not explained by waiting, because what we order is
/// written down before it leaves. Only what belongs to an attempt that is under way is left as it
/// is, neither explained nor foreign: its own process still writes to it.
pub fn reconcile(
    attempts: Vec<Attempt>,
    traces: &[Trace],
    now: Timestamp,
    terms: &Terms,
) -> Outcome {
    let mut outcome = Outcome::default();
    let mut of_account: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (place, trace) in traces.iter().enumerate() {
        if !seen.insert(trace.id.as_str()) {
            continue;
        }
        match &trace.object {
            Some(object) => of_account.entry(object).or_default().push(place),
            None => outcome.foreign.push(place),
        }
    }
    let mut ours: BTreeMap<String, Vec<Attempt>> = BTreeMap::new();
    for attempt in attempts {
        ours.entry(attempt.account.object.clone())
            .or_default()
            .push(attempt);
    }
    for (object, places) in of_account {
        let attempts = ours.remove(object).unwrap_or_default();
        one_account(attempts, (traces, &places), (now, terms), &mut outcome);
    }
    outcome.foreign.sort_unstable();
    outcome
}

/// The same for one account.
fn one_account(
    mut attempts: Vec<Attempt>,
    (traces, places): (&[Trace], &[usize]),
    (now, terms): (Timestamp, &Terms),
    outcome: &mut Outcome,
) {
    let slots: Vec<(usize, usize)> = attempts
        .iter()
        .enumerate()
        .flat_map(|(index, attempt)| (0..attempt.sent.len()).map(move |order| (index, order)))
        .filter(|&(index, order)| !attempts[index].sent[order].traced)
        .collect();
    // Those by their ids first, then what is left by what it looks like.
    let mut left: Vec<usize> = places.to_vec();
    let mut taken: Vec<bool> = vec![false; slots.len()];
    let (mut explained, mut kept) = (Vec::new(), Vec::new());
    for way in [by_request as Fits, by_look as Fits] {
        let open: Vec<usize> = (0..slots.len()).filter(|&slot| !taken[slot]).collect();
        let at = |slot: usize| slots[open[slot]];
        let must = |slot: &usize| {
            let (index, order) = at(*slot);
            attempts[index].sent[order].known == Known::Done
        };
        let first: Vec<usize> = (0..open.len()).filter(must).collect();
        let pairs = pair(open.len(), left.len(), &first, |slot, place| {
            let (index, order) = at(slot);
            way(&attempts[index], order, &traces[left[place]], terms)
        });
        for (slot, place) in pairs.into_iter().enumerate() {
            let Some(place) = place else { continue };
            taken[open[slot]] = true;
            if attempts[at(slot).0].is_under_way(now) {
                kept.push(left[place]);
            } else {
                explained.push(left[place]);
            }
        }
        left.retain(|place| !explained.contains(place) && !kept.contains(place));
    }
    for place in left {
        let known = attempts
            .iter()
            .any(|attempt| besides(attempt, &traces[place], terms));
        if known {
            explained.push(place);
        } else {
            outcome.foreign.push(place);
        }
    }
    explained.sort_unstable();
    outcome.explained.extend(explained);
    let mut changed = BTreeSet::new();
    for (slot, (index, order)) in slots.iter().enumerate() {
        if taken[slot] && !attempts[*index].is_under_way(now) {
            attempts[*index].sent[*order].traced = true;
            changed.insert(*index);
        }
    }
    let attempts = attempts.into_iter().enumerate();
    let attempts = attempts.filter(|(index, _)| changed.contains(index));
    outcome.changed.extend(attempts.map(|(_, one)| moved(one)));
}

type Fits = fn(&Attempt, usize, &Trace, &Terms) -> bool;

/// The log carries the id under which the order was sent.
fn by_request(attempt: &Attempt, order: usize, trace: &Trace, _: &Terms) -> bool {
    let sent = attempt.sent[order];
    sent.order.main() == trace.activity
        && can_be(sent.known, trace)
        && trace
            .request
            .is_some_and(|request| attempt.request_of(order).contains(&request))
}

/// Account, activity and time are those of the order.
fn by_look(attempt: &Attempt, order: usize, trace: &Trace, terms: &Terms) -> bool {
    let sent = attempt.sent[order];
    sent.order.main() == trace.activity
        && can_be(sent.known, trace)
        && while_it_went_on(attempt, trace, terms)
}

/// What has certainly not happened can be in the log as a failure only, and what has happened as
/// a success.
const fn can_be(known: Known, trace: &Trace) -> bool {
    match known {
        Known::Done => trace.success,
        Known::NotDone => !trace.success,
        Known::Unknown => true,
    }
}

fn while_it_went_on(attempt: &Attempt, trace: &Trace, terms: &Terms) -> bool {
    let from = attempt.begun_at - terms.skew;
    let until = attempt.until(terms.settle) + terms.skew;
    (from..=until).contains(&trace.at)
}

/// An order of the attempt is told by an entry of this kind besides its own.
fn besides(attempt: &Attempt, trace: &Trace, terms: &Terms) -> bool {
    let brings =
        |sent: &super::Sent| sent.known != Known::NotDone && sent.order.brings(trace.activity);
    while_it_went_on(attempt, trace, terms) && attempt.sent.iter().any(brings)
}

/// The next version of an attempt some of whose orders have been found.
fn moved(attempt: Attempt) -> (Attempt, Option<Found>) {
    let lacks = |sent: &super::Sent| sent.known == Known::Done && !sent.traced;
    let waits = |sent: &super::Sent| sent.known == Known::Unknown && !sent.traced;
    let lacking = attempt.sent.iter().any(lacks);
    let waiting = attempt.sent.iter().any(waits);
    let (standing, found) = match attempt.standing {
        Standing::Missing if lacking => (Standing::Missing, None),
        Standing::Missing => (Standing::Whole, Some(Found::Late)),
        // What may have happened may still come up.
        _ if lacking || waiting => (attempt.standing, None),
        Standing::Waiting => (Standing::Whole, Some(Found::Whole)),
        Standing::Whole => (Standing::Whole, None),
    };
    let next = Attempt {
        version: attempt.version + 1,
        standing,
        ..attempt
    };
    (next, found)
}

/// What has become of an attempt for which something is waited for, after the log was read in full
/// until `read_to`; `None` while there is still time.
pub fn overdue(
    attempt: &Attempt,
    read_to: Timestamp,
    terms: &Terms,
) -> Option<(Attempt, Option<Found>)> {
    let due = attempt.until(Span::seconds(0)) + terms.patience;
    if attempt.standing != Standing::Waiting || !due.is_past(read_to) {
        return None;
    }
    let done = |sent: &&super::Sent| sent.known == Known::Done;
    let lacks = attempt.sent.iter().filter(done).any(|sent| !sent.traced);
    let any = attempt.sent.iter().any(|sent| sent.traced);
    let (standing, found) = if lacks {
        (Standing::Missing, Some(Found::Missing))
    } else {
        (Standing::Whole, any.then_some(Found::Whole))
    };
    let next = Attempt {
        version: attempt.version + 1,
        standing,
        ..attempt.clone()
    };
    Some((next, found))
}
