//! Notice addresses: opening the desk, adding by a code, removing. Every change is told, also to
//! the addresses that were there before.

use ident_core::account::{AccountKey, AccountNumber};
use ident_core::change::{Change, Write};
use ident_core::contact::{
    Added, CheckedFor, Contact, ContactDesk, Known, MailAddress, add as decide_add, may_add,
    remove as decide_remove,
};
use ident_core::deed::{Deed, Receipt, Standing};
use ident_core::freeze::not_frozen;
use ident_core::id::{ActId, ContactId, FlowId};
use ident_core::purpose::Way;
use ident_core::refusal::Refusal;
use ident_core::visit::Visit;

use super::link::{commit_with, proof_of, recorded};
use super::notice::DeedOf;
use super::refused::Refused;
use super::subject::{right, subject};
use crate::state::App;

/// The notice addresses that a visit may see.
#[derive(Debug)]
pub struct Contacts {
    /// All of the account, removed ones too.
    pub contacts: Vec<Contact>,
    /// Whether the visit could open the desk now.
    pub can_open: bool,
}

/// The notice addresses of the account whose desk is open, else of the one the visit stands for.
///
/// # Errors
/// `StandingMissing`.
pub async fn contacts_of(app: &App, visit: &Visit) -> Result<Contacts, Refused> {
    let account = match desk(app, visit) {
        Ok(desk) => desk.account.clone(),
        Err(missing) => subject(app, visit).await?.ok_or(missing)?.key,
    };
    Ok(Contacts {
        contacts: app.store.contacts(&account).await?,
        can_open: right(app, visit).await.is_ok(),
    })
}

/// Opens the desk by a card check made for it, which is consumed, or by a fresh sign-in.
///
/// # Errors
/// `StandingMissing`, `SignInAgain`, `NotLinked`; it has its audit row.
pub async fn open_desk(app: &App, visit: &Visit) -> Result<Visit, Refused> {
    let now = app.now();
    let right = match right(app, visit).await {
        Ok(right) => right,
        Err(refused) => return Err(recorded(app, refused).await),
    };
    if let Some(Err(refusal)) = right.subject.link.as_ref().map(not_frozen) {
        return Err(app.refuse(refusal, None).await);
    }
    let change = match &right.proof {
        Some(proof) => Change::from(Write::UseProof {
            proof: proof.id,
            act: ActId::from_random(app.entropy.id16()),
            at: now,
        }),
        None => Change::new(),
    };
    let subject = right.subject;
    let visit = Visit {
        desk: Some(ContactDesk::open(subject.key, subject.by, now)),
        ..visit.clone()
    };
    commit_with(app, visit, change).await
}

/// Sends a code to an address that is to be added. An address that waited before is forgotten.
///
/// # Errors
/// `StandingMissing`, `ContactMalformed`, `ContactKnown`, `ContactTooMany`, `StartTooMany`.
pub async fn add_address(
    app: &App,
    visit: &Visit,
    address: &str,
    network: [u8; 32],
) -> Result<Visit, Refused> {
    let account = usable_desk(app, visit).await?.account.clone();
    let address = MailAddress::parse(address)?;
    let contacts = app.store.contacts(&account).await?;
    let texts = texts(app, &contacts);
    may_add(&known(&texts), &address)?;
    let (check, change) = app.send_code(CheckedFor::Notices, &account, &address, network);
    let visit = Visit {
        check: Some(check),
        ..visit.clone()
    };
    commit_with(app, visit, change).await
}

/// The digits of the mail were typed: the address is a notice address from now on.
///
/// # Errors
/// Those of `App::typed_code`, and those of adding.
pub async fn confirm_address(
    app: &App,
    visit: &Visit,
    digits: &str,
    device: &'static str,
) -> Result<Visit, Refused> {
    let desk = usable_desk(app, visit).await?;
    let check = app.typed_code(visit, CheckedFor::Notices, digits).await?;
    if check.account != desk.account {
        return Err(Refusal::StandingMissing.into());
    }
    let contacts = app.store.contacts(&desk.account).await?;
    let texts = texts(app, &contacts);
    let address = app.keys.open_text(&check.address, &check.account);
    let address = MailAddress::parse(&address.ok_or(Refusal::ContactMissing)?)?;
    let id = ContactId::from_random(app.entropy.id16());
    let (write, contact) = match decide_add(&known(&texts), &check, &address, id)? {
        Added::New(contact) => (Write::InsertContact(contact.clone()), contact),
        Added::Back(contact) => (Write::UpdateContact(contact.clone()), contact),
    };
    let added = deed(app, visit, desk, Deed::ContactAdded).await?;
    let change = app
        .told_to(write.into(), added.deed(device), Some(&contact))
        .await?;
    let visit = Visit {
        check: None,
        ..visit.clone()
    };
    commit_with(app, visit, change).await
}

/// Drops the address that waits for its code.
///
/// # Errors
/// `StoreUnavailable`.
pub async fn forget_address(app: &App, visit: &Visit) -> Result<Visit, Refused> {
    let visit = visit.clone();
    let check = visit
        .check
        .filter(|check| check.checked_for != CheckedFor::Notices);
    commit_with(app, Visit { check, ..visit }, Change::new()).await
}

/// Removes a notice address; it is told of everything for some days more.
///
/// # Errors
/// `StandingMissing`, `ContactMissing`.
pub async fn remove_address(
    app: &App,
    visit: &Visit,
    id: ContactId,
    device: &'static str,
) -> Result<Visit, Refused> {
    let desk = usable_desk(app, visit).await?;
    let contacts = app.store.contacts(&desk.account).await?;
    let removed = decide_remove(&contacts, id, app.now())?;
    let change = Change::from(Write::UpdateContact(removed));
    let removed = deed(app, visit, desk, Deed::ContactRemoved).await?;
    let change = app.told(change, removed.deed(device)).await?;
    commit_with(app, visit.clone(), change).await
}

fn desk<'a>(app: &App, visit: &'a Visit) -> Result<&'a ContactDesk, Refusal> {
    ContactDesk::opened(visit.desk.as_ref(), app.now())
}

/// The desk, unless the link was frozen since: what was reported as misuse must not go on here.
async fn usable_desk<'a>(app: &App, visit: &'a Visit) -> Result<&'a ContactDesk, Refused> {
    let desk = desk(app, visit)?;
    let link = app.store.link_of_account(&desk.account).await?;
    link.as_ref().map_or(Ok(()), not_frozen)?;
    Ok(desk)
}

/// The stored addresses with their texts. One whose key is gone cannot be compared, and stays.
fn texts<'a>(app: &App, contacts: &'a [Contact]) -> Vec<(&'a Contact, MailAddress)> {
    let text = |contact: &'a Contact| {
        let text = app.keys.open_text(&contact.address, &contact.account)?;
        Some((contact, MailAddress::parse(&text).ok()?))
    };
    contacts.iter().filter_map(text).collect()
}

fn known<'a>(texts: &'a [(&'a Contact, MailAddress)]) -> Vec<Known<'a>> {
    let known = |(contact, address): &'a (&'a Contact, MailAddress)| Known { contact, address };
    texts.iter().map(known).collect()
}

/// A change of notice addresses, as it is told.
struct Changed<'a> {
    deed: Deed,
    desk: &'a ContactDesk,
    number: AccountNumber,
    receipt: Receipt,
    flow: Option<FlowId>,
    way: Option<Way>,
    place: Option<String>,
}

impl Changed<'_> {
    fn deed(&self, device: &'static str) -> DeedOf<'_> {
        DeedOf {
            deed: self.deed,
            account: &self.desk.account,
            number: &self.number,
            receipt: self.receipt.clone(),
            by: self.desk.by,
            way: self.way,
            device: Some(device.to_owned()),
            place: self.place.clone(),
            flow: self.flow,
            act: None,
        }
    }
}

async fn deed<'a>(
    app: &App,
    visit: &Visit,
    desk: &'a ContactDesk,
    deed: Deed,
) -> Result<Changed<'a>, Refused> {
    let flow = match desk.by {
        Standing::Card => proof_of(app, visit).await?.map(|proof| proof.flow),
        _ => None,
    };
    let (way, place) = app.way_of(flow).await?;
    Ok(Changed {
        deed,
        desk,
        number: number_of(app, visit, &desk.account).await?,
        receipt: app.receipt(),
        flow,
        way,
        place,
    })
}

async fn number_of(
    app: &App,
    visit: &Visit,
    account: &AccountKey,
) -> Result<AccountNumber, Refused> {
    let signed_in = visit
        .account
        .as_ref()
        .filter(|signed_in| signed_in.sign_in.key == *account);
    if let Some(signed_in) = signed_in {
        return Ok(signed_in.sign_in.number.clone());
    }
    let link = app.store.link_of_account(account).await?;
    Ok(link.ok_or(Refusal::StandingMissing)?.number)
}
