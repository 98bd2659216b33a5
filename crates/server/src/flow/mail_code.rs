//! Confirming a mail address by the six digits of a mail; for notice addresses and for the contact
//! of an application alike.

use ident_core::account::AccountKey;
use ident_core::change::{Change, Write};
use ident_core::contact::{AddressCheck, CODE_LIFETIME, CheckedFor, MailAddress, Typed};
use ident_core::id::MailId;
use ident_core::limit::{Count, Counted, Limit};
use ident_core::mail::{Letter, Mail};
use ident_core::refusal::Refusal;
use ident_core::visit::Visit;

use super::refused::Refused;
use crate::state::App;

impl App {
    /// A new check of an address, and the change that counts it and queues its mail. The visit that
    /// is to hold the check is for the caller to store in the same change.
    pub(crate) fn send_code(
        &self,
        checked_for: CheckedFor,
        account: &AccountKey,
        address: &MailAddress,
        network: [u8; 32],
    ) -> (AddressCheck, Change) {
        let now = self.now();
        let check = AddressCheck {
            checked_for,
            account: account.clone(),
            address: self
                .keys
                .seal_text(address.expose(), account, &self.entropy),
            seed: self.entropy.id16(),
            wrong: 0,
            expires_at: now + CODE_LIFETIME,
            confirmed_at: None,
        };
        let mail = Mail {
            id: MailId::from_random(self.entropy.id16()),
            version: 0,
            account: account.clone(),
            to: check.address.clone(),
            letter: Letter::Code {
                checked_for,
                seed: check.seed,
                expires_at: check.expires_at,
            },
            queued_at: now,
            due_at: now,
            tries: 0,
            end: None,
        };
        let change = self
            .codes_counted(account, address, network)
            .with(Write::InsertMail(mail));
        (check, change)
    }

    /// Mail codes are counted by account, by network and by address: nobody fills somebody's
    /// mailbox, and nobody gets many tries.
    fn codes_counted(
        &self,
        account: &AccountKey,
        address: &MailAddress,
        network: [u8; 32],
    ) -> Change {
        let (limits, key) = (&self.config.limits, self.keys.network());
        let mailbox = address.expose().to_ascii_lowercase();
        let owner = format!("{}/{}", account.tenant, account.object);
        let count = |counted, who, limit: Limit| {
            Write::Count(Count {
                counted,
                who,
                limit,
                at: self.now(),
            })
        };
        Change::new()
            .with(count(
                Counted::CodesByAccount,
                key.mac("account", owner.as_bytes()),
                limits.codes_by_account,
            ))
            .with(count(
                Counted::CodesByAddress,
                key.mac("address", mailbox.as_bytes()),
                limits.codes_by_address,
            ))
            .with(count(
                Counted::CodesByNetwork,
                network,
                limits.codes_by_network,
            ))
    }

    /// The confirmed check, once the digits of its mail were typed. A wrong try is stored before
    /// it is told, so that tries at the same moment do not count as one.
    ///
    /// # Errors
    /// `ContactMissing` without a check for this use, `MailCodeWrong` with the tries left,
    /// `MailCodeExhausted`, `MailCodeExpired`.
    pub(crate) async fn typed_code(
        &self,
        visit: &Visit,
        checked_for: CheckedFor,
        digits: &str,
    ) -> Result<AddressCheck, Refused> {
        let check = visit
            .check
            .as_ref()
            .filter(|check| check.checked_for == checked_for)
            .ok_or(Refusal::ContactMissing)?;
        let key = self.keys.mail_code(check.address.key);
        match check.typed(digits, key, self.now())? {
            Typed::Right(check) => Ok(check),
            Typed::Wrong(check, left) => {
                let next = Visit {
                    check: Some(check),
                    ..visit.clone().touched(self.now())
                };
                self.store.commit(Write::UpdateVisit(next).into()).await?;
                let refusal = if left == 0 {
                    Refusal::MailCodeExhausted
                } else {
                    Refusal::MailCodeWrong
                };
                Err(Refused {
                    tries_left: Some(left),
                    ..self.refuse(refusal, None).await
                })
            }
        }
    }
}
