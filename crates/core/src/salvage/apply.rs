//! Applying: who may, what an application must say, and what is written for it.

use crate::account::{AccountState, DirectoryAccount};
use crate::change::{Change, Write};
use crate::contact::{AddressCheck, CheckedFor};
use crate::deed::Receipt;
use crate::id::{ActId, CaseId, VisitId};
use crate::identity::Sealed;
use crate::link::Link;
use crate::policy::{SALVAGE_WINDOW, Wish, permits};
use crate::proof::Proof;
use crate::purpose::Purpose;
use crate::refusal::Refusal;
use crate::time::Timestamp;

use super::{Case, CaseState, CloudService, LONGEST_REASON};

/// What the person typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// For which services, at least one.
    services: Vec<CloudService>,
    /// Why, without blanks around it.
    reason: String,
}

impl Application {
    /// Reads what was typed.
    ///
    /// # Errors
    /// `SalvageIncomplete` without a service, without a reason of at most [`LONGEST_REASON`]
    /// characters, or without the tick.
    pub fn read(
        services: Vec<CloudService>,
        reason: &str,
        understood: bool,
    ) -> Result<Self, Refusal> {
        let reason = reason.trim();
        let fits = (1..=LONGEST_REASON).contains(&reason.chars().count());
        let is_text = !reason
            .chars()
            .any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'));
        if services.is_empty() || !fits || !is_text || !understood {
            return Err(Refusal::SalvageIncomplete);
        }
        Ok(Self {
            services,
            reason: reason.to_owned(),
        })
    }

    /// For which services.
    pub fn services(&self) -> &[CloudService] {
        &self.services
    }

    /// Why.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// How often a service can be declined before an application for it is not taken any more: a
/// wrong address or a word too few in the reason are no cause to lose one's files, and a clerk
/// does not read the same for ever.
pub const MOST_DECLINED: usize = 3;

/// Whether a service can be applied for: an access is granted once for all time, a no can be
/// answered.
///
/// # Errors
/// `SalvagePending` while an application waits or its access is open, `SalvageUsed` after an
/// access, `SalvageDeclined` after [`MOST_DECLINED`] times no.
pub fn available(service: CloudService, cases: &[Case]) -> Result<(), Refusal> {
    let known = cases.iter().filter(|case| case.service == service);
    if let Some(case) = known.clone().find(|case| case.state.holds()) {
        return Err(match case.state {
            CaseState::Ended { .. } => Refusal::SalvageUsed,
            _ => Refusal::SalvagePending,
        });
    }
    let declined = known.filter(|case| matches!(case.state, CaseState::Declined { .. }));
    if declined.count() >= MOST_DECLINED {
        return Err(Refusal::SalvageDeclined);
    }
    Ok(())
}

/// The point in time at which the window to apply closes; `None` while the account lives.
pub fn last_moment(state: AccountState) -> Option<Timestamp> {
    match state {
        AccountState::Revoked { since } => Some(since + SALVAGE_WINDOW),
        _ => None,
    }
}

/// Everything that the decision to take an application looks at.
#[derive(Clone, Copy, Debug)]
pub struct ApplyCase<'a> {
    /// The visit that asks.
    pub visit: VisitId,
    /// The card check, if there is one.
    pub proof: Option<&'a Proof>,
    /// The link of the card, if there is one.
    pub link: Option<&'a Link>,
    /// The account as the directory describes it now.
    pub directory: &'a DirectoryAccount,
    /// The applications of the account.
    pub cases: &'a [Case],
    /// The contact address of this visit.
    pub check: Option<&'a AddressCheck>,
    /// What was typed.
    pub application: &'a Application,
}

/// What one new application is made of: random values and what was encrypted outside.
#[derive(Clone, Debug)]
pub struct FreshCase {
    /// For its identifier.
    pub id: CaseId,
    /// For its receipt.
    pub receipt: Receipt,
    /// The reason, encrypted beside the account.
    pub reason: Sealed,
}

impl ApplyCase<'_> {
    /// Checks everything that can be known before the application is written.
    ///
    /// # Errors
    /// The refusal that tells the person why not.
    pub fn check(&self, now: Timestamp) -> Result<(&Proof, &Link, Sealed), Refusal> {
        let proof = self.proof.ok_or(Refusal::ProofMissing)?;
        proof.usable(self.visit, Purpose::Salvage, now)?;
        let link = self.link.ok_or(Refusal::NotLinked)?;
        if link.frozen.is_some() {
            return Err(Refusal::LinkFrozen);
        }
        permits(Wish::Salvage, self.directory.state, true, now)?;
        for service in self.application.services() {
            available(*service, self.cases)?;
        }
        let contact = self.check.filter(|check| {
            check.checked_for == CheckedFor::Salvage
                && check.account == link.account
                && check.confirmed_at.is_some()
        });
        let contact = contact.ok_or(Refusal::ContactMissing)?;
        Ok((proof, link, contact.address.clone()))
    }

    /// Takes the application: one case for each service, all with this one card check, which is
    /// used up by it. `fresh` gives what each new case is made of.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub fn decide(
        &self,
        act: ActId,
        mut fresh: impl FnMut() -> FreshCase,
        now: Timestamp,
    ) -> Result<(Vec<Case>, Change), Refusal> {
        let (proof, link, contact) = self.check(now)?;
        let AccountState::Revoked { since } = self.directory.state else {
            return Err(Refusal::NotLeftYet);
        };
        let case = |service: &CloudService| {
            let FreshCase {
                id,
                receipt,
                reason,
            } = fresh();
            Case {
                id,
                version: 0,
                receipt,
                account: link.account.clone(),
                number: link.number.clone(),
                person: link.person,
                service: *service,
                reason,
                contact: contact.clone(),
                revoked_at: since,
                applied_at: now,
                state: CaseState::Applied,
            }
        };
        let cases: Vec<_> = self.application.services().iter().map(case).collect();
        let used = Change::from(Write::UseProof {
            proof: proof.id,
            act,
            at: now,
        });
        let change = cases.iter().cloned().map(Write::InsertCase);
        Ok((cases.clone(), change.fold(used, Change::with)))
    }
}
