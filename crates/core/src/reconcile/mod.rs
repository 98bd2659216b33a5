//! What we asked the directory to change, beside what the directory's own log says was changed in
//! our name. Each side must explain the other; what is left over is an alarm.
//!
//! An [`Attempt`] is stored before its first order leaves, and again with what is known of each
//! order. A [`Trace`] is an entry of the directory's log that names one of our credentials. A trace
//! belongs to an order by the id under which the order was sent, where the log carries it; else by
//! account, activity and time.

mod decide;
mod pairing;
mod request;
mod span;
#[cfg(test)]
mod tests;
mod trace;

pub use decide::{Found, Outcome, Terms, overdue, reconcile};
pub use request::RequestId;
pub use span::{LOOK_BACK, OVERLAP, ReadSpan};
pub use trace::{Activity, Trace};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::account::AccountKey;
use crate::act::STALE;
use crate::id::{ActId, AttemptId};
use crate::time::{Span, Timestamp};

/// One change that the directory is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Remove a pass.
    DeletePass,
    /// End the sessions of an account.
    EndSessions,
    /// Create a pass.
    CreatePass,
    /// Set a temporary password.
    SetPassword,
}

/// What is known of an order afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// The directory said that it was done.
    Done,
    /// It has not happened.
    NotDone,
    /// It may have happened.
    Unknown,
}

/// Which orders an attempt may give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// A new pass in place of any that there is.
    Pass,
    /// A temporary password.
    Password,
    /// Passes removed and sessions ended, after a freeze.
    Stop,
}

impl Aim {
    /// What may have been ordered by an attempt of which nobody wrote down the end. An account has
    /// one pass at most, and an order can be given again after a fault.
    const fn orders(self) -> &'static [Order] {
        match self {
            Self::Pass => &[
                Order::DeletePass,
                Order::EndSessions,
                Order::CreatePass,
                Order::DeletePass,
            ],
            Self::Password => &[Order::SetPassword],
            Self::Stop => &[Order::DeletePass, Order::EndSessions],
        }
    }
}

/// An order that was given, or may have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Which.
    pub order: Order,
    /// The id under which it was sent; `None` where only its possibility is known.
    pub request: Option<RequestId>,
    /// What came of it.
    pub known: Known,
    /// Whether the directory's log has it.
    pub traced: bool,
}

/// How an attempt stands against the directory's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Something is still waited for.
    Waiting,
    /// All that was done is in the directory's log.
    Whole,
    /// Something that was done has not come up there in time. It may come late.
    Missing,
}

/// A round of orders about one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Its identifier.
    pub id: AttemptId,
    /// Counts the changes; every update names the version it was based on.
    pub version: u32,
    /// Which account.
    pub account: AccountKey,
    /// The act that it is about.
    pub act: Option<ActId>,
    /// What it is for.
    pub aim: Aim,
    /// When it began: before the first order.
    pub begun_at: Timestamp,
    /// When it ended: after the last one; `None` while it goes on, and if its process died.
    pub ended_at: Option<Timestamp>,
    /// What was ordered, as far as it is known.
    pub sent: Vec<Sent>,
    /// How it stands against the directory's log.
    pub standing: Standing,
}

impl Attempt {
    /// One that is about to begin.
    pub fn begin(
        id: AttemptId,
        account: AccountKey,
        (aim, act): (Aim, Option<ActId>),
        now: Timestamp,
    ) -> Self {
        let perhaps = |order: &Order| Sent {
            order: *order,
            request: None,
            known: Known::Unknown,
            traced: false,
        };
        Self {
            id,
            version: 1,
            account,
            act,
            aim,
            begun_at: now,
            ended_at: None,
            sent: aim.orders().iter().map(perhaps).collect(),
            standing: Standing::Waiting,
        }
    }

    /// The id for its `n`th order.
    pub fn request(&self, n: usize) -> RequestId {
        let mut hash = Sha256::new();
        hash.update(b"ident order");
        hash.update(self.id.bytes());
        hash.update(n.to_be_bytes());
        let digest: [u8; 32] = hash.finalize().into();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        RequestId::from_random(bytes)
    }

    /// The same one change later, with what was ordered. One that gave no order is whole.
    pub fn ended(self, sent: Vec<Sent>, now: Timestamp) -> Self {
        let waits = sent.iter().any(|sent| sent.known != Known::NotDone);
        Self {
            version: self.version + 1,
            ended_at: Some(now),
            sent,
            standing: if waits {
                Standing::Waiting
            } else {
                Standing::Whole
            },
            ..self
        }
    }

    /// Whether its process may still be giving orders, and will write down what came of them.
    fn is_under_way(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && !(self.begun_at + GOES_ON).is_past(now)
    }

    /// The latest moment at which one of its orders was under way.
    fn until(&self, settle: Span) -> Timestamp {
        self.ended_at.unwrap_or(self.begun_at + STALE) + settle
    }

    /// The id of the order in this place, also where nobody wrote down that it was given.
    fn request_of(&self, place: usize) -> Vec<RequestId> {
        match self.sent[place].request {
            Some(request) => vec![request],
            None => (0..MOST_ORDERS).map(|n| self.request(n)).collect(),
        }
    }
}

/// An attempt without an end is left to its process for this long, to be on the safe side.
const GOES_ON: Span = Span::minutes(2);
/// More orders than any attempt gives.
const MOST_ORDERS: usize = 8;
