//! Rescue of cloud data as the person sees it: where it stands, and applying.

use ident_core::account::DirectoryAccount;
use ident_core::change::{Change, Write};
use ident_core::contact::{CheckedFor, MailAddress};
use ident_core::deed::{Deed, Entry, Standing};
use ident_core::id::{ActId, CaseId, MailId};
use ident_core::link::Link;
use ident_core::mail::{Letter, Mail};
use ident_core::policy::{Wish, permits};
use ident_core::proof::Proof;
use ident_core::purpose::Purpose;
use ident_core::refusal::Refusal;
use ident_core::salvage::{Application, ApplyCase, Case, CloudService, FreshCase, available};
use ident_core::time::Timestamp;
use ident_core::visit::Visit;

use super::link::{commit_with, proof_of, recorded};
use super::notice::DeedOf;
use super::refused::Refused;
use crate::state::App;

/// What is known about the rescue of one person's data.
#[derive(Debug)]
pub struct Rescue {
    /// The visit that asks.
    pub visit: Visit,
    /// The link of the card.
    pub link: Link,
    /// The account as the directory describes it now.
    pub directory: DirectoryAccount,
    /// Its applications.
    pub cases: Vec<Case>,
    /// The last card check of this visit.
    pub proof: Option<Proof>,
}

impl Rescue {
    /// The last application for a service.
    pub fn case(&self, service: CloudService) -> Option<&Case> {
        self.cases.iter().rfind(|case| case.service == service)
    }

    /// Whether a service can be applied for, whatever this visit has shown so far.
    ///
    /// # Errors
    /// The refusal that tells the person why not.
    pub fn open_for(&self, service: CloudService, now: Timestamp) -> Result<(), Refusal> {
        if self.link.frozen.is_some() {
            return Err(Refusal::LinkFrozen);
        }
        permits(Wish::Salvage, self.directory.state, true, now)?;
        available(service, &self.cases)
    }

    /// Whether this visit has a card check that an application for either service can use.
    ///
    /// # Errors
    /// The refusal that tells the person why not.
    pub fn fits(&self, now: Timestamp) -> Result<(), Refusal> {
        let proof = self.proof.as_ref().ok_or(Refusal::ProofMissing)?;
        proof.usable(self.visit.id, Purpose::Salvage, now)?;
        let [one, other] = CloudService::ALL.map(|service| self.open_for(service, now));
        one.or(other)
    }

    /// Whether the card was checked for this in this visit just now: what is behind a special
    /// password is not for a screen that somebody left hours ago.
    pub fn is_just_proven(&self, now: Timestamp) -> bool {
        self.proof.as_ref().is_some_and(|proof| {
            proof.visit == self.visit.id
                && proof.purpose == Purpose::Salvage
                && !proof.expires_at.is_past(now)
        })
    }
}

/// Where the rescue stands for the person whose card was checked in this visit.
///
/// # Errors
/// `ProofMissing` without a card check, `NotLinked`, `DirectoryUnreachable`.
pub async fn salvage(app: &App, visit: &Visit) -> Result<Rescue, Refused> {
    let person = visit.person.ok_or(Refusal::ProofMissing)?;
    let link = app.store.link_of_person(&[person]).await?;
    let link = link.ok_or(Refusal::NotLinked)?;
    let directory = app.directory.account(&link.account).await?;
    let cases = app.store.cases_of_account(&link.account).await?;
    let proof = proof_of(app, visit).await?;
    Ok(Rescue {
        visit: visit.clone(),
        link,
        directory,
        cases,
        proof,
    })
}

/// Sends a code to the contact address of an application that is being made.
///
/// # Errors
/// Whatever an application would be refused for now; `ContactMalformed`, `StartTooMany`.
pub async fn give_contact(
    app: &App,
    visit: &Visit,
    address: &str,
    network: [u8; 32],
) -> Result<Rescue, Refused> {
    let rescue = salvage(app, visit).await?;
    rescue.fits(app.now())?;
    let address = MailAddress::parse(address)?;
    let account = &rescue.link.account;
    let (check, change) = app.send_code(CheckedFor::Salvage, account, &address, network);
    let visit = Visit {
        check: Some(check),
        ..visit.clone()
    };
    salvage(app, &commit_with(app, visit, change).await?).await
}

/// The digits of the mail were typed: the person can be reached there.
///
/// # Errors
/// Those of `App::typed_code`.
pub async fn confirm_contact(app: &App, visit: &Visit, digits: &str) -> Result<Rescue, Refused> {
    let check = app.typed_code(visit, CheckedFor::Salvage, digits).await?;
    let visit = Visit {
        check: Some(check),
        ..visit.clone()
    };
    salvage(app, &commit_with(app, visit, Change::new()).await?).await
}

/// Applies for one service or both.
///
/// # Errors
/// The refusal that tells the person why not; it has its audit row.
pub async fn apply(
    app: &App,
    visit: &Visit,
    application: Result<Application, Refusal>,
    device: &'static str,
) -> Result<Rescue, Refused> {
    match try_apply(app, visit, application, device).await {
        Err(refused) => Err(recorded(app, refused).await),
        done => done,
    }
}

async fn try_apply(
    app: &App,
    visit: &Visit,
    application: Result<Application, Refusal>,
    device: &'static str,
) -> Result<Rescue, Refused> {
    let rescue = salvage(app, visit).await?;
    let now = app.now();
    let usable = rescue.proof.as_ref().ok_or(Refusal::ProofMissing)?;
    usable.usable(visit.id, Purpose::Salvage, now)?;
    let application = application?;
    let apply = ApplyCase {
        visit: visit.id,
        proof: rescue.proof.as_ref(),
        link: Some(&rescue.link),
        directory: &rescue.directory,
        cases: &rescue.cases,
        check: visit.check.as_ref(),
        application: &application,
    };
    let act = ActId::from_random(app.entropy.id16());
    let account = &rescue.link.account;
    let fresh = || FreshCase {
        id: CaseId::from_random(app.entropy.id16()),
        receipt: app.receipt(),
        reason: app
            .keys
            .seal_text(application.reason(), account, &app.entropy),
    };
    let (cases, mut change) = apply.decide(act, fresh, now)?;
    let (way, place) = app.way_of(Some(usable.flow)).await?;
    for case in &cases {
        let deed = DeedOf {
            way,
            place: place.clone(),
            device: Some(device.to_owned()),
            flow: Some(usable.flow),
            act: Some(act),
            ..deed_of(Deed::SalvageApplied, Standing::Card, case)
        };
        let told = app.told(Change::new(), deed).await?;
        let service = case.service;
        let letter = |entry| Letter::SalvageReceived { service, entry };
        change = to_contact(app, change, told, case, letter);
    }
    let visit = Visit {
        check: None,
        ..visit.clone()
    };
    let visit = commit_with(app, visit, change).await?;
    salvage(app, &visit).await
}

/// Something that was done about a case.
pub(super) fn deed_of(deed: Deed, by: Standing, case: &Case) -> DeedOf<'_> {
    DeedOf {
        deed,
        account: &case.account,
        number: &case.number,
        receipt: case.receipt.clone(),
        by,
        way: None,
        device: None,
        place: None,
        flow: None,
        act: None,
    }
}

/// The change with what the owner is told, and a mail about the same entry to the contact address
/// of the application.
pub(super) fn to_contact(
    app: &App,
    change: Change,
    told: Change,
    case: &Case,
    letter: impl FnOnce(Box<Entry>) -> Letter,
) -> Change {
    let entry = told.0.iter().find_map(|write| match write {
        Write::InsertEntry(entry) => Some(Box::new(entry.clone())),
        _ => None,
    });
    let mail = entry.map(|entry| Write::InsertMail(mail(app, case, letter(entry))));
    told.0.into_iter().chain(mail).fold(change, Change::with)
}

/// A mail to the contact address of an application.
pub(super) fn mail(app: &App, case: &Case, letter: Letter) -> Mail {
    let now = app.now();
    Mail {
        id: MailId::from_random(app.entropy.id16()),
        version: 0,
        account: case.account.clone(),
        to: case.contact.clone(),
        letter,
        queued_at: now,
        due_at: now,
        tries: 0,
        end: None,
    }
}
