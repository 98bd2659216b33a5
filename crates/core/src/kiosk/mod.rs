//! Kiosks: screens of the university that a clerk has enrolled (R-50). A kiosk has a key of its own,
//! a name and a place that phones are shown (K-05), and can be stopped at any time (K-08).
//!
//! ```text
//! Invited(code, ten minutes) ──enrol──▶ Enrolled(key) ──revoke──▶ Revoked
//!                            ──revoke─────────────────────────────▶
//! ```

mod code;
mod name;
mod pulse;

use serde::{Deserialize, Serialize};

pub use code::{CODE_LENGTH, code_from, hash_of, read_code};
pub use name::{LONGEST_NAME, read_name};
pub use pulse::{PaperState, Pulse, ReaderState};

use crate::audit::{AuditEvent, Event};
use crate::id::KioskId;
use crate::purpose::{Errand, Purpose};
use crate::refusal::Refusal;
use crate::secret::TokenHash;
use crate::time::{Span, Timestamp};

/// A kiosk as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kiosk {
    /// Its identifier, which is also the issuer of its assertions.
    pub id: KioskId,
    /// Counts the changes; every update names the version it was based on.
    pub version: u32,
    /// What it is called, as its screen and phones show it.
    pub name: String,
    /// Where it stands.
    pub place: String,
    /// When a clerk made it.
    pub made_at: Timestamp,
    /// Where it stands in its life.
    pub state: KioskState,
}

/// The life of a kiosk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum KioskState {
    /// Waits for its enrolment code.
    Invited {
        /// The keyed hash of the code.
        code: TokenHash,
        /// Until when the code is good.
        until: Timestamp,
    },
    /// Has a key.
    Enrolled {
        /// Its public key.
        key: KioskKey,
        /// Since when.
        at: Timestamp,
        /// What it last said of itself.
        pulse: Option<Pulse>,
    },
    /// Stopped, for good.
    Revoked {
        /// Since when.
        at: Timestamp,
        /// The key it had: an assertion by it is told why it is refused.
        key: Option<KioskKey>,
    },
}

/// A public key on P-256 (RFC 7518 section 6.2.1), as its two coordinates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KioskKey {
    /// The x coordinate.
    pub x: [u8; 32],
    /// The y coordinate.
    pub y: [u8; 32],
}

/// How a kiosk is, for the clerk who looks at the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Waits for its code.
    Invited,
    /// The code was not typed in time.
    Lapsed,
    /// Has been heard of lately.
    Live,
    /// Has not been heard of for too long.
    Silent,
    /// Stopped.
    Revoked,
}

impl Kiosk {
    /// A kiosk that waits for its code.
    pub fn invited(
        id: KioskId,
        (name, place): (String, String),
        code: TokenHash,
        lifetime: Span,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            version: 0,
            name,
            place,
            made_at: now,
            state: KioskState::Invited {
                code,
                until: now + lifetime,
            },
        }
    }

    /// The kiosk takes its key; the code is used up.
    ///
    /// # Errors
    /// `KioskCodeExpired` after its time, `KioskCodeWrong` when it has been used or withdrawn.
    pub fn enrol(self, key: KioskKey, now: Timestamp) -> Result<Self, Refusal> {
        match self.state {
            KioskState::Invited { until, .. } if until.is_past(now) => {
                Err(Refusal::KioskCodeExpired)
            }
            KioskState::Invited { .. } => Ok(self.next(KioskState::Enrolled {
                key,
                at: now,
                pulse: None,
            })),
            KioskState::Enrolled { .. } | KioskState::Revoked { .. } => {
                Err(Refusal::KioskCodeWrong)
            }
        }
    }

    /// Stops the kiosk; `None` when it is stopped already.
    pub fn revoke(self, now: Timestamp) -> Option<Self> {
        let key = match self.state {
            KioskState::Invited { .. } => None,
            KioskState::Enrolled { key, .. } => Some(key),
            KioskState::Revoked { .. } => return None,
        };
        Some(self.next(KioskState::Revoked { at: now, key }))
    }

    /// Notes what the kiosk says of itself.
    ///
    /// # Errors
    /// Those of [`Self::alive`].
    pub fn heard(self, pulse: Pulse) -> Result<Self, Refusal> {
        self.alive()?;
        let KioskState::Enrolled { key, at, .. } = self.state else {
            return Err(Refusal::KioskUnknown);
        };
        Ok(self.next(KioskState::Enrolled {
            key,
            at,
            pulse: Some(pulse),
        }))
    }

    /// The key that its assertions are checked with, also after it was stopped.
    pub const fn key(&self) -> Option<&KioskKey> {
        match &self.state {
            KioskState::Enrolled { key, .. } => Some(key),
            KioskState::Revoked { key, .. } => key.as_ref(),
            KioskState::Invited { .. } => None,
        }
    }

    /// Whether it may begin visits, and keep those it has (K-08).
    ///
    /// # Errors
    /// `KioskRevoked`, `KioskUnknown` before it has a key.
    pub const fn alive(&self) -> Result<(), Refusal> {
        match self.state {
            KioskState::Enrolled { .. } => Ok(()),
            KioskState::Revoked { .. } => Err(Refusal::KioskRevoked),
            KioskState::Invited { .. } => Err(Refusal::KioskUnknown),
        }
    }

    /// What it last said of itself.
    pub const fn pulse(&self) -> Option<&Pulse> {
        match &self.state {
            KioskState::Enrolled { pulse, .. } => pulse.as_ref(),
            _ => None,
        }
    }

    /// How it is at this moment; silent after `stale` without a word.
    pub fn standing(&self, stale: Span, now: Timestamp) -> Standing {
        match &self.state {
            KioskState::Invited { until, .. } if until.is_past(now) => Standing::Lapsed,
            KioskState::Invited { .. } => Standing::Invited,
            KioskState::Enrolled { at, pulse, .. } => {
                let heard = pulse.as_ref().map_or(*at, |pulse| pulse.at);
                if (heard + stale).is_past(now) {
                    Standing::Silent
                } else {
                    Standing::Live
                }
            }
            KioskState::Revoked { .. } => Standing::Revoked,
        }
    }

    /// When its life ended; `None` while it has a key. An invitation ends by itself.
    pub const fn ended_at(&self) -> Option<Timestamp> {
        match self.state {
            KioskState::Invited { until, .. } => Some(until),
            KioskState::Enrolled { .. } => None,
            KioskState::Revoked { at, .. } => Some(at),
        }
    }

    /// Name and place in one line, as a phone is shown them (K-05).
    pub fn label(&self) -> String {
        format!("{} / {}", self.name, self.place)
    }

    /// An audit row about this kiosk.
    pub const fn audit(&self, event: Event, now: Timestamp) -> AuditEvent {
        let mut row = AuditEvent::new(event, now);
        row.kiosk = Some(self.id);
        row
    }

    fn next(self, state: KioskState) -> Self {
        Self {
            version: self.version + 1,
            state,
            ..self
        }
    }
}

/// Whether a kiosk itself shows what an errand brings, once the six digits were typed on it. All
/// else goes on on the phone, where the person is alone with it.
pub const fn shows(errand: Errand) -> bool {
    matches!(
        errand,
        Errand::Card {
            purpose: Purpose::Manage
        }
    )
}

#[cfg(test)]
mod tests;
