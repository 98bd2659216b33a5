//! How a call can fail, and what that means: for one that reads, and for one that changes.

use std::time::Duration;

use ident_core::port::Fault;
use ident_core::refusal::Refusal;
use ident_core::time::Span;
use thiserror::Error;

/// Why there is no answer, or not the one that was wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(super) enum Failure {
    #[error("no connection; not a byte was sent")]
    NotSent,
    #[error("the connection ended before the answer did")]
    Broken,
    #[error("no answer in time")]
    Late,
    #[error("asked to come back in {} s", wait.as_secs())]
    Throttled { wait: Duration },
    #[error("access token not accepted")]
    Unauthorized,
    #[error("permission missing")]
    Forbidden,
    #[error("our credential is not accepted")]
    Credential,
    #[error("status {0}")]
    Status(u16),
    #[error("answer larger than the limit")]
    TooLarge,
    #[error("answer not in the agreed form")]
    Form,
    #[error("no access token")]
    Token,
}

impl Failure {
    /// Whether a question may simply be asked again (F-22).
    pub(super) const fn is_brief(self) -> bool {
        matches!(
            self,
            Self::NotSent | Self::Broken | Self::Late | Self::Status(500..=599)
        )
    }

    /// Whether operators have to act (F-24).
    pub(super) const fn is_refusal(self) -> bool {
        matches!(
            self,
            Self::Unauthorized | Self::Forbidden | Self::Credential
        )
    }

    /// One word for counters.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Broken | Self::Late => "unknown",
            Self::Throttled { .. } => "throttled",
            Self::Unauthorized | Self::Forbidden | Self::Credential => "refused",
            Self::Status(_) | Self::TooLarge | Self::Form | Self::Token => "failed",
        }
    }

    /// What it means for a call that only reads: nothing has happened.
    pub(super) fn of_question(self) -> Fault {
        match self {
            Self::Throttled { wait } => Fault::Throttled(span(wait)),
            _ if self.is_refusal() => Fault::NotDone(Refusal::DirectoryRefused),
            _ => Fault::NotDone(Refusal::DirectoryUnreachable),
        }
    }

    /// What it means for a call that changes something: only what says that nothing has happened
    /// is taken for that.
    pub(super) fn of_order(self) -> Fault {
        match self {
            Self::NotSent | Self::Token => Fault::NotDone(Refusal::DirectoryUnreachable),
            Self::Throttled { wait } => Fault::Throttled(span(wait)),
            _ if self.is_refusal() => Fault::NotDone(Refusal::DirectoryRefused),
            Self::Status(400..=499) => Fault::NotDone(Refusal::Unexpected),
            _ => Fault::Unknown,
        }
    }
}

fn span(wait: Duration) -> Span {
    Span::seconds(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX))
}
