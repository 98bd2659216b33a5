//! Asking for a pass or password: everything is decided and written before anything happens.

use super::{Act, ActKind, ActStage, Desk, NotNow, Pace, STALE, Seen, TURN, WaitCause};
use super::{fits, resting_on};
use crate::audit::Event;
use crate::change::{Change, Queue, Write};
use crate::deed::Receipt;
use crate::id::{ActId, VisitId};
use crate::link::Link;
use crate::proof::Proof;
use crate::purpose::Way;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Everything that the decision looks at.
#[derive(Clone, Copy, Debug)]
pub struct AskCase<'a> {
    /// What is to be issued.
    pub kind: ActKind,
    /// The visit that asks.
    pub visit: VisitId,
    /// The card check.
    pub proof: &'a Proof,
    /// The way by which the card was checked.
    pub way: Way,
    /// The link of the person.
    pub link: Option<&'a Link>,
    /// The account as the directory describes it now.
    pub seen: &'a Seen,
    /// What the system that issues says.
    pub desk: Desk,
    /// The open act of the same account.
    pub open: Option<&'a Act>,
    /// The last place of the queue.
    pub queue_end: Option<Timestamp>,
    /// How fast the queue moves.
    pub pace: Pace,
    /// How many writes such an act takes on the credential that has most to do.
    pub writes: u32,
}

/// What the decision may create; random, from outside.
#[derive(Clone, Debug)]
pub struct AskIds {
    /// For the act.
    pub act: ActId,
    /// Its receipt number.
    pub receipt: Receipt,
    /// The reference of an act whose place this one takes.
    pub reference: String,
    /// A plain name of the device that asks.
    pub device: String,
}

/// What was decided: the act, and what to write with it in one transaction.
#[derive(Debug)]
pub struct Asked {
    /// The act as it will be stored.
    pub act: Act,
    /// Proof, queue, superseded act, act and audit rows.
    pub change: Change,
}

impl AskCase<'_> {
    /// Decides whether the act may be, and when its turn is.
    ///
    /// # Errors
    /// The refusal that tells the person why not; `ActUnderWay` with the time to wait while
    /// another act of the account is being performed.
    pub fn decide(self, ids: &AskIds, now: Timestamp) -> Result<Asked, NotNow> {
        self.proof.usable(self.visit, self.kind.purpose(), now)?;
        let link = resting_on(self.link)?;
        fits(self.kind, self.seen, now)?;
        self.desk.issues()?;
        let place = self.place(now)?;
        let act = self.act(link, ids, place, now);
        Ok(Asked {
            change: self.change(&act, place, &ids.reference, now),
            act,
        })
    }

    fn place(&self, now: Timestamp) -> Result<Place, NotNow> {
        let next = self.pace.place(self.writes, self.queue_end, now);
        let fresh = Place {
            at: next,
            moves: true,
            settles_at: None,
        };
        let Some(open) = self.open else {
            return Ok(fresh);
        };
        match open.stage {
            // Its place has been given out already and serves the same person.
            ActStage::Waiting { not_before, .. } => Ok(Place {
                at: not_before.max(now),
                moves: false,
                settles_at: open.settles_at,
            }),
            ActStage::Unknown { again_at, .. } => Ok(Place {
                at: next.max(again_at),
                settles_at: Some(again_at),
                ..fresh
            }),
            ActStage::Working { since } => Err(NotNow::until(
                Refusal::ActUnderWay,
                (since + STALE).max(now),
                now,
            )),
            ActStage::Done { .. } | ActStage::Closed { .. } => Ok(fresh),
        }
    }

    fn act(&self, link: &Link, ids: &AskIds, place: Place, now: Timestamp) -> Act {
        Act {
            id: ids.act,
            version: 0,
            kind: self.kind,
            visit: self.visit,
            person: self.proof.person,
            link: link.id,
            account: link.account.clone(),
            number: link.number.clone(),
            receipt: ids.receipt.clone(),
            proof: self.proof.id,
            flow: self.proof.flow,
            way: self.way,
            device: ids.device.clone(),
            asked_at: now,
            deadline: place.at + TURN,
            settles_at: place.settles_at,
            stage: ActStage::Waiting {
                not_before: place.at,
                cause: WaitCause::Queue,
            },
        }
    }

    fn change(&self, act: &Act, place: Place, reference: &str, now: Timestamp) -> Change {
        let mut change = Change::new().with(Write::UseProof {
            proof: act.proof,
            act: act.id,
            at: now,
        });
        if let Some(open) = self.open.filter(|open| open.is_open()) {
            let superseded = open.clone().closed(Refusal::ActSuperseded, reference, now);
            change = superseded.into_change(change);
        }
        if place.moves {
            change = change.with(Write::MoveQueue {
                queue: Queue::Acts,
                from: self.queue_end,
                to: self.pace.place(self.writes, self.queue_end, now),
            });
        }
        change
            .with(Write::InsertAct(act.clone()))
            .audited(act.audit(Event::Intended(act.kind), now))
    }
}

#[derive(Clone, Copy)]
struct Place {
    at: Timestamp,
    /// Whether the queue moves by it.
    moves: bool,
    /// Until when a request of an earlier act may still take effect.
    settles_at: Option<Timestamp>,
}
