//! Who may change the notice addresses of an account, and what may be added or removed.

use super::{AddressCheck, Contact, ContactDesk, DESK_TIME, MOST_CONTACTS, MailAddress};
use crate::account::{AccountKey, SignedIn};
use crate::deed::Standing;
use crate::id::ContactId;
use crate::refusal::Refusal;
use crate::time::Timestamp;

impl ContactDesk {
    /// Opens the desk for a while.
    pub fn open(account: AccountKey, by: Standing, now: Timestamp) -> Self {
        Self {
            account,
            by,
            until: now + DESK_TIME,
        }
    }

    /// The desk, while it is open.
    ///
    /// # Errors
    /// `StandingMissing`.
    pub fn opened(desk: Option<&Self>, now: Timestamp) -> Result<&Self, Refusal> {
        desk.filter(|desk| !desk.until.is_past(now))
            .ok_or(Refusal::StandingMissing)
    }

    /// A fresh sign-in opens the desk of its own account.
    ///
    /// # Errors
    /// `StandingMissing` without a sign-in, `SignInAgain` when it is not fresh.
    pub fn by_sign_in(signed_in: Option<&SignedIn>, now: Timestamp) -> Result<Self, Refusal> {
        let signed_in = signed_in.ok_or(Refusal::StandingMissing)?;
        if !signed_in.is_fresh(now) {
            return Err(Refusal::SignInAgain);
        }
        Ok(Self::open(
            signed_in.sign_in.key.clone(),
            Standing::Account,
            now,
        ))
    }
}

/// A stored address together with its text.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// As it is stored.
    pub contact: &'a Contact,
    /// Its text.
    pub address: &'a MailAddress,
}

/// Whether an address may be added. Looked at before the code is sent, and again when it is typed.
///
/// # Errors
/// `ContactKnown`, `ContactTooMany`.
pub fn may_add(known: &[Known<'_>], address: &MailAddress) -> Result<(), Refusal> {
    let living = || {
        known
            .iter()
            .filter(|known| known.contact.removed_at.is_none())
    };
    if living().any(|known| known.address.is_same(address.expose())) {
        return Err(Refusal::ContactKnown);
    }
    if living().count() >= MOST_CONTACTS {
        return Err(Refusal::ContactTooMany);
    }
    Ok(())
}

/// What a confirmed address is stored as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is new.
    New(Contact),
    /// It had been removed, and is back; told once, not twice.
    Back(Contact),
}

/// The notice address that a confirmed check comes to.
///
/// # Errors
/// `ContactMissing` when it was not confirmed, `ContactKnown`, `ContactTooMany`.
pub fn add(
    known: &[Known<'_>],
    check: &AddressCheck,
    address: &MailAddress,
    id: ContactId,
) -> Result<Added, Refusal> {
    let verified_at = check.confirmed_at.ok_or(Refusal::ContactMissing)?;
    may_add(known, address)?;
    let removed = known
        .iter()
        .rfind(|known| known.address.is_same(address.expose()));
    Ok(match removed {
        Some(Known { contact, .. }) => Added::Back(Contact {
            version: contact.version + 1,
            address: check.address.clone(),
            verified_at,
            removed_at: None,
            ..(*contact).clone()
        }),
        None => Added::New(Contact {
            id,
            version: 0,
            account: check.account.clone(),
            address: check.address.clone(),
            verified_at,
            removed_at: None,
        }),
    })
}

/// The address removed; it is told for some days more.
///
/// # Errors
/// `ContactMissing` for an unknown, another account's, or removed one.
pub fn remove(contacts: &[Contact], id: ContactId, now: Timestamp) -> Result<Contact, Refusal> {
    let contact = contacts
        .iter()
        .find(|contact| contact.id == id && contact.removed_at.is_none())
        .ok_or(Refusal::ContactMissing)?;
    Ok(Contact {
        version: contact.version + 1,
        removed_at: Some(now),
        ..contact.clone()
    })
}

#[cfg(test)]
#[path = "change_tests.rs"]
mod tests;
