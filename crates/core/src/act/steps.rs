//! The order of the calls by which a pass is issued, as a pure machine: it names the next call and
//! is fed with its outcome. List and delete come before create because an account may have one
//! pass only; sessions end before the pass can be used; the list after create shows
//! whether the pass is the one that lives, before anybody sees it (F-23).

use super::{NewPass, PassPolicy};
use crate::port::Fault;
use crate::refusal::Refusal;
use crate::time::{Span, Timestamp};

/// No call begins later than this after the account was read: nothing rests on an "enabled" that
/// is older (F-26), and a process that was halted does not go on where another has taken over.
pub const FRESH: Span = Span::seconds(30);

/// The next call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PassCall {
    /// Read the tenant's policy.
    Policy,
    /// Read which passes there are.
    List,
    /// Remove one.
    Delete(String),
    /// End the sessions.
    Revoke,
    /// Create one with this lifetime.
    Create(Span),
}

/// What a call came to.
#[derive(Debug)]
pub enum PassReply {
    /// The policy.
    Policy(PassPolicy),
    /// The ids of the passes that exist.
    Listed(Vec<String>),
    /// Removed, or ended.
    Done,
    /// Created.
    Created(NewPass),
}

/// How far it is.
#[derive(Debug)]
pub struct PassSteps {
    until: Timestamp,
    step: Step,
}

#[derive(Debug)]
enum Step {
    Policy,
    List(Span),
    /// The one named last is being removed.
    Delete(Span, Vec<String>),
    Revoke(Span),
    Create(Span),
    Verify(NewPass),
    End(Result<NewPass, Fault>),
}

impl PassSteps {
    /// Nothing done yet; the account was read at `read_at`.
    pub fn begin(read_at: Timestamp) -> Self {
        Self {
            until: read_at + FRESH,
            step: Step::Policy,
        }
    }

    /// The call to make at this very moment; `None` at the end.
    pub fn call(&mut self, now: Timestamp) -> Option<PassCall> {
        let may_end = !matches!(self.step, Step::End(_) | Step::Verify(_));
        if may_end && self.until.is_past(now) {
            // Nothing is on its way: every call so far has been answered.
            self.step = Step::End(Err(Fault::NotDone(Refusal::DirectoryUnreachable)));
        }
        Some(match &self.step {
            Step::Policy => PassCall::Policy,
            Step::List(_) | Step::Verify(_) => PassCall::List,
            Step::Delete(_, left) => PassCall::Delete(left.last()?.clone()),
            Step::Revoke(_) => PassCall::Revoke,
            Step::Create(lifetime) => PassCall::Create(*lifetime),
            Step::End(_) => return None,
        })
    }

    /// Takes the outcome of the call.
    pub fn feed(self, reply: Result<PassReply, Fault>) -> Self {
        let step = match reply {
            Ok(reply) => self.step.after(reply),
            Err(fault) => self.step.failed(fault),
        };
        Self { step, ..self }
    }

    /// The pass to show.
    ///
    /// # Errors
    /// Why there is none.
    pub fn end(self) -> Result<NewPass, Fault> {
        match self.step {
            Step::End(outcome) => outcome,
            Step::Policy | Step::List(_) => Err(Fault::NotDone(Refusal::DirectoryUnreachable)),
            _ => Err(Fault::Unknown),
        }
    }
}

impl Step {
    fn after(self, reply: PassReply) -> Self {
        match (self, reply) {
            (Self::Policy, PassReply::Policy(policy)) => match policy.lifetime() {
                Ok(lifetime) => Self::List(lifetime),
                Err(refusal) => Self::End(Err(Fault::NotDone(refusal))),
            },
            (Self::List(lifetime), PassReply::Listed(passes)) => Self::delete(lifetime, passes),
            (Self::Delete(lifetime, mut left), PassReply::Done) => {
                left.pop();
                Self::delete(lifetime, left)
            }
            (Self::Revoke(lifetime), PassReply::Done) => Self::Create(lifetime),
            (Self::Create(_), PassReply::Created(pass)) => Self::Verify(pass),
            (Self::Verify(pass), PassReply::Listed(passes)) if passes == [pass.id.as_str()] => {
                Self::End(Ok(pass))
            }
            // Another pass than ours lives, or the reply is to another call than was made.
            _ => Self::End(Err(Fault::Unknown)),
        }
    }

    fn delete(lifetime: Span, left: Vec<String>) -> Self {
        if left.is_empty() {
            Self::Revoke(lifetime)
        } else {
            Self::Delete(lifetime, left)
        }
    }

    fn failed(self, fault: Fault) -> Self {
        let fault = match (&self, fault) {
            // A call that only reads changes nothing, whatever became of it.
            (Self::Policy | Self::List(_), Fault::Unknown) => {
                Fault::NotDone(Refusal::DirectoryUnreachable)
            }
            // There is a pass by now, and it cannot be seen whether it lives.
            (Self::Verify(_), _) => Fault::Unknown,
            (_, fault) => fault,
        };
        Self::End(Err(fault))
    }
}
