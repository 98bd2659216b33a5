//! A flow: one attempt at one errand, from the press of a button to its proof or its refusal.
//!
//! ```text
//! Offered ──open──▶ AtProvider ──claim──▶ Claimed ──finish──▶ Done                (ways A, C)
//!                                                 ├─────────▶ Confirming ──▶ Done (way D)
//!                                                 └─────────▶ HandingBack ─▶ Done (way B)
//! every stage ──▶ Closed(refusal)
//! ```
//! A transition takes the flow by value and gives back its next version; the store swaps one for
//! the other or says that somebody was faster.

mod confirming;
mod digits;
mod hand_back;
mod left;
mod offered;
mod provider;
mod stage;

use serde::{Deserialize, Serialize};

pub use confirming::Confirmed;
pub use digits::Digits;
pub use hand_back::{HandBack, HandBackTarget};
pub use left::Left;
pub use offered::Opening;
pub use provider::{Claim, Finish};
pub use stage::{
    AtProvider, Carrier, Claimed, Closed, Confirming, Done, Finding, HandingBack, Leg, Offered,
    Place, Stage,
};

use crate::audit::{AuditEvent, Event};
use crate::id::{FlowId, KioskId, VisitId};
use crate::purpose::{Errand, Way};
use crate::refusal::Refusal;
use crate::secret::{DerivationKey, Token, TokenHash};
use crate::time::{Span, Timestamp};

/// How long each thing lives. Configuration; the defaults are those of the design.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// Our QR, and the start link of an app (R-46: at most three minutes).
    pub offer: Span,
    /// A person at the provider: reading, PIN, card.
    pub at_provider: Span,
    /// The exchange of the code; after it a stuck attempt may be taken up again.
    pub claim: Span,
    /// One set of six digits.
    pub digits: Span,
    /// Typing the six digits, over all sets.
    pub confirming: Span,
    /// The hand-back code of an app (R-23: at most 60 s).
    pub hand_back: Span,
    /// A proof (R-51: at most ten minutes).
    pub proof: Span,
    /// A visit without activity.
    pub visit_idle: Span,
    /// A visit in all.
    pub visit_absolute: Span,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            offer: Span::minutes(3),
            at_provider: Span::minutes(15),
            claim: Span::seconds(30),
            digits: Span::minutes(3),
            confirming: Span::minutes(10),
            hand_back: Span::seconds(60),
            proof: Span::minutes(10),
            visit_idle: Span::minutes(30),
            visit_absolute: Span::minutes(8 * 60),
        }
    }
}

/// Where, on what and when a flow was started, as the phone in way D is told (R-48).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The enrolled name and place of a kiosk.
    pub place: Option<String>,
    /// A plain name of the device or browser.
    pub device: String,
    /// When.
    pub at: Timestamp,
}

/// A flow as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Its identifier.
    pub id: FlowId,
    /// Counts the changes; every update names the version it was based on.
    pub version: u32,
    /// The visit that started it and that the result is for.
    pub visit: VisitId,
    /// What it is to bring.
    pub errand: Errand,
    /// By which way.
    pub way: Way,
    /// Where and when it was started.
    pub origin: Origin,
    /// When it was started.
    pub created_at: Timestamp,
    /// When its present stage ends.
    pub deadline: Timestamp,
    /// The last link under which it was offered; kept so that a late opening is told why.
    pub offer: Option<TokenHash>,
    /// The last `state` sent to the provider; kept so that a repeated answer is told why.
    pub state: Option<TokenHash>,
    /// The kiosk that it was started on.
    #[serde(default)]
    pub kiosk: Option<KioskId>,
    /// Whether the visit that started it has been ended: nothing can be delivered there (K-07).
    #[serde(default)]
    pub starter_left: bool,
    /// Where it stands.
    pub stage: Stage,
}

impl Flow {
    /// A flow that goes to the provider at once in the browser that started it (ways A and C).
    pub fn go(start: Start, leg: Leg, lifetimes: &Lifetimes) -> Self {
        let at = start.origin.at;
        let state = leg.state;
        let stage = Stage::AtProvider(AtProvider {
            leg,
            carrier: None,
            hand_back: None,
            since: at,
        });
        Self {
            state: Some(state),
            ..start.into_flow(at + lifetimes.at_provider, stage)
        }
    }

    /// A flow that is offered as a link: our QR (way D) or an app's start link (way B).
    pub fn offer(
        start: Start,
        offer: TokenHash,
        hand_back: Option<HandBack>,
        lifetimes: &Lifetimes,
    ) -> Self {
        let deadline = start.origin.at + lifetimes.offer;
        let stage = Stage::Offered(Offered {
            serial: 0,
            extended: false,
            hand_back,
        });
        Self {
            offer: Some(offer),
            ..start.into_flow(deadline, stage)
        }
    }

    /// Whether the flow has ended, with or without success.
    pub const fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Done(_) | Stage::Closed(_))
    }

    /// The visit of the phone in way D, once it has opened the link.
    pub const fn carrier(&self) -> Option<&Carrier> {
        match &self.stage {
            Stage::AtProvider(stage) => stage.carrier.as_ref(),
            Stage::Claimed(stage) => stage.carrier.as_ref(),
            Stage::Confirming(stage) => Some(&stage.carrier),
            Stage::Done(stage) => stage.carrier.as_ref(),
            Stage::Closed(stage) => stage.carrier.as_ref(),
            Stage::Offered(_) | Stage::HandingBack(_) => None,
        }
    }

    /// The link under which the flow is offered for the `serial`-th time. Derived, so that a
    /// reloaded page can show it again although the store knows only its hash.
    pub fn offer_token(id: FlowId, serial: u32, key: &DerivationKey) -> Token {
        let message = [id.bytes().as_slice(), &serial.to_be_bytes()].concat();
        Token::from_random(key.mac("offer", &message))
    }

    /// Ends the flow without success, whatever its stage; a flow that is over stays as it is.
    ///
    /// # Errors
    /// `FlowOutOfOrder` when it is over already.
    pub fn close(self, refusal: Refusal, reference: &str, now: Timestamp) -> Result<Self, Refusal> {
        if self.is_over() {
            return Err(Refusal::FlowOutOfOrder);
        }
        let carrier = self.carrier().cloned();
        let closed = Closed {
            refusal,
            at: now,
            reference: reference.to_owned(),
            carrier,
        };
        Ok(self.next(now, Stage::Closed(closed)))
    }

    /// Ends a flow whose stage has outlived its deadline; `None` while there is time.
    pub fn expire(self, reference: &str, now: Timestamp) -> Option<Self> {
        if self.is_over() || !self.deadline.is_past(now) {
            return None;
        }
        let refusal = match self.stage {
            Stage::Offered(_) => Refusal::HandoffExpired,
            Stage::Confirming(_) => Refusal::DigitsExpired,
            Stage::HandingBack(_) => Refusal::HandBackExpired,
            _ => Refusal::FlowExpired,
        };
        self.close(refusal, reference, now).ok()
    }

    /// An audit row about this flow.
    pub fn audit(&self, event: Event, now: Timestamp) -> AuditEvent {
        AuditEvent {
            errand: Some(self.errand),
            way: Some(self.way),
            flow: Some(self.id),
            kiosk: self.kiosk,
            ..AuditEvent::new(event, now)
        }
    }

    fn alive(&self, now: Timestamp, late: Refusal) -> Result<(), Refusal> {
        if self.deadline.is_past(now) {
            Err(late)
        } else {
            Ok(())
        }
    }

    fn next(self, deadline: Timestamp, stage: Stage) -> Self {
        Self {
            version: self.version + 1,
            deadline,
            stage,
            ..self
        }
    }
}

/// What a new flow is made of.
#[derive(Clone, Debug)]
pub struct Start {
    /// Its identifier.
    pub id: FlowId,
    /// The visit that starts it.
    pub visit: VisitId,
    /// What it is to bring.
    pub errand: Errand,
    /// By which way.
    pub way: Way,
    /// Where and when.
    pub origin: Origin,
    /// The kiosk that it is started on.
    pub kiosk: Option<KioskId>,
}

impl Start {
    fn into_flow(self, deadline: Timestamp, stage: Stage) -> Flow {
        Flow {
            id: self.id,
            version: 0,
            visit: self.visit,
            errand: self.errand,
            way: self.way,
            created_at: self.origin.at,
            origin: self.origin,
            deadline,
            offer: None,
            state: None,
            kiosk: self.kiosk,
            starter_left: false,
            stage,
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

#[cfg(test)]
#[path = "left_tests.rs"]
mod left_tests;
