//! What becomes of a flow when the kiosk that it was started on is done with its person: nothing of
//! it comes back to that screen (F-19, K-07), and a phone that is on its way goes on by itself.

use super::Flow;
use super::stage::Stage;
use crate::kiosk;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// Nobody had opened it: it ends.
    Closed(Flow),
    /// A phone has it, and keeps it.
    OnPhone(Flow),
    /// It is over, or the answer is being checked; whoever does that looks whether the visit is
    /// still there.
    AsItWas,
}

impl Flow {
    /// The visit that started this flow on a kiosk has ended.
    pub fn starter_leaves(self, refusal: Refusal, reference: &str, now: Timestamp) -> Left {
        match self.stage {
            Stage::Offered(_) => match self.close(refusal, reference, now) {
                Ok(closed) => Left::Closed(closed),
                Err(_) => Left::AsItWas,
            },
            Stage::AtProvider(_) | Stage::Confirming(_) if !self.starter_left => {
                let (deadline, stage) = (self.deadline, self.stage.clone());
                Left::OnPhone(Self {
                    starter_left: true,
                    ..self.next(deadline, stage)
                })
            }
            _ => Left::AsItWas,
        }
    }

    /// Whether the phone keeps the result without being asked: on a kiosk that does not show it, or
    /// that the person has left.
    pub(super) fn stays_on_phone(&self) -> bool {
        self.kiosk.is_some() && (self.starter_left || !kiosk::shows(self.errand))
    }
}
