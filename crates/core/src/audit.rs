//! Audit events: what happened, by which way, when; no personal data. Each row is chained to the
//! one before it, so that a removed or altered row shows.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::act::ActKind;
use crate::deed::Deed;
use crate::id::{ActId, FlowId, KioskId};
use crate::purpose::{Errand, Way};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// A flow was begun.
    Begun,
    /// A hand-off link was opened on another device.
    Opened,
    /// A card check succeeded and its proof was delivered.
    Proven,
    /// A sign-in at UTokyo Account succeeded.
    SignedIn,
    /// The person at the phone reported a flow that they had not started.
    Reported,
    /// The visit was ended by the person.
    Ended,
    /// A pass or password is to be issued: written before the effect.
    Intended(ActKind),
    /// Whether a pass or password was issued is not known.
    OutcomeUnknown(ActKind),
    /// Something that the owner of the account finds in the history.
    Deed(Deed),
    /// A clerk made a kiosk and its enrolment code.
    KioskInvited,
    /// A kiosk was enrolled with the code.
    KioskEnrolled,
    /// A visit began at a kiosk.
    KioskVisit,
    /// A clerk stopped a kiosk.
    KioskRevoked,
    /// What was ordered from the directory is in its own log.
    Traced,
    /// The same, after it had been missed.
    TracedLate,
    /// What was ordered from the directory is not in its own log: an alarm.
    Untraced,
    /// The directory's log has what none of our orders explains: an alarm.
    Foreign,
    /// Something ended without success.
    Refused(Refusal),
}

impl Event {
    /// The code of the row: the refusal's own code, or one word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Opened => "opened",
            Self::Proven => "proven",
            Self::SignedIn => "signed_in",
            Self::Reported => "reported",
            Self::Ended => "ended",
            Self::Intended(ActKind::Pass) => "pass_intended",
            Self::Intended(ActKind::Password) => "password_intended",
            Self::OutcomeUnknown(ActKind::Pass) => "pass_unknown",
            Self::OutcomeUnknown(ActKind::Password) => "password_unknown",
            Self::Deed(deed) => deed.code(),
            Self::KioskInvited => "kiosk_invited",
            Self::KioskEnrolled => "kiosk_enrolled",
            Self::KioskVisit => "kiosk_visit",
            Self::KioskRevoked => "kiosk_stopped",
            Self::Traced => "directory_traced",
            Self::TracedLate => "directory_traced_late",
            Self::Untraced => "directory_untraced",
            Self::Foreign => "directory_foreign",
            Self::Refused(refusal) => refusal.code(),
        }
    }
}

/// One row of the audit log, before it is chained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvent {
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub event: Event,
    /// The errand, where there was a flow.
    pub errand: Option<Errand>,
    /// The way, where there was a flow.
    pub way: Option<Way>,
    /// The flow.
    pub flow: Option<FlowId>,
    /// The act.
    pub act: Option<ActId>,
    /// The short reference that the person was shown, for support.
    pub reference: Option<String>,
    /// The kiosk, where one took part.
    pub kiosk: Option<KioskId>,
}

impl AuditEvent {
    /// An event with nothing but its time and kind.
    pub const fn new(event: Event, at: Timestamp) -> Self {
        Self {
            at,
            event,
            errand: None,
            way: None,
            flow: None,
            act: None,
            reference: None,
            kiosk: None,
        }
    }

    /// The canonical line that is chained: eight fields, which cannot contain `|`, and a ninth where
    /// a kiosk took part.
    pub fn canonical(&self, sequence: u64) -> String {
        let text = |value: Option<String>| value.unwrap_or_default().replace('|', "");
        let line = format!(
            "{sequence}|{}|{}|{}|{}|{}|{}|{}",
            self.at.millis(),
            self.event.code(),
            self.errand.map_or("", Errand::name),
            self.way.map_or("", Way::name),
            text(self.flow.map(|flow| flow.to_string())),
            text(self.act.map(|act| act.to_string())),
            text(self.reference.clone()),
        );
        match self.kiosk {
            Some(kiosk) => format!("{line}|{kiosk}"),
            None => line,
        }
    }
}

/// The hash of the row before the first.
pub const GENESIS: [u8; 32] = [0; 32];

/// The hash of a row: SHA-256 over the previous row's hash and this row's canonical line.
pub fn chain(previous: &[u8; 32], canonical: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(previous);
    hash.update(canonical.as_bytes());
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_row_breaks_the_chain() {
        let row = AuditEvent::new(Event::Deed(Deed::Linked), Timestamp::from_seconds(1));
        let other = AuditEvent {
            event: Event::Deed(Deed::Unlinked),
            ..row.clone()
        };
        let next = AuditEvent::new(Event::Begun, Timestamp::from_seconds(2)).canonical(2);
        let honest = chain(&chain(&GENESIS, &row.canonical(1)), &next);
        let altered = chain(&chain(&GENESIS, &other.canonical(1)), &next);
        assert_ne!(honest, altered);
    }

    #[test]
    fn a_reference_cannot_forge_a_field() {
        let row = AuditEvent {
            reference: Some("A|linked".to_owned()),
            ..AuditEvent::new(Event::Begun, Timestamp::from_seconds(1))
        };
        assert_eq!(row.canonical(1).matches('|').count(), 7);
    }

    #[test]
    fn a_row_without_a_kiosk_is_chained_as_before_there_were_any() {
        let row = AuditEvent::new(Event::Begun, Timestamp::from_seconds(1));
        assert_eq!(row.canonical(1), "1|1000|begun|||||");
        let kiosk = Some(KioskId::from_random([0; 16]));
        let at_kiosk = AuditEvent { kiosk, ..row };
        let line = at_kiosk.canonical(1);
        assert_eq!(line, "1|1000|begun||||||AAAAAAAAAAAAAAAAAAAAAA");
    }
}
