//! Opening and ending an access at the archive: intent before effect, outcome after it.

use ident_core::change::{Change, Write};
use ident_core::deed::{Deed, Entry, Standing};
use ident_core::id::EntryId;
use ident_core::link::Link;
use ident_core::mail::Letter;
use ident_core::port::{Access, Archive, Fault, Unavailable};
use ident_core::salvage::{Case, CaseState, Over, Verdict};

use super::refused::Refused;
use super::salvage::{deed_of, mail, to_contact};
use crate::state::App;

/// How far an access came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It is as it should be, or somebody else has seen to it.
    Done,
    /// It has to be tried again.
    Later,
}

/// How many entries are looked through for the one of an approval.
const ENTRIES: u32 = 500;

/// Asks the archive to open an access, and tells the person.
pub async fn open_access(app: &App, archive: &dyn Archive, case: Case) -> Opening {
    let may_be_known = matches!(
        case.state,
        CaseState::Opening {
            asked_at: Some(_),
            ..
        }
    );
    let Some(asking) = case.asking(app.config.salvage.access(), app.now()) else {
        return Opening::Done;
    };
    if !stored(app, &asking).await {
        return Opening::Later;
    }
    let CaseState::Opening { until, .. } = asking.state else {
        return Opening::Done;
    };
    match archive.open(&asking, until).await {
        Ok(access) => opened(app, asking, access).await,
        Err(fault) => {
            failed("archive.open", &asking, fault);
            // What may have happened, now or before, is asked for again as it was.
            let unheard = fault != Fault::Unknown && !may_be_known;
            if let Some(case) = asking.not_asked().filter(|_| unheard) {
                stored(app, &case).await;
            }
            Opening::Later
        }
    }
}

async fn opened(app: &App, case: Case, access: Access) -> Opening {
    let Access { address, password } = access;
    let seal = |password: &String| app.keys.seal_text(password, &case.account, &app.entropy);
    let password = password.map(|password| seal(password.expose()));
    let before = case.clone();
    let Some(open) = case.opened(address.clone(), password, app.now()) else {
        return Opening::Done;
    };
    let CaseState::Open { until, .. } = open.state else {
        return Opening::Done;
    };
    let told = told(app, &before, Verdict::Approved { until, address }).await;
    let Ok(told) = told else {
        return Opening::Later;
    };
    committed(app, told.with(Write::UpdateCase(open))).await
}

/// What tells the person that the access is open: a mail about the approval, or about what goes on
/// after it was stopped.
async fn told(app: &App, case: &Case, verdict: Verdict) -> Result<Change, Refused> {
    let letter = |entry| Letter::SalvageDecided {
        service: case.service,
        verdict,
        entry,
    };
    if matches!(case.state, CaseState::Opening { term, .. } if term.left.is_some()) {
        let deed = deed_of(Deed::SalvageResumed, Standing::Time, case);
        let owner = app.told(Change::new(), deed).await?;
        return Ok(to_contact(app, Change::new(), owner, case, letter));
    }
    let entry = Box::new(approval(app, case).await?);
    Ok(Change::from(Write::InsertMail(mail(
        app,
        case,
        letter(entry),
    ))))
}

/// The entry of the history that tells of the approval.
async fn approval(app: &App, case: &Case) -> Result<Entry, Unavailable> {
    let entries = app.store.entries(&case.account, ENTRIES).await?;
    let known = entries
        .into_iter()
        .find(|entry| entry.receipt == case.receipt && entry.deed == Deed::SalvageApproved);
    // A history is shorter than an application only by configuration; the mail says the same.
    Ok(known.unwrap_or_else(|| Entry {
        id: EntryId::from_random(app.entropy.id16()),
        receipt: case.receipt.clone(),
        account: case.account.clone(),
        number: case.number.clone(),
        at: app.now(),
        deed: Deed::SalvageApproved,
        by: Standing::Clerk,
        way: None,
        device: None,
        place: None,
        told: 0,
    }))
}

/// Asks the archive to end an access whose time is over, that was reported as a misuse, or of which
/// nobody knows whether it was opened; and tells the person, unless another one is asked for at
/// once.
pub async fn end_access(
    app: &App,
    archive: &dyn Archive,
    case: Case,
    link: Option<Link>,
) -> Opening {
    if let Err(fault) = archive.end(&case).await {
        failed("archive.end", &case, fault);
        return Opening::Later;
    }
    let before = case.clone();
    let (next, deed, by) = match case.over(link.as_ref(), app.now()) {
        None => return Opening::Done,
        Some(Over::Again(next)) => return committed(app, Write::UpdateCase(next).into()).await,
        Some(Over::Stopped(next)) => {
            let frozen = link.and_then(|link| link.frozen);
            let by = frozen.map_or(Standing::Time, |frozen| frozen.by);
            (next, Deed::SalvageStopped, by)
        }
        Some(Over::Ended(next)) => (next, Deed::SalvageEnded, Standing::Time),
    };
    let change = Change::from(Write::UpdateCase(next));
    match app.told(change, deed_of(deed, by, &before)).await {
        Ok(change) => committed(app, change).await,
        Err(_) => Opening::Later,
    }
}

async fn stored(app: &App, case: &Case) -> bool {
    let change = Change::from(Write::UpdateCase(case.clone()));
    app.store.commit(change).await.is_ok()
}

/// A case that changed meanwhile is looked at again in the next round.
async fn committed(app: &App, change: Change) -> Opening {
    match app.store.commit(change).await {
        Ok(()) => Opening::Done,
        Err(_) => Opening::Later,
    }
}

fn failed(what: &'static str, case: &Case, fault: Fault) {
    let outcome = match fault {
        Fault::NotDone(_) => "not_done",
        Fault::Throttled(_) => "throttled",
        Fault::Unknown => "unknown",
    };
    let receipt = case.receipt.as_str();
    tracing::warn!(what, receipt, outcome, "rescue.later");
}
