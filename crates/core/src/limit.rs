//! Limits on how often something may be started, counted in the store so that they survive a
//! restart and hold for all nodes together.

use serde::{Deserialize, Serialize};

use crate::time::{Span, Timestamp};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Flows started from one network prefix.
    StartsByNetwork,
    /// Flows started by one visit.
    StartsByVisit,
    /// Hand-off links opened from one network prefix.
    OpeningsByNetwork,
    /// Answers of a provider that nobody waits for, from one network prefix.
    StrayAnswersByNetwork,
    /// Mail codes sent on behalf of one account.
    CodesByAccount,
    /// Mail codes sent for one network prefix.
    CodesByNetwork,
    /// Mail codes sent to one address.
    CodesByAddress,
    /// Passes and passwords asked for one account.
    ActsByAccount,
    /// Freeze links opened from one network prefix.
    FreezesByNetwork,
    /// Tries at an enrolment code from one network prefix.
    EnrolmentsByNetwork,
    /// Tries at an enrolment code in all.
    Enrolments,
    /// One assertion of a kiosk, which is good once.
    KioskAssertion,
    /// Visits begun by one kiosk.
    VisitsByKiosk,
    /// Flows started on one kiosk.
    StartsByKiosk,
    /// What one kiosk says of itself.
    HeartbeatsByKiosk,
}

impl Counted {
    /// The name under which the store counts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::StartsByNetwork => "starts_by_network",
            Self::StartsByVisit => "starts_by_visit",
            Self::OpeningsByNetwork => "openings_by_network",
            Self::StrayAnswersByNetwork => "stray_answers_by_network",
            Self::CodesByAccount => "codes_by_account",
            Self::CodesByNetwork => "codes_by_network",
            Self::CodesByAddress => "codes_by_address",
            Self::ActsByAccount => "acts_by_account",
            Self::FreezesByNetwork => "freezes_by_network",
            Self::EnrolmentsByNetwork => "enrolments_by_network",
            Self::Enrolments => "enrolments",
            Self::KioskAssertion => "kiosk_assertion",
            Self::VisitsByKiosk => "visits_by_kiosk",
            Self::StartsByKiosk => "starts_by_kiosk",
            Self::HeartbeatsByKiosk => "heartbeats_by_kiosk",
        }
    }
}

/// One count to be made: at most `max` within each window of `window`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// What is counted.
    pub counted: Counted,
    /// Whose count it is: a keyed hash, never an address.
    pub who: [u8; 32],
    /// The allowance.
    pub limit: Limit,
    /// The time of the event.
    pub at: Timestamp,
}

impl Count {
    /// The start of the window in which this event falls.
    pub fn window_start(&self) -> Timestamp {
        let window = self.limit.window.millis().max(1);
        Timestamp::from_millis(self.at.millis().div_euclid(window) * window)
    }

    /// How long to wait once the allowance is used up.
    pub fn retry_after(&self) -> Span {
        (self.window_start() + self.limit.window) - self.at
    }
}

/// An allowance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many in a window.
    pub max: u32,
    /// The length of the window.
    pub window: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r47_the_wait_ends_with_the_window() {
        let count = Count {
            counted: Counted::StartsByNetwork,
            who: [0; 32],
            limit: Limit {
                max: 1,
                window: Span::seconds(60),
            },
            at: Timestamp::from_seconds(90),
        };
        assert_eq!(count.window_start(), Timestamp::from_seconds(60));
        assert_eq!(count.retry_after(), Span::seconds(30));
    }
}
