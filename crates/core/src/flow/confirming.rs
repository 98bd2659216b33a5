//! Way D's last step: the six digits carry the proof from the phone to the first screen, or the
//! phone goes on by itself.

use super::stage::{Confirming, Done, Finding, Place, Stage};
use super::{Flow, Lifetimes};
use crate::id::{ProofId, VisitId};
use crate::refusal::Refusal;
use crate::secret::DerivationKey;
use crate::time::Timestamp;

/// What became of a try at the six digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// They fit: the result goes to the first screen.
    Delivered(Flow, Finding),
    /// They do not fit: store the flow, which has one try less.
    Wrong(Flow, u8),
    /// They did not fit for the last time: close the flow with `DigitsExhausted`.
    Exhausted(Flow),
}

impl Flow {
    /// Tries the digits that were typed on the first screen.
    ///
    /// # Errors
    /// `FlowOutOfOrder` when no digits are shown, `DigitsExpired`.
    pub fn confirm(
        self,
        typed: &str,
        proof: ProofId,
        key: &DerivationKey,
        lifetimes: &Lifetimes,
        now: Timestamp,
    ) -> Result<Confirmed, Refusal> {
        let Stage::Confirming(stage) = self.stage.clone() else {
            return Err(Refusal::FlowOutOfOrder);
        };
        self.alive(now, Refusal::DigitsExpired)?;
        if self.starter_left {
            return Err(Refusal::VisitExpired);
        }
        if self.digits_fit(&stage, typed, key, lifetimes, now) {
            let finding = stage.finding.clone();
            return Ok(Confirmed::Delivered(
                self.deliver(stage, Place::Starter, proof, now),
                finding,
            ));
        }
        let tries_left = stage.tries_left.saturating_sub(1);
        if tries_left == 0 {
            return Ok(Confirmed::Exhausted(self));
        }
        let deadline = self.deadline;
        let stage = Stage::Confirming(Confirming {
            tries_left,
            ..stage
        });
        Ok(Confirmed::Wrong(self.next(deadline, stage), tries_left))
    }

    /// The phone goes on by itself; the first screen is told so and gets nothing.
    ///
    /// # Errors
    /// `FlowOutOfOrder` when no digits are shown, `FlowUnknown` for any visit but the phone's,
    /// `DigitsExpired`.
    pub fn keep(
        self,
        visit: VisitId,
        proof: ProofId,
        now: Timestamp,
    ) -> Result<(Self, Finding), Refusal> {
        let Stage::Confirming(stage) = self.stage.clone() else {
            return Err(Refusal::FlowOutOfOrder);
        };
        if stage.carrier.visit != visit {
            return Err(Refusal::FlowUnknown);
        }
        self.alive(now, Refusal::DigitsExpired)?;
        let finding = stage.finding.clone();
        Ok((self.deliver(stage, Place::Carrier, proof, now), finding))
    }

    fn deliver(self, stage: Confirming, place: Place, proof: ProofId, now: Timestamp) -> Self {
        let proof = matches!(stage.finding, Finding::Person { .. }).then_some(proof);
        let done = Done {
            at: now,
            place,
            proof,
            carrier: Some(stage.carrier),
        };
        self.next(now, Stage::Done(done))
    }
}
