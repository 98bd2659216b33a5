//! Deciding: what a clerk may do.

use crate::account::SignedIn;
use crate::identity::Sealed;
use crate::link::Link;
use crate::refusal::Refusal;
use crate::time::{Span, Timestamp};

use super::{Case, CaseState, Term};

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
            asked_at: None,
            term: Term::default(),
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

    pub(super) fn next(self, state: CaseState) -> Self {
        Self {
            version: self.version + 1,
            state,
            ..self
        }
    }
}
