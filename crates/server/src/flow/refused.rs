//! A refusal on its way to a person: the code, and what else the person is told.

use ident_core::change::{CommitError, Conflict};
use ident_core::port::Unavailable;
use ident_core::purpose::Purpose;
use ident_core::refusal::Refusal;

/// A refusal with what is told beside its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The code.
    pub refusal: Refusal,
    /// The short reference, once one was given (in an audit row); else the edge gives one.
    pub reference: Option<String>,
    /// How many seconds to wait.
    pub retry_after_s: Option<u32>,
    /// Tries left at the six digits.
    pub tries_left: Option<u8>,
    /// What the person wanted.
    pub purpose: Option<Purpose>,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self {
            refusal,
            reference: None,
            retry_after_s: None,
            tries_left: None,
            purpose: None,
        }
    }
}

impl From<Unavailable> for Refused {
    fn from(_: Unavailable) -> Self {
        Refusal::StoreUnavailable.into()
    }
}

impl From<CommitError> for Refused {
    fn from(error: CommitError) -> Self {
        let CommitError::Conflict(conflict) = error else {
            return Refusal::StoreUnavailable.into();
        };
        match conflict {
            Conflict::Limit { retry_after } => Self {
                retry_after_s: Some(retry_after.whole_seconds_up().max(1)),
                ..Refusal::StartTooMany.into()
            },
            Conflict::Visit | Conflict::Flow => Refusal::FlowOutOfOrder.into(),
            Conflict::Kiosk => Refusal::KioskUnknown.into(),
            // Others were always faster: nothing of this person's has changed.
            Conflict::Queue => Refusal::StoreUnavailable.into(),
            Conflict::AccountBusy => Refusal::ActUnderWay.into(),
            Conflict::Case => Refusal::CaseDecided.into(),
            Conflict::CaseExists => Refusal::SalvagePending.into(),
            Conflict::Proof => Refusal::ProofUsed.into(),
            Conflict::Link
            | Conflict::Act
            | Conflict::Attempt
            | Conflict::Trace
            | Conflict::Contact
            | Conflict::Mail => Refusal::LinkChangedMeanwhile.into(),
            Conflict::PersonLinked => Refusal::LinkCardLinkedElsewhere.into(),
            Conflict::AccountLinked => Refusal::LinkAccountHasOtherCard.into(),
        }
    }
}
