//! What a command answers when it cannot do what it was asked.

use serde::Serialize;

use crate::server::CallError;

/// A code for the page; texts for people are the page's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CommandError {
    /// No answer from the server.
    Unreachable,
    /// This device has no network.
    Offline,
    /// The page asked for something that it may not.
    Refused,
    /// The system has no browser or clipboard to offer.
    Unavailable,
}

impl From<CallError> for CommandError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Unreachable | CallError::Left => Self::Unreachable,
            CallError::Offline => Self::Offline,
            CallError::NotOurApi => Self::Refused,
        }
    }
}
