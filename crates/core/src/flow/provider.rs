//! A browser is at the provider: setting out again, claiming the answer, finishing with it.

use super::stage::{
    AtProvider, Claimed, Confirming, Done, Finding, HandingBack, Leg, Place, Stage,
};
use super::{Flow, Lifetimes};
use crate::id::ProofId;
use crate::refusal::Refusal;
use crate::secret::TokenHash;
use crate::time::{Span, Timestamp};

/// Wrong tries at the six digits before the flow ends.
pub(super) const TRIES: u8 = 5;
/// Allowed difference of clocks.
const SKEW: Span = Span::seconds(60);

/// What became of an answer that carried this flow's `state`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The answer is ours to work on: store this before the code is exchanged.
    Claimed(Flow),
    /// The answer came to the wrong browser: the flow is to be closed with this refusal.
    Broken(Flow, Refusal),
}

/// What is needed to deliver a checked answer.
#[derive(Clone, Debug)]
pub struct Finish {
    /// What the answer comes to.
    pub finding: Finding,
    /// When the person was last authenticated, if the provider says so.
    pub auth_time: Option<Timestamp>,
    /// The id of the proof, should one be made at once.
    pub proof: ProofId,
    /// The hash of a hand-back code, should one be needed.
    pub code: TokenHash,
}

impl Flow {
    /// Sends the browser off again with a new request; the answer to the old one will be refused.
    /// Also takes up an attempt whose exchange was cut off by a crash.
    ///
    /// # Errors
    /// `FlowOutOfOrder` when no browser is at the provider, `FlowExpired`, or the refusal that ended
    /// the flow.
    pub fn resume(self, leg: Leg, lifetimes: &Lifetimes, now: Timestamp) -> Result<Self, Refusal> {
        let (carrier, hand_back) = match &self.stage {
            Stage::AtProvider(stage) => (stage.carrier.clone(), stage.hand_back.clone()),
            Stage::Claimed(stage) if self.is_stuck(lifetimes, now) => {
                (stage.carrier.clone(), stage.hand_back.clone())
            }
            Stage::Closed(closed) => return Err(closed.refusal),
            _ => return Err(Refusal::FlowOutOfOrder),
        };
        self.alive(now, Refusal::FlowExpired)?;
        let stage = Stage::AtProvider(AtProvider {
            leg,
            carrier,
            hand_back,
            since: now,
        });
        Ok(Self {
            state: Some(leg.state),
            ..self.next(now + lifetimes.at_provider, stage)
        })
    }

    /// Whether the exchange of the code was begun so long ago that nobody can be at it any more.
    /// The deadline of a claimed flow is that of its stage at the provider.
    pub fn is_stuck(&self, lifetimes: &Lifetimes, now: Timestamp) -> bool {
        let Stage::Claimed(stage) = &self.stage else {
            return false;
        };
        (stage.at + lifetimes.claim).is_past(now)
    }

    /// Takes hold of the provider's answer, once, for the browser that was sent off.
    ///
    /// # Errors
    /// `CallbackRepeated` when an answer was taken already, `CallbackLate` when the flow is over
    /// or out of time.
    pub fn claim(
        self,
        state: &TokenHash,
        browser: Option<&TokenHash>,
        now: Timestamp,
    ) -> Result<Claim, Refusal> {
        let Stage::AtProvider(stage) = &self.stage else {
            return Err(self.too_late());
        };
        if stage.leg.state != *state {
            return Err(Refusal::CallbackUnknownState);
        }
        self.alive(now, Refusal::CallbackLate)?;
        if browser != Some(&stage.leg.browser) {
            return Ok(Claim::Broken(self, Refusal::CallbackOtherBrowser));
        }
        let AtProvider {
            leg,
            carrier,
            hand_back,
            ..
        } = stage.clone();
        let deadline = self.deadline;
        let claimed = Stage::Claimed(Claimed {
            leg,
            carrier,
            hand_back,
            at: now,
        });
        Ok(Claim::Claimed(self.next(deadline, claimed)))
    }

    const fn too_late(&self) -> Refusal {
        match self.stage {
            Stage::Closed(_) | Stage::Offered(_) => Refusal::CallbackLate,
            _ => Refusal::CallbackRepeated,
        }
    }

    /// Goes on with a checked answer: to its end in the same browser, to the six digits in way
    /// D, to the hand-back in way B.
    ///
    /// # Errors
    /// `FlowOutOfOrder` when no answer is being worked on; `TokenNotFresh` when the provider
    /// answered a card check without a new reading.
    pub fn finish(
        self,
        finish: Finish,
        lifetimes: &Lifetimes,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let Stage::Claimed(claimed) = self.stage.clone() else {
            return Err(Refusal::FlowOutOfOrder);
        };
        check_fresh(&finish, &claimed.leg)?;
        let Finish {
            finding,
            proof,
            code,
            ..
        } = finish;
        Ok(match (claimed.carrier, claimed.hand_back) {
            (Some(carrier), _) if self.stays_on_phone() => {
                let proof = matches!(finding, Finding::Person { .. }).then_some(proof);
                let done = Done {
                    at: now,
                    place: Place::Carrier,
                    proof,
                    carrier: Some(carrier),
                };
                self.next(now, Stage::Done(done))
            }
            (Some(carrier), _) => {
                let stage = Confirming {
                    carrier,
                    finding,
                    since: now,
                    tries_left: TRIES,
                };
                self.next(now + lifetimes.confirming, Stage::Confirming(stage))
            }
            (None, Some(hand_back)) => {
                let stage = HandingBack {
                    hand_back,
                    code,
                    finding,
                };
                self.next(now + lifetimes.hand_back, Stage::HandingBack(stage))
            }
            (None, None) => {
                let proof = matches!(finding, Finding::Person { .. }).then_some(proof);
                let done = Done {
                    at: now,
                    place: Place::Starter,
                    proof,
                    carrier: None,
                };
                self.next(now, Stage::Done(done))
            }
        })
    }
}

/// A card check is good only if the card was read after we asked.
fn check_fresh(finish: &Finish, leg: &Leg) -> Result<(), Refusal> {
    let stale = finish.auth_time.is_some_and(|at| at + SKEW < leg.issued_at);
    match finish.finding {
        Finding::Person { .. } if stale => Err(Refusal::TokenNotFresh),
        _ => Ok(()),
    }
}
