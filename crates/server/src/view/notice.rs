//! Notice addresses, history and the freeze as their owner sees them.

use ident_core::contact::{AddressCheck, CheckedFor, ContactDesk, MOST_CONTACTS};
use ident_core::deed::{Deed, Entry, Standing};
use ident_core::notice::{masked_address, masked_number, told_at};
use ident_core::visit::Visit;
use ident_wire as wire;

use super::text::rfc3339;
use crate::flow::{Noticed, Refused, contacts_of};
use crate::state::App;

/// The notice addresses that the visit may see, and what it may do about them.
///
/// # Errors
/// `StandingMissing`, `StoreUnavailable`.
pub async fn contacts(app: &App, visit: &Visit) -> Result<wire::ContactsView, Refused> {
    let now = app.now();
    let known = contacts_of(app, visit).await?;
    let told = told_at(&known.contacts, app.config.retention.contacts, now);
    let contacts = told.into_iter().map(|contact| wire::ContactView {
        id: contact.id.to_string(),
        masked: app
            .keys
            .open_text(&contact.address, &contact.account)
            .map_or_else(String::new, |address| masked_address(&address)),
        verified_at: rfc3339(contact.verified_at),
        removed_at: contact.removed_at.map(rfc3339),
    });
    let pending = visit
        .check
        .as_ref()
        .filter(|check| check.checked_for == CheckedFor::Notices);
    let desk = ContactDesk::opened(visit.desk.as_ref(), now).ok();
    Ok(wire::ContactsView {
        contacts: contacts.collect(),
        pending: pending.map(|check| pending_address(app, check)),
        open_until: desk.map(|desk| rfc3339(desk.until)),
        can_open: known.can_open,
        max: u8::try_from(MOST_CONTACTS).unwrap_or(u8::MAX),
    })
}

/// An address that waits for its code.
pub(super) fn pending_address(app: &App, check: &AddressCheck) -> wire::PendingAddress {
    wire::PendingAddress {
        masked: app
            .keys
            .open_text(&check.address, &check.account)
            .map_or_else(String::new, |address| masked_address(&address)),
        expires_at: rfc3339(check.expires_at),
        tries_left: check.tries_left(),
        confirmed: check.confirmed_at.is_some(),
    }
}

/// The history.
pub fn history(app: &App, entries: &[Entry]) -> wire::HistoryView {
    let days = app.config.retention.entries.millis() / (24 * 60 * 60 * 1000);
    wire::HistoryView {
        entries: entries.iter().map(entry).collect(),
        kept_days: u32::try_from(days).unwrap_or(u32::MAX),
    }
}

fn entry(entry: &Entry) -> wire::EntryView {
    wire::EntryView {
        receipt: entry.receipt.as_str().to_owned(),
        at: rfc3339(entry.at),
        deed: deed(entry.deed),
        by: standing(entry.by),
        way: entry.way.map(super::flow::way),
        device: entry.device.clone(),
        place: entry.place.clone(),
        account_masked: masked_number(&entry.number),
        told: entry.told,
    }
}

/// What the link of a notice leads to.
pub fn noticed(noticed: &Noticed) -> wire::FreezeView {
    let link = noticed.link.as_ref();
    wire::FreezeView {
        deed: deed(noticed.entry.deed),
        at: rfc3339(noticed.entry.at),
        account_masked: masked_number(&noticed.entry.number),
        frozen_since: link
            .and_then(|link| link.frozen)
            .map(|frozen| rfc3339(frozen.at)),
        linked: link.is_some(),
    }
}

const fn deed(deed: Deed) -> wire::Deed {
    match deed {
        Deed::Linked => wire::Deed::Linked,
        Deed::Relinked => wire::Deed::Relinked,
        Deed::Unlinked => wire::Deed::Unlinked,
        Deed::Frozen => wire::Deed::Frozen,
        Deed::Unfrozen => wire::Deed::Unfrozen,
        Deed::PassAsked => wire::Deed::PassAsked,
        Deed::PassIssued => wire::Deed::PassIssued,
        Deed::PasswordAsked => wire::Deed::PasswordAsked,
        Deed::PasswordIssued => wire::Deed::PasswordIssued,
        Deed::ContactAdded => wire::Deed::ContactAdded,
        Deed::ContactRemoved => wire::Deed::ContactRemoved,
        Deed::SalvageApplied => wire::Deed::SalvageApplied,
        Deed::SalvageApproved => wire::Deed::SalvageApproved,
        Deed::SalvageDeclined => wire::Deed::SalvageDeclined,
        Deed::SalvageStopped => wire::Deed::SalvageStopped,
        Deed::SalvageResumed => wire::Deed::SalvageResumed,
        Deed::SalvageEnded => wire::Deed::SalvageEnded,
        Deed::AlumniHandedOver => wire::Deed::AlumniHandedOver,
    }
}

const fn standing(by: Standing) -> wire::Standing {
    match by {
        Standing::Card => wire::Standing::Card,
        Standing::Account => wire::Standing::Account,
        Standing::Notice => wire::Standing::Notice,
        Standing::Clerk => wire::Standing::Clerk,
        Standing::Time => wire::Standing::Time,
    }
}
