//! What we asked the directory to change, beside what the directory's own log says was changed in
//! our name. Each side must explain the other; what is left over is an alarm.
//!
//! An [`Attempt`] is stored before its first order leaves, and again with what is known of each
//! order. A [`Trace`] is an entry of the directory's log that names one of our credentials. A trace
//! belongs to an order by the id under which the order was sent, where the log carries it; else by
//! account, activity and time.

mod decide;
mod pairing;
mod span;
#[cfg(test)]
mod tests;

pub use decide::{Found, Outcome, Terms, overdue, reconcile};
pub use span::{LOOK_BACK, OVERLAP, ReadSpan};

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::account::AccountKey;
use crate::act::STALE;
use crate::id::{ActId, AttemptId};
use crate::time::{Span, Timestamp};

/// The id under which one order is sent (Graph: header `client-request-id`). It follows from the
/// attempt, so that it need not be stored.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RequestId(pub [u8; 16]);

impl RequestId {
    /// From 16 bytes, random ones for what only reads.
    pub const fn from_random(mut bytes: [u8; 16]) -> Self {
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        Self(bytes)
    }

    /// Reads the form 8-4-4-4-12.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.split('-').collect();
        let is_guid = text.len() == 36 && digits.len() == 32 && digits.is_ascii();
        let number = u128::from_str_radix(&digits, 16).ok()?;
        is_guid.then(|| Self(number.to_be_bytes()))
    }
}

/// A version 4 UUID (RFC 9562 section 5.4).
impl fmt::Display for RequestId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = format!("{:032x}", u128::from_be_bytes(self.0));
        let parts = [
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..],
        ];
        formatter.write_str(&parts.join("-"))
    }
}

impl fmt::Debug for RequestId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RequestId({self})")
    }
}

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

/// What an entry of the directory's log is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// A sign-in method, such as a pass, was registered.
    MethodRegistered,
    /// A sign-in method was deleted.
    MethodDeleted,
    /// Sessions were ended.
    SessionsEnded,
    /// A password was set.
    PasswordSet,
    /// A user was changed: some of the others are told by this as well.
    UserUpdated,
    /// Anything else. Nothing of ours is told like this.
    Other,
}

impl Activity {
    /// One word for logs and counters.
    pub const fn word(self) -> &'static str {
        match self {
            Self::MethodRegistered => "method_registered",
            Self::MethodDeleted => "method_deleted",
            Self::SessionsEnded => "sessions_ended",
            Self::PasswordSet => "password_set",
            Self::UserUpdated => "user_updated",
            Self::Other => "other",
        }
    }
}

impl Order {
    /// The one entry that this order leaves in any case.
    const fn main(self) -> Activity {
        match self {
            Self::DeletePass => Activity::MethodDeleted,
            Self::EndSessions => Activity::SessionsEnded,
            Self::CreatePass => Activity::MethodRegistered,
            Self::SetPassword => Activity::PasswordSet,
        }
    }

    /// Whether the directory may tell this order by an entry of that kind besides.
    const fn brings(self, activity: Activity) -> bool {
        match self {
            Self::DeletePass | Self::CreatePass => matches!(activity, Activity::UserUpdated),
            Self::EndSessions => matches!(activity, Activity::UserUpdated),
            Self::SetPassword => {
                matches!(activity, Activity::UserUpdated | Activity::SessionsEnded)
            }
        }
    }
}

/// An entry of the directory's log that one of our credentials is named in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The directory's id of it.
    pub id: String,
    /// When it happened, by the directory's clock.
    pub at: Timestamp,
    /// The object id of the account, in lower case, if it is about one.
    pub object: Option<String>,
    /// What happened.
    pub activity: Activity,
    /// The id that the log carries of the request.
    pub request: Option<RequestId>,
    /// Whether it succeeded.
    pub success: bool,
}

impl Trace {
    /// What the store keeps of the directory's id of it: SHA-256.
    pub fn key(&self) -> [u8; 32] {
        Sha256::digest(self.id.as_bytes()).into()
    }
}
