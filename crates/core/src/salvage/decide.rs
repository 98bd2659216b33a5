//! Deciding, opening and ending: what a clerk may do, and what time does.

use crate::account::SignedIn;
use crate::identity::Sealed;
use crate::link::Link;
use crate::refusal::Refusal;
use crate::time::{Span, Timestamp};

use super::{Case, CaseState};

/// Whether somebody may read what waits at the office pages.
///
/// # Errors
/// `SignInRequired`, `OfficeRole` without the role, `SignInAgain` without a second factor.
pub fn may_read(signed_in: Option<&SignedIn>) -> Result<&SignedIn, Refusal> {
    let signed_in = signed_in.ok_or(Refusal::SignInRequired)?;
    if !signed_in.sign_in.clerk {
        return Err(Refusal::OfficeRole);
    }
    if !signed_in.sign_in.strong {
        return Err(Refusal::SignInAgain);
    }
    Ok(signed_in)
}

/// The clerk who decides now: the role, and a second factor not long ago.
///
/// # Errors
/// As [`may_read`]; `SignInAgain` when it was too long ago.
pub fn clerk_at(signed_in: Option<&SignedIn>, now: Timestamp) -> Result<Desk<'_>, Refusal> {
    let signed_in = may_read(signed_in)?;
    if signed_in.is_fresh(now) {
        Ok(Desk(signed_in))
    } else {
        Err(Refusal::SignInAgain)
    }
}

/// A clerk who may decide now.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a>(&'a SignedIn);

impl Desk<'_> {
    /// Says yes: the access is to be opened for `access`. `link` is the account's link now.
    ///
    /// # Errors
    /// `CaseDecided` when it does not wait any more, `OfficeRole` about one's own account, and
    /// what [`Case::still_stands`] says.
    pub fn approve(
        self,
        case: Case,
        link: Option<&Link>,
        access: Span,
        now: Timestamp,
    ) -> Result<Case, Refusal> {
        self.may_decide(&case)?;
        case.still_stands(link)?;
        Ok(case.next(CaseState::Opening {
            by: self.0.sign_in.number.clone(),
            at: now,
            until: now + access,
            asked: false,
        }))
    }

    /// Says no, with what the person is told.
    ///
    /// # Errors
    /// `CaseDecided` when it does not wait any more, `OfficeRole` about one's own account.
    pub fn decline(
        self,
        case: Case,
        note: Option<Sealed>,
        now: Timestamp,
    ) -> Result<Case, Refusal> {
        self.may_decide(&case)?;
        Ok(case.next(CaseState::Declined {
            by: self.0.sign_in.number.clone(),
            at: now,
            note,
        }))
    }

    fn may_decide(self, case: &Case) -> Result<(), Refusal> {
        if case.account == self.0.sign_in.key {
            return Err(Refusal::OfficeRole);
        }
        match case.state {
            CaseState::Applied => Ok(()),
            _ => Err(Refusal::CaseDecided),
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

impl Case {
    /// Whether the card with which it was applied for is still linked to the account, and nobody
    /// has reported a misuse (N-07).
    ///
    /// # Errors
    /// `NotLinked`, `LinkChangedMeanwhile`, `LinkFrozen`.
    pub fn still_stands(&self, link: Option<&Link>) -> Result<(), Refusal> {
        let link = link.ok_or(Refusal::NotLinked)?;
        if link.person != self.person {
            return Err(Refusal::LinkChangedMeanwhile);
        }
        if link.frozen.is_some() {
            return Err(Refusal::LinkFrozen);
        }
        Ok(())
    }

    /// What is to be done about it now; `frozen` is whether the account's link is. A report of
    /// misuse ends an access at once, and lets none be opened.
    pub fn turn(&self, frozen: bool, now: Timestamp) -> Turn {
        match self.state {
            // What the archive may have opened, it has to end; what it never heard of can wait.
            CaseState::Opening {
                until, asked: true, ..
            }
            | CaseState::Open { until, .. }
                if frozen || until.is_past(now) =>
            {
                Turn::End
            }
            CaseState::Opening { .. } if frozen => Turn::Wait(None),
            CaseState::Opening { .. } => Turn::Open,
            CaseState::Open { until, .. } => Turn::Wait(Some(until)),
            CaseState::Applied | CaseState::Ended { .. } | CaseState::Declined { .. } => {
                Turn::Wait(None)
            }
        }
    }

    /// Notes that the archive is about to be asked, before it is. The week begins now unless the
    /// archive may know of another one already.
    pub fn asking(self, access: Span, now: Timestamp) -> Option<Self> {
        let CaseState::Opening {
            by,
            at,
            until,
            asked,
        } = self.state.clone()
        else {
            return None;
        };
        let until = if asked { until } else { now + access };
        let asked = true;
        Some(self.next(CaseState::Opening {
            by,
            at,
            until,
            asked,
        }))
    }

    /// Notes that the archive has certainly not heard of it: the week has not begun.
    pub fn not_asked(self) -> Option<Self> {
        let CaseState::Opening { by, at, until, .. } = self.state.clone() else {
            return None;
        };
        let asked = false;
        Some(self.next(CaseState::Opening {
            by,
            at,
            until,
            asked,
        }))
    }

    /// The access is open.
    pub fn opened(self, address: String, password: Option<Sealed>, now: Timestamp) -> Option<Self> {
        let CaseState::Opening { by, until, .. } = self.state.clone() else {
            return None;
        };
        Some(self.next(CaseState::Open {
            by,
            at: now,
            until,
            address,
            password,
        }))
    }

    /// The archive has ended the access.
    pub fn ended(self, frozen: bool, now: Timestamp) -> Option<Self> {
        let is_over = self.turn(frozen, now) == Turn::End;
        is_over.then(|| self.next(CaseState::Ended { at: now }))
    }

    fn next(self, state: CaseState) -> Self {
        Self {
            version: self.version + 1,
            state,
            ..self
        }
    }
}
