//! Passes and passwords: asked for, waited for, issued once, shown once. What may be done when is
//! decided in `ident_core::act`; here it is loaded, committed and carried out.

mod ask;
mod coach;
mod give_up;
mod issue;
mod look;
mod outcome;
mod password;
mod perform;

pub use ask::ask;
pub use coach::{Coached, coach};
pub use give_up::give_up;
pub use look::{act_for, act_of_visit, settle_stale, under_way};
pub use perform::{Issued, perform};

use ident_core::act::NotNow;
use ident_core::port::Fault;
use ident_core::refusal::Refusal;

use super::refused::Refused;
use crate::state::App;

impl From<NotNow> for Refused {
    fn from(not_now: NotNow) -> Self {
        Self {
            retry_after_s: not_now.wait.map(|wait| wait.whole_seconds_up().max(1)),
            ..not_now.refusal.into()
        }
    }
}

/// A question to the directory that has no answer; an act is not concerned.
impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::NotDone(refusal) => refusal.into(),
            Fault::Throttled(wait) => Self {
                retry_after_s: Some(wait.whole_seconds_up().max(1)),
                ..Refusal::DirectoryBusy.into()
            },
            Fault::Unknown => Refusal::DirectoryUnreachable.into(),
        }
    }
}

impl App {
    /// The refusal with its audit row, unless it has one already.
    async fn with_row(&self, refused: Refused) -> Refused {
        if refused.reference.is_some() {
            return refused;
        }
        let recorded = self.refuse(refused.refusal, None).await;
        Refused {
            reference: recorded.reference,
            ..refused
        }
    }
}
