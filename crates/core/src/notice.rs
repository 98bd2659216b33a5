//! Notices: who is told of a deed, by a link that only we can have made, and how much of an
//! address or a number is shown.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use subtle::ConstantTimeEq;

use crate::account::AccountNumber;
use crate::contact::Contact;
use crate::deed::Entry;
use crate::id::{EntryId, MailId};
use crate::mail::{Letter, Mail};
use crate::secret::DerivationKey;
use crate::time::{Span, Timestamp};

/// Bytes of the keyed hash in a notice's link.
const MARK: usize = 16;

/// The addresses that are told of a deed at `now`: the confirmed ones, and those removed less
/// than `kept` ago, so that nobody silences the owner by removing them first (N-05).
pub fn told_at(contacts: &[Contact], kept: Span, now: Timestamp) -> Vec<&Contact> {
    contacts
        .iter()
        .filter(|contact| match contact.removed_at {
            Some(at) => !(at + kept).is_past(now),
            None => true,
        })
        .collect()
}

/// The notice of an entry for one address, to be sent at once.
pub fn notice(id: MailId, contact: &Contact, entry: &Entry) -> Mail {
    Mail {
        id,
        version: 0,
        account: contact.account.clone(),
        to: contact.address.clone(),
        letter: Letter::Notice {
            entry: Box::new(entry.clone()),
        },
        queued_at: entry.at,
        due_at: entry.at,
        tries: 0,
        end: None,
    }
}

/// The value in the link of a notice: the entry's id and a keyed hash of it. It is stored
/// nowhere, and is good for nothing but freezing (N-07).
pub fn token(entry: EntryId, key: &DerivationKey) -> String {
    let mac = key.mac("notice", entry.bytes());
    URL_SAFE_NO_PAD.encode([entry.bytes().as_slice(), &mac[..MARK]].concat())
}

/// The entry that a notice's link names, if one of our keys made the link.
pub fn entry_of<'k>(
    token: &str,
    keys: impl IntoIterator<Item = &'k DerivationKey>,
) -> Option<EntryId> {
    let bytes: [u8; 16 + MARK] = URL_SAFE_NO_PAD.decode(token).ok()?.try_into().ok()?;
    let (id, mark) = bytes.split_at(16);
    let entry = EntryId::from_random(id.try_into().ok()?);
    keys.into_iter()
        .any(|key| key.mac("notice", entry.bytes())[..MARK].ct_eq(mark).into())
        .then_some(entry)
}

/// An account's number with its middle covered: `01******89`.
pub fn masked_number(number: &AccountNumber) -> String {
    let digits = number.as_str();
    format!("{}******{}", &digits[..2], &digits[8..])
}

/// A mail address with most of its letters covered: `h***o@e***e.ac.jp`. The part after the first
/// dot of the domain stays, so that a person knows which mailbox is meant.
pub fn masked_address(address: &str) -> String {
    let Some((local, domain)) = address.rsplit_once('@') else {
        return covered(address);
    };
    match domain.split_once('.') {
        Some((first, rest)) => format!("{}@{}.{rest}", covered(local), covered(first)),
        None => format!("{}@{}", covered(local), covered(domain)),
    }
}

/// First and last letter, from four letters on; the first alone below, so that the length of a
/// short word is not told either.
fn covered(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(String::from).unwrap_or_default();
    match letters.next_back() {
        Some(last) if word.chars().count() >= 4 => format!("{first}***{last}"),
        _ => format!("{first}***"),
    }
}

#[cfg(test)]
#[path = "notice_tests.rs"]
mod tests;
