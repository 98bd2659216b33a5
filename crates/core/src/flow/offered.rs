//! A link waits to be opened: renewing, extending, opening, declining.

use super::stage::{AtProvider, Carrier, Leg, Offered, Stage};
use super::{Flow, Lifetimes};
use crate::refusal::Refusal;
use crate::secret::{DerivationKey, TokenHash};
use crate::time::Timestamp;

/// The opening of an offered link by a browser.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The request that this browser is sent off with.
    pub leg: Leg,
    /// Way D: the phone that opens it; `None` when the browser that started the flow opens its
    /// own link (then nothing needs to be carried over), and in way B.
    pub carrier: Option<Carrier>,
}

impl Flow {
    /// Puts a new link in the place of the old one, which is dead at once.
    ///
    /// # Errors
    /// `FlowOutOfOrder` once the link has been opened.
    pub fn renew(
        self,
        key: &DerivationKey,
        lifetimes: &Lifetimes,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let Stage::Offered(offered) = &self.stage else {
            return Err(Refusal::FlowOutOfOrder);
        };
        let serial = offered.serial.saturating_add(1);
        let offer = Some(Self::offer_token(self.id, serial, key).hash());
        let stage = Stage::Offered(Offered {
            serial,
            extended: false,
            ..offered.clone()
        });
        Ok(Self {
            offer,
            ..self.next(now + lifetimes.offer, stage)
        })
    }

    /// Gives the present link its lifetime once more, once (WCAG 2.2.1).
    ///
    /// # Errors
    /// `FlowOutOfOrder` when it was extended already or opened, `HandoffExpired` when too late.
    pub fn extend(self, lifetimes: &Lifetimes, now: Timestamp) -> Result<Self, Refusal> {
        let Stage::Offered(offered) = &self.stage else {
            return Err(Refusal::FlowOutOfOrder);
        };
        if offered.extended {
            return Err(Refusal::FlowOutOfOrder);
        }
        self.alive(now, Refusal::HandoffExpired)?;
        let deadline = self.deadline + lifetimes.offer;
        let stage = Stage::Offered(Offered {
            extended: true,
            ..offered.clone()
        });
        Ok(self.next(deadline, stage))
    }

    /// Checks that the link presented is the live one and may be opened now; changes nothing.
    ///
    /// # Errors
    /// `HandoffUnknown` for a link that a newer one replaced, `HandoffTaken` once opened,
    /// `HandoffExpired`, or the refusal that ended the flow.
    pub fn openable(&self, offer: &TokenHash, now: Timestamp) -> Result<(), Refusal> {
        match &self.stage {
            Stage::Closed(closed) => Err(closed.refusal),
            _ if self.offer.as_ref() != Some(offer) => Err(Refusal::HandoffUnknown),
            Stage::Offered(_) => self.alive(now, Refusal::HandoffExpired),
            _ => Err(Refusal::HandoffTaken),
        }
    }

    /// Opens the link: the browser that did is sent to the provider.
    ///
    /// # Errors
    /// Those of [`Flow::openable`].
    pub fn open(
        self,
        offer: &TokenHash,
        opening: Opening,
        lifetimes: &Lifetimes,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        self.openable(offer, now)?;
        let Stage::Offered(Offered { hand_back, .. }) = &self.stage else {
            return Err(Refusal::HandoffTaken);
        };
        let stage = Stage::AtProvider(AtProvider {
            leg: opening.leg,
            carrier: opening.carrier,
            hand_back: hand_back.clone(),
            since: now,
        });
        let state = Some(opening.leg.state);
        Ok(Self {
            state,
            ..self.next(now + lifetimes.at_provider, stage)
        })
    }
}
