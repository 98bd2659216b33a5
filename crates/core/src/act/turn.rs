//! Whose turn it is, and the moves of an act: performed, not performed, perhaps performed.

use super::{Act, ActStage, TURN, WaitCause};
use crate::audit::{AuditEvent, Event};
use crate::change::{Change, Write};
use crate::link::Link;
use crate::port::Fault;
use crate::refusal::{Next, Refusal};
use crate::time::{Span, Timestamp};

/// A process that has been performing for this long does so no more.
pub const STALE: Span = Span::seconds(60);
/// After a fault before which nothing had happened, nobody presses again sooner.
const PAUSE: Span = Span::seconds(5);

/// A refusal, and how long to wait where waiting helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotNow {
    /// Why.
    pub refusal: Refusal,
    /// How long.
    pub wait: Option<Span>,
}

impl From<Refusal> for NotNow {
    fn from(refusal: Refusal) -> Self {
        Self {
            refusal,
            wait: None,
        }
    }
}

impl NotNow {
    /// A refusal that ends at a point in time.
    pub fn until(refusal: Refusal, at: Timestamp, now: Timestamp) -> Self {
        Self {
            refusal,
            wait: Some(at - now),
        }
    }
}

/// An act after a move, the audit row of it, and what the person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The act as it is to be stored.
    pub act: Act,
    /// The row.
    pub row: AuditEvent,
}

impl Moved {
    /// Adds both to a change.
    pub fn into_change(self, change: Change) -> Change {
        change.with(Write::UpdateAct(self.act)).audited(self.row)
    }
}

/// How an act stands after it could not be performed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// The act and its row.
    pub moved: Moved,
    /// What the person is told.
    pub told: NotNow,
    /// Until when the directory wants to be left alone by everybody (F-21).
    pub hold: Option<Timestamp>,
}

impl Act {
    /// Whether it may be performed now.
    ///
    /// # Errors
    /// `ActOutOfTurn`, `OutcomeUnknown` and `ActUnderWay` with the time to wait, `ActExpired`,
    /// `ActRepeated`, or the refusal with which it was closed.
    pub fn turn(&self, now: Timestamp) -> Result<(), NotNow> {
        let early = |refusal, at: Timestamp| {
            if at.is_past(now) {
                Ok(())
            } else {
                Err(NotNow::until(refusal, at, now))
            }
        };
        match &self.stage {
            ActStage::Done { .. } => return Err(Refusal::ActRepeated.into()),
            ActStage::Closed { refusal, .. } => return Err((*refusal).into()),
            ActStage::Working { since } => {
                let end = (*since + STALE).max(now);
                return Err(NotNow::until(Refusal::ActUnderWay, end, now));
            }
            ActStage::Waiting { not_before, .. } => early(Refusal::ActOutOfTurn, *not_before)?,
            ActStage::Unknown { again_at, .. } => early(Refusal::OutcomeUnknown, *again_at)?,
        }
        if self.deadline.is_past(now) {
            return Err(Refusal::ActExpired.into());
        }
        Ok(())
    }

    /// Whether the link is still there as it was asked for.
    ///
    /// # Errors
    /// `LinkChangedMeanwhile`, `LinkFrozen`.
    pub fn rests_on(&self, link: Option<&Link>) -> Result<(), Refusal> {
        let link = link.filter(|link| link.id == self.link);
        let link = link.ok_or(Refusal::LinkChangedMeanwhile)?;
        match link.frozen {
            Some(_) => Err(Refusal::LinkFrozen),
            None => Ok(()),
        }
    }

    /// One process takes it on.
    ///
    /// # Errors
    /// As [`Act::turn`].
    pub fn begin(self, now: Timestamp) -> Result<Self, NotNow> {
        self.turn(now)?;
        Ok(self.moved(ActStage::Working { since: now }))
    }

    /// Whether an act whose turn has come has to stand in line once more: nobody calls before
    /// `quiet`, until when the directory wants to be left alone; and those who had to wait for that
    /// have a line of their own, the last place of which is `held`, so that they do not all come
    /// at once afterwards (F-21).
    pub fn waits_again(
        &self,
        quiet: Option<Timestamp>,
        held: Option<Timestamp>,
        now: Timestamp,
    ) -> bool {
        let ahead = |end: Option<Timestamp>| end.is_some_and(|end| !end.is_past(now));
        let stands_in_it = matches!(
            self.stage,
            ActStage::Waiting {
                cause: WaitCause::Throttled,
                ..
            }
        );
        ahead(quiet) || ahead(held) && !stands_in_it
    }

    /// Its turn comes later because the directory wants to be left alone by everybody.
    pub fn held_until(self, at: Timestamp) -> Self {
        let held = Self {
            deadline: self.deadline.max(at + TURN),
            ..self
        };
        held.moved(ActStage::Waiting {
            not_before: at,
            cause: WaitCause::Throttled,
        })
    }

    /// It could not be performed, or perhaps it was.
    pub fn failed(self, fault: Fault, settle: Span, reference: &str, now: Timestamp) -> Failed {
        match fault {
            Fault::NotDone(refusal) if passes(refusal) => {
                let told = NotNow::until(refusal, now + PAUSE, now);
                let row = self.refused(refusal, reference, now);
                let act = Self {
                    settles_at: None,
                    ..self.moved(waiting(now + PAUSE))
                };
                Failed {
                    moved: Moved { act, row },
                    told,
                    hold: None,
                }
            }
            Fault::NotDone(refusal) => Failed {
                moved: self.closed(refusal, reference, now),
                told: refusal.into(),
                hold: None,
            },
            Fault::Throttled(wait) => {
                let at = now + wait;
                let row = self.refused(Refusal::DirectoryBusy, reference, now);
                let act = Self {
                    settles_at: None,
                    ..self.held_until(at)
                };
                Failed {
                    moved: Moved { act, row },
                    told: NotNow::until(Refusal::DirectoryBusy, at, now),
                    hold: Some(at),
                }
            }
            Fault::Unknown => {
                let told = NotNow::until(Refusal::OutcomeUnknown, now + settle, now);
                Failed {
                    moved: self.unknown(settle, Some(reference), now),
                    told,
                    hold: None,
                }
            }
        }
    }

    /// Whether it was performed is not known.
    fn unknown(self, settle: Span, reference: Option<&str>, now: Timestamp) -> Moved {
        let again_at = now + settle;
        let row = AuditEvent {
            reference: reference.map(str::to_owned),
            ..self.audit(Event::OutcomeUnknown(self.kind), now)
        };
        let open = Self {
            deadline: self.deadline.max(again_at + TURN),
            settles_at: Some(again_at),
            ..self
        };
        let stage = ActStage::Unknown {
            since: now,
            again_at,
        };
        Moved {
            act: open.moved(stage),
            row,
        }
    }

    /// It has happened.
    pub fn done(
        self,
        ends_at: Option<Timestamp>,
        once: bool,
        methods_before: Vec<[u8; 8]>,
        now: Timestamp,
    ) -> Self {
        self.moved(ActStage::Done {
            at: now,
            ends_at,
            once,
            methods_before,
        })
    }

    /// It ends without success.
    pub fn closed(self, refusal: Refusal, reference: &str, now: Timestamp) -> Moved {
        let row = self.refused(refusal, reference, now);
        let stage = ActStage::Closed {
            refusal,
            at: now,
            reference: reference.to_owned(),
        };
        Moved {
            act: self.moved(stage),
            row,
        }
    }

    /// The person no longer wants it.
    ///
    /// # Errors
    /// `ActUnderWay` and `OutcomeUnknown` with the time to wait: a request that is on its way
    /// must have ended before another act of the account can begin. `ActRepeated` when it has
    /// happened, or the refusal with which it was closed.
    pub fn given_up(self, reference: &str, now: Timestamp) -> Result<Moved, NotNow> {
        let settled = self.settles_at.is_none_or(|at| at.is_past(now));
        match &self.stage {
            ActStage::Waiting { .. } | ActStage::Unknown { .. } if settled => {
                Ok(self.closed(Refusal::ActGivenUp, reference, now))
            }
            ActStage::Waiting { .. } | ActStage::Unknown { .. } => {
                let at = self.settles_at.unwrap_or(now);
                Err(NotNow::until(Refusal::OutcomeUnknown, at, now))
            }
            _ => Err(match self.turn(now) {
                Err(not_now) => not_now,
                Ok(()) => Refusal::Unexpected.into(),
            }),
        }
    }

    /// What time alone has made of it: a process that died while performing it leaves it unknown,
    /// and what nobody fetched in time is closed.
    pub fn due(self, settle: Span, reference: &str, now: Timestamp) -> Option<Moved> {
        match &self.stage {
            ActStage::Working { since } if (*since + STALE).is_past(now) => {
                Some(self.unknown(settle, None, now))
            }
            ActStage::Waiting { .. } | ActStage::Unknown { .. } if self.deadline.is_past(now) => {
                Some(self.closed(Refusal::ActExpired, reference, now))
            }
            _ => None,
        }
    }

    /// An audit row about it.
    pub fn audit(&self, event: Event, now: Timestamp) -> AuditEvent {
        AuditEvent {
            way: Some(self.way),
            flow: Some(self.flow),
            act: Some(self.id),
            ..AuditEvent::new(event, now)
        }
    }

    fn refused(&self, refusal: Refusal, reference: &str, now: Timestamp) -> AuditEvent {
        AuditEvent {
            reference: Some(reference.to_owned()),
            ..self.audit(Event::Refused(refusal), now)
        }
    }
}

const fn waiting(not_before: Timestamp) -> ActStage {
    ActStage::Waiting {
        not_before,
        cause: WaitCause::Throttled,
    }
}

/// Whether the cause may pass by itself, so that the card check need not be made again. An account
/// that the directory does not know is perhaps not known yet (F-26).
fn passes(refusal: Refusal) -> bool {
    refusal.next() == Next::Wait || refusal == Refusal::AccountUnknown
}
