//! Telling the owner: a deed, its entry in the history and its notices are one change.

use ident_core::account::{AccountKey, AccountNumber};
use ident_core::audit::{AuditEvent, Event};
use ident_core::change::{Change, Write};
use ident_core::contact::Contact;
use ident_core::deed::{Deed, Entry, Receipt, Standing};
use ident_core::id::{ActId, EntryId, FlowId, MailId};
use ident_core::notice::{notice, told_at};
use ident_core::purpose::Way;

use super::refused::Refused;
use crate::state::App;

/// A deed, to whom it was done, and how.
#[derive(Clone, Debug)]
pub(crate) struct DeedOf<'a> {
    /// What was done.
    pub(crate) deed: Deed,
    /// To which account.
    pub(crate) account: &'a AccountKey,
    /// Its number.
    pub(crate) number: &'a AccountNumber,
    /// The number by which the person and the office speak of it.
    pub(crate) receipt: Receipt,
    /// By what somebody stood for the account.
    pub(crate) by: Standing,
    /// By which way, where a card was checked.
    pub(crate) way: Option<Way>,
    /// A plain name of the device.
    pub(crate) device: Option<String>,
    /// The name and place of a kiosk.
    pub(crate) place: Option<String>,
    /// The flow that brought the proof or the sign-in.
    pub(crate) flow: Option<FlowId>,
    /// The act.
    pub(crate) act: Option<ActId>,
}

impl App {
    /// A new receipt number.
    pub(crate) fn receipt(&self) -> Receipt {
        Receipt::from_random(self.entropy.bytes())
    }

    /// By which way a flow went, and at which kiosk it was started.
    ///
    /// # Errors
    /// `StoreUnavailable`.
    pub(crate) async fn way_of(
        &self,
        flow: Option<FlowId>,
    ) -> Result<(Option<Way>, Option<String>), Refused> {
        let Some(flow) = flow else {
            return Ok((None, None));
        };
        let flow = self.store.flow(flow).await?;
        Ok(flow.map_or((None, None), |flow| (Some(flow.way), flow.origin.place)))
    }

    /// The change together with the deed's entry in the history, one mail to each address that is
    /// told, and its one audit row. What is told is told if, and only if, it is done (F-27).
    ///
    /// # Errors
    /// `StoreUnavailable`.
    pub(crate) async fn told(&self, change: Change, deed: DeedOf<'_>) -> Result<Change, Refused> {
        self.told_to(change, deed, None).await
    }

    /// As [`Self::told`], and to one address that the same change adds.
    ///
    /// # Errors
    /// `StoreUnavailable`.
    pub(super) async fn told_to(
        &self,
        change: Change,
        deed: DeedOf<'_>,
        also: Option<&Contact>,
    ) -> Result<Change, Refused> {
        let now = self.now();
        let mut contacts = self.store.contacts(deed.account).await?;
        if let Some(added) = also {
            contacts.retain(|contact| contact.id != added.id);
            contacts.push(added.clone());
        }
        let live = told_at(&contacts, self.config.retention.contacts, now);
        let row = AuditEvent {
            way: deed.way,
            flow: deed.flow,
            act: deed.act,
            ..AuditEvent::new(Event::Deed(deed.deed), now)
        };
        let entry = Entry {
            id: EntryId::from_random(self.entropy.id16()),
            receipt: deed.receipt,
            account: deed.account.clone(),
            number: deed.number.clone(),
            at: now,
            deed: deed.deed,
            by: deed.by,
            way: deed.way,
            device: deed.device,
            place: deed.place,
            told: u8::try_from(live.len()).unwrap_or(u8::MAX),
        };
        let mails = live.into_iter().map(|contact| {
            let id = MailId::from_random(self.entropy.id16());
            Write::InsertMail(notice(id, contact, &entry))
        });
        let change = mails.fold(change, Change::with);
        Ok(change.with(Write::InsertEntry(entry)).audited(row))
    }
}
