//! A visit: one browser, app or kiosk in conversation with the server.

use serde::{Deserialize, Serialize};

use crate::account::SignedIn;
use crate::contact::{AddressCheck, ContactDesk};
use crate::id::{ActId, FlowId, KioskId, ProofId, VisitId};
use crate::identity::PersonKey;
use crate::refusal::Refusal;
use crate::secret::TokenHash;
use crate::time::{Span, Timestamp};

/// How a visit talks to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A browser, known by a cookie.
    Web,
    /// An installed app, known by a bearer value that never enters its web view.
    App,
}

/// A visit as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Its identifier, stable while the bearer value changes.
    pub id: VisitId,
    /// Counts the changes; every update names the version it was based on.
    pub version: u32,
    /// The hash of the bearer value that is good now.
    pub token: TokenHash,
    /// How it talks to us.
    pub channel: Channel,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub seen_at: Timestamp,
    /// The running or last flow.
    pub flow: Option<FlowId>,
    /// The last proof delivered to it.
    pub proof: Option<ProofId>,
    /// Whose card was checked in this visit: good for reading that person's status, for no act.
    pub person: Option<PersonKey>,
    /// The UTokyo Account signed in.
    pub account: Option<SignedIn>,
    /// The running or last issue of a pass or password.
    #[serde(default)]
    pub act: Option<ActId>,
    /// A mail address that waits for its code, or was confirmed by it.
    #[serde(default)]
    pub check: Option<AddressCheck>,
    /// Until when this visit may change the notice addresses of an account.
    #[serde(default)]
    pub desk: Option<ContactDesk>,
    /// The kiosk that it was begun at.
    #[serde(default)]
    pub kiosk: Option<KioskId>,
}

impl Visit {
    /// A visit that has just begun.
    pub const fn begin(id: VisitId, token: TokenHash, channel: Channel, now: Timestamp) -> Self {
        Self {
            id,
            version: 0,
            token,
            channel,
            created_at: now,
            seen_at: now,
            flow: None,
            proof: None,
            person: None,
            account: None,
            act: None,
            check: None,
            desk: None,
            kiosk: None,
        }
    }

    /// When it ends if nothing more happens.
    pub fn expires_at(&self, idle: Span, absolute: Span) -> Timestamp {
        (self.seen_at + idle).min(self.created_at + absolute)
    }

    /// Checks that the visit is still alive.
    ///
    /// # Errors
    /// `VisitExpired`.
    pub fn alive(&self, idle: Span, absolute: Span, now: Timestamp) -> Result<(), Refusal> {
        if self.expires_at(idle, absolute).is_past(now) {
            return Err(Refusal::VisitExpired);
        }
        Ok(())
    }

    /// The same visit one change later.
    pub fn touched(self, now: Timestamp) -> Self {
        Self {
            version: self.version + 1,
            seen_at: now,
            ..self
        }
    }

    /// The same visit under a new bearer value; the old one is dead at once.
    pub fn rotated(self, token: TokenHash, now: Timestamp) -> Self {
        Self {
            token,
            ..self.touched(now)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_ends_by_idleness_or_by_age_whichever_comes_first() {
        let (idle, absolute) = (Span::minutes(30), Span::minutes(60));
        let at = |minutes: i64| Timestamp::from_seconds(minutes * 60);
        let visit = Visit::begin(
            VisitId::from_random([1; 16]),
            TokenHash([0; 32]),
            Channel::Web,
            at(0),
        );
        assert_eq!(visit.alive(idle, absolute, at(29)), Ok(()));
        assert_eq!(
            visit.alive(idle, absolute, at(30)),
            Err(Refusal::VisitExpired)
        );
        let busy = visit.touched(at(45));
        assert_eq!(busy.alive(idle, absolute, at(59)), Ok(()));
        assert_eq!(
            busy.alive(idle, absolute, at(60)),
            Err(Refusal::VisitExpired)
        );
    }
}
