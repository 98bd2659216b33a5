//! The directory of the model: effects that come at once, late, or never, and answers that get
//! lost. An effect of a request without an answer comes within the settle time.

use super::rng::Rng;
use crate::id::ActId;
use crate::port::Fault;
use crate::refusal::Refusal;
use crate::time::{Span, Timestamp};

/// What the directory does with a pass while another one lives. Documentation and field reports
/// differ; the third is worse than both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Second {
    Replaces,
    IsRefused,
    IsKept,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Live {
    pub(super) id: String,
    /// The act that created it; `None` for one made by hand.
    pub(super) by: Option<ActId>,
}

#[derive(Clone, Debug)]
pub(super) enum Effect {
    Create(Live),
    Delete(String, ActId),
    Revoke,
}

/// A pass ceased to live: which, and by which act (`None`: by hand).
pub(super) struct Gone(pub(super) String, pub(super) Option<ActId>);

pub(super) struct Directory {
    pub(super) second: Second,
    pub(super) live: Vec<Live>,
    pub(super) late: Vec<(Timestamp, Effect)>,
    pub(super) settle: Span,
    /// Of a hundred calls, so many go wrong.
    pub(super) faults: i64,
}

impl Directory {
    /// A call that changes something; what ceased to live by it.
    pub(super) fn order(
        &mut self,
        effect: Effect,
        rng: &mut Rng,
        now: Timestamp,
    ) -> (Result<(), Fault>, Vec<Gone>) {
        if !rng.percent(self.faults) {
            return match self.take(effect) {
                Ok(gone) => (Ok(()), gone),
                Err(refusal) => (Err(Fault::NotDone(refusal)), Vec::new()),
            };
        }
        match rng.below(5) {
            0 => (
                Err(Fault::NotDone(Refusal::DirectoryUnreachable)),
                Vec::new(),
            ),
            1 => (Err(Fault::Throttled(wait(rng))), Vec::new()),
            // An error of the server, without effect.
            2 => (Err(Fault::Unknown), Vec::new()),
            // The effect, and an answer that is lost or cut.
            3 => (Err(Fault::Unknown), self.take(effect).unwrap_or_default()),
            _ => {
                let delay = rng.below(self.settle.millis());
                self.late
                    .push((now + Timestamp::from_millis(delay).span(), effect));
                (Err(Fault::Unknown), Vec::new())
            }
        }
    }

    /// A call that only reads.
    pub(super) fn question(&self, rng: &mut Rng) -> Result<Vec<String>, Fault> {
        if rng.percent(self.faults) {
            return Err(match rng.below(2) {
                0 => Fault::NotDone(Refusal::DirectoryUnreachable),
                _ => Fault::Throttled(wait(rng)),
            });
        }
        Ok(self.live.iter().map(|pass| pass.id.clone()).collect())
    }

    /// The effect itself.
    pub(super) fn take(&mut self, effect: Effect) -> Result<Vec<Gone>, Refusal> {
        match effect {
            Effect::Revoke => Ok(Vec::new()),
            Effect::Delete(id, act) => {
                let before = self.live.len();
                self.live.retain(|pass| pass.id != id);
                let gone = self.live.len() < before;
                Ok(gone.then_some(Gone(id, Some(act))).into_iter().collect())
            }
            Effect::Create(pass) => match self.second {
                Second::IsRefused if !self.live.is_empty() => Err(Refusal::PassPolicyExcludes),
                Second::Replaces => {
                    let by = pass.by;
                    let old = std::mem::replace(&mut self.live, vec![pass]);
                    Ok(old.into_iter().map(|old| Gone(old.id, by)).collect())
                }
                _ => {
                    self.live.push(pass);
                    Ok(Vec::new())
                }
            },
        }
    }
}

fn wait(rng: &mut Rng) -> Span {
    match rng.below(3) {
        0 => Span::seconds(1),
        1 => Span::seconds(30),
        _ => Span::seconds(300),
    }
}

impl Timestamp {
    /// The distance from the beginning.
    fn span(self) -> Span {
        self - Self::from_millis(0)
    }
}
