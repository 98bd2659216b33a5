//! Opening, stopping and ending an access: what time, a report of misuse and an archive that does
//! not answer do.

use serde::{Deserialize, Serialize};

use crate::identity::Sealed;
use crate::link::Link;
use crate::policy::SALVAGE_WINDOW;
use crate::refusal::Refusal;
use crate::time::{Span, Timestamp};

use super::{Case, CaseState};

/// How long an archive is asked for the same access again while nobody knows whether it has opened
/// it. Then the access is ended, whatever became of it, and another one is asked for.
pub const SETTLE: Span = Span::minutes(60);

/// One opening of an access. An archive knows each by an id of its own, so that one that has ended
/// stays ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// How many there were before.
    pub round: u32,
    /// What is left of an access that was stopped; `None`: the whole time.
    pub left: Option<Span>,
}

impl Term {
    const fn next(self, left: Option<Span>) -> Self {
        Self {
            round: self.round + 1,
            left,
        }
    }
}

/// What is to be done about a case without anybody's asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nothing, before this point in time if there is one.
    Wait(Option<Timestamp>),
    /// The archive is to open the access.
    Open,
    /// The archive is to end the access.
    End,
}

/// What came of an access that the archive has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Over {
    /// Nobody could use it: another one is asked for.
    Again(Case),
    /// It was stopped before its time, and goes on when its owner lifts the freeze.
    Stopped(Case),
    /// It is over for good.
    Ended(Case),
}

impl Case {
    /// The id by which the archive knows the opening that is due or open.
    pub fn grant(&self) -> String {
        let round = match self.state {
            CaseState::Opening { term, .. } | CaseState::Open { term, .. } => term.round,
            CaseState::Applied | CaseState::Ended { .. } | CaseState::Declined { .. } => 0,
        };
        match round {
            0 => self.id.to_string(),
            round => format!("{}-{round}", self.id),
        }
    }

    /// What is to be done about it now, with the account's link as it is. A report of misuse ends
    /// an access at once, and lets none be opened before it is lifted. One whose link was cut, or
    /// given to another card, has nothing to stand on any more: whoever cuts a link that is
    /// reported must not keep what the report was to end.
    pub fn turn(&self, link: Option<&Link>, now: Timestamp) -> Turn {
        let frozen = is_frozen(link);
        let stands = self.still_stands(link).is_ok();
        match self.state {
            // What the archive may have opened has to be ended; what it never heard of can wait.
            CaseState::Opening {
                until,
                asked_at: Some(asked_at),
                ..
            } => {
                let unsettled = (asked_at + SETTLE).is_past(now);
                if !stands || unsettled || until.is_past(now) {
                    Turn::End
                } else {
                    Turn::Open
                }
            }
            CaseState::Opening { at, .. } if frozen => {
                if (at + SALVAGE_WINDOW).is_past(now) {
                    Turn::End
                } else {
                    Turn::Wait(None)
                }
            }
            CaseState::Opening { .. } if !stands => Turn::End,
            CaseState::Opening { .. } => Turn::Open,
            CaseState::Open { until, .. } if !stands || until.is_past(now) => Turn::End,
            CaseState::Open { until, .. } => Turn::Wait(Some(until)),
            CaseState::Applied | CaseState::Ended { .. } | CaseState::Declined { .. } => {
                Turn::Wait(None)
            }
        }
    }

    /// Notes that the archive is about to be asked, before it is. The time begins now unless the
    /// archive may know of this opening already.
    pub fn asking(self, access: Span, now: Timestamp) -> Option<Self> {
        let CaseState::Opening {
            by,
            at,
            until,
            asked_at,
            term,
        } = self.state.clone()
        else {
            return None;
        };
        let until = if asked_at.is_some() {
            until
        } else {
            now + term.left.unwrap_or(access)
        };
        let asked_at = asked_at.or(Some(now));
        Some(self.next(CaseState::Opening {
            by,
            at,
            until,
            asked_at,
            term,
        }))
    }

    /// Notes that the archive has certainly not heard of it: the time has not begun.
    pub fn not_asked(self) -> Option<Self> {
        let CaseState::Opening { term, .. } = self.state else {
            return None;
        };
        self.opening(term)
    }

    /// The access is open.
    pub fn opened(self, address: String, password: Option<Sealed>, now: Timestamp) -> Option<Self> {
        let CaseState::Opening {
            by, until, term, ..
        } = self.state.clone()
        else {
            return None;
        };
        Some(self.next(CaseState::Open {
            by,
            at: now,
            until,
            address,
            password,
            term,
        }))
    }

    /// The archive has ended the access. `None` when it was not to.
    pub fn over(self, link: Option<&Link>, now: Timestamp) -> Option<Over> {
        if self.turn(link, now) != Turn::End {
            return None;
        }
        let still_stands = !matches!(
            self.still_stands(link),
            Err(Refusal::NotLinked | Refusal::LinkChangedMeanwhile)
        );
        match self.state.clone() {
            CaseState::Opening {
                asked_at: Some(_),
                term,
                ..
            } if still_stands => self.opening(term.next(term.left)).map(Over::Again),
            CaseState::Opening { term, .. } => {
                // What was open for a while before it was stopped has been used.
                let used = term.left.is_some();
                Some(Over::Ended(self.next(CaseState::Ended { at: now, used })))
            }
            CaseState::Open { until, term, .. } if still_stands && !until.is_past(now) => {
                let left = Some(until - now);
                self.opening(term.next(left)).map(Over::Stopped)
            }
            _ => {
                let used = true;
                Some(Over::Ended(self.next(CaseState::Ended { at: now, used })))
            }
        }
    }

    /// To be opened, and not asked for yet.
    fn opening(self, term: Term) -> Option<Self> {
        let (CaseState::Opening { by, at, until, .. } | CaseState::Open { by, at, until, .. }) =
            self.state.clone()
        else {
            return None;
        };
        let asked_at = None;
        Some(self.next(CaseState::Opening {
            by,
            at,
            until,
            asked_at,
            term,
        }))
    }
}

fn is_frozen(link: Option<&Link>) -> bool {
    link.is_some_and(|link| link.frozen.is_some())
}
