//! Entries of the directory's log, and which order leaves which.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Order, RequestId};
use crate::time::Timestamp;

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
    pub(super) const fn main(self) -> Activity {
        match self {
            Self::DeletePass => Activity::MethodDeleted,
            Self::EndSessions => Activity::SessionsEnded,
            Self::CreatePass => Activity::MethodRegistered,
            Self::SetPassword => Activity::PasswordSet,
        }
    }

    /// Whether the directory may tell this order by an entry of that kind besides.
    pub(super) const fn brings(self, activity: Activity) -> bool {
        match self {
            Self::DeletePass | Self::CreatePass | Self::EndSessions => {
                matches!(activity, Activity::UserUpdated)
            }
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
