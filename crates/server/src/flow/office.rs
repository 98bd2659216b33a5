//! The office pages: what waits, and a clerk's decision.

use ident_core::change::{Change, Write};
use ident_core::deed::{Deed, Receipt, Standing};
use ident_core::mail::Letter;
use ident_core::refusal::Refusal;
use ident_core::salvage::{Case, LONGEST_NOTE, Verdict, clerk_at, may_read};
use ident_core::visit::Visit;

use super::link::recorded;
use super::notice::DeedOf;
use super::refused::Refused;
use super::salvage::{deed_of, to_contact};
use crate::state::App;

/// The most applications that a page shows; the oldest come first.
const MOST: u32 = 500;

/// What a clerk decides.
#[derive(Clone, Debug)]
pub enum Decision {
    /// Yes.
    Approve,
    /// No, with what the person is told.
    Decline(Option<String>),
}

impl Decision {
    /// Reads what was typed.
    ///
    /// # Errors
    /// `SalvageIncomplete` for a note that is too long.
    pub fn read(approve: bool, note: Option<&str>) -> Result<Self, Refusal> {
        let note = note.map(str::trim).filter(|note| !note.is_empty());
        if note.is_some_and(|note| note.chars().count() > LONGEST_NOTE) {
            return Err(Refusal::SalvageIncomplete);
        }
        if approve {
            return Ok(Self::Approve);
        }
        Ok(Self::Decline(note.map(str::to_owned)))
    }
}

/// The applications that are not over, oldest first, for a clerk.
///
/// # Errors
/// `SignInRequired`, `OfficeRole`, `SignInAgain`.
pub async fn office(app: &App, visit: &Visit) -> Result<Vec<Waiting>, Refused> {
    if let Err(refusal) = may_read(visit.account.as_ref()) {
        return Err(app.refuse(refusal, None).await);
    }
    let mut waiting = Vec::new();
    for case in app.store.open_cases(MOST).await? {
        let link = app.store.link_of_account(&case.account).await?;
        let stopped = case.still_stands(link.as_ref()).is_err();
        waiting.push(Waiting { case, stopped });
    }
    Ok(waiting)
}

/// An application that is not over.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The application.
    pub case: Case,
    /// Whether it cannot be approved any more.
    pub stopped: bool,
}

/// A clerk decides about an application.
///
/// # Errors
/// The refusal that tells the clerk why not; it has its audit row.
pub async fn decide(
    app: &App,
    visit: &Visit,
    receipt: &str,
    decision: Result<Decision, Refusal>,
) -> Result<(), Refused> {
    match try_decide(app, visit, receipt, decision).await {
        Err(refused) => Err(recorded(app, refused).await),
        Ok(()) => Ok(()),
    }
}

async fn try_decide(
    app: &App,
    visit: &Visit,
    receipt: &str,
    decision: Result<Decision, Refusal>,
) -> Result<(), Refused> {
    let now = app.now();
    let desk = clerk_at(visit.account.as_ref(), now)?;
    let decision = decision?;
    let receipt = Receipt::parse(receipt).ok_or(Refusal::CaseMissing)?;
    let case = app.store.case_by_receipt(&receipt).await?;
    let case = case.ok_or(Refusal::CaseMissing)?;
    let told = |deed| DeedOf {
        flow: visit.flow,
        ..deed_of(deed, Standing::Clerk, &case)
    };
    let change = match decision {
        Decision::Approve => {
            let access = app.config.salvage.access();
            let link = app.store.link_of_account(&case.account).await?;
            let approved = desk.approve(case.clone(), link.as_ref(), access, now)?;
            let change = Change::from(Write::UpdateCase(approved));
            app.told(change, told(Deed::SalvageApproved)).await?
        }
        Decision::Decline(note) => {
            let seal = |note: String| app.keys.seal_text(&note, &case.account, &app.entropy);
            let note = note.map(seal);
            let declined = desk.decline(case.clone(), note.clone(), now)?;
            let change = Change::from(Write::UpdateCase(declined));
            let owner = app.told(Change::new(), told(Deed::SalvageDeclined)).await?;
            let (service, verdict) = (case.service, Verdict::Declined { note });
            let letter = |entry| Letter::SalvageDecided {
                service,
                verdict,
                entry,
            };
            to_contact(app, change, owner, &case, letter)
        }
    };
    app.store.commit(change).await?;
    app.rescue.notify_one();
    Ok(())
}
