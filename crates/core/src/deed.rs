//! Deeds: what was done to an account, as its owner finds it in the history, in notices and on
//! receipts.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::account::{AccountKey, AccountNumber};
use crate::id::EntryId;
use crate::purpose::Way;
use crate::time::Timestamp;

/// Something done to an account or its link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// A card was linked.
    Linked,
    /// A new card id took the place of the old one.
    Relinked,
    /// The link was cut.
    Unlinked,
    /// The link was frozen.
    Frozen,
    /// The freeze was lifted.
    Unfrozen,
    /// A temporary access pass was asked for and is about to be issued.
    PassAsked,
    /// A temporary access pass was issued.
    PassIssued,
    /// A temporary password was asked for and is about to be issued.
    PasswordAsked,
    /// A temporary password was issued.
    PasswordIssued,
    /// A notice address was added.
    ContactAdded,
    /// A notice address was removed.
    ContactRemoved,
    /// The rescue of cloud data was applied for.
    SalvageApplied,
    /// The rescue was approved.
    SalvageApproved,
    /// The rescue was declined.
    SalvageDeclined,
    /// The access to rescued data was stopped by a report of misuse.
    SalvageStopped,
    /// It was opened again for what was left of its time.
    SalvageResumed,
    /// The access to rescued data ended.
    SalvageEnded,
    /// A statement was handed to the alumni service.
    AlumniHandedOver,
}

impl Deed {
    /// All deeds.
    pub const ALL: &'static [Self] = &[
        Self::Linked,
        Self::Relinked,
        Self::Unlinked,
        Self::Frozen,
        Self::Unfrozen,
        Self::PassAsked,
        Self::PassIssued,
        Self::PasswordAsked,
        Self::PasswordIssued,
        Self::ContactAdded,
        Self::ContactRemoved,
        Self::SalvageApplied,
        Self::SalvageApproved,
        Self::SalvageDeclined,
        Self::SalvageStopped,
        Self::SalvageResumed,
        Self::SalvageEnded,
        Self::AlumniHandedOver,
    ];

    /// The wire code, audit code and text key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::Relinked => "relinked",
            Self::Unlinked => "unlinked",
            Self::Frozen => "frozen",
            Self::Unfrozen => "unfrozen",
            Self::PassAsked => "pass_asked",
            Self::PassIssued => "pass_issued",
            Self::PasswordAsked => "password_asked",
            Self::PasswordIssued => "password_issued",
            Self::ContactAdded => "contact_added",
            Self::ContactRemoved => "contact_removed",
            Self::SalvageApplied => "salvage_applied",
            Self::SalvageApproved => "salvage_approved",
            Self::SalvageDeclined => "salvage_declined",
            Self::SalvageStopped => "salvage_stopped",
            Self::SalvageResumed => "salvage_resumed",
            Self::SalvageEnded => "salvage_ended",
            Self::AlumniHandedOver => "alumni_handed_over",
        }
    }
}

/// By what somebody stood for an account when something was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A card check.
    Card,
    /// A sign-in.
    Account,
    /// The link in a notice.
    Notice,
    /// A clerk of the university.
    Clerk,
    /// Nobody: a time came.
    Time,
}

/// The number by which a person and an office speak of a deed: twelve characters without
/// look-alikes (Crockford's base 32), 60 random bits.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Receipt(String);

const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Receipt {
    /// From eight random bytes.
    pub fn from_random(bytes: [u8; 8]) -> Self {
        let number = u64::from_be_bytes(bytes);
        let letter = |index: u32| {
            let position = (number >> (5 * index)) & 31;
            char::from(LETTERS[usize::try_from(position).unwrap_or_default()])
        };
        let group = |from: u32| (from..from + 4).map(letter).collect::<String>();
        Self(format!("{}-{}-{}", group(0), group(4), group(8)))
    }

    /// Reads the text form, `XXXX-XXXX-XXXX`.
    pub fn parse(text: &str) -> Option<Self> {
        let groups: Vec<&str> = text.split('-').collect();
        let fits = groups.len() == 3
            && groups
                .iter()
                .all(|group| group.len() == 4 && group.bytes().all(|byte| LETTERS.contains(&byte)));
        fits.then(|| Self(text.to_owned()))
    }

    /// The text form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Receipt {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a receipt number")
    }
}

impl From<Receipt> for String {
    fn from(receipt: Receipt) -> Self {
        receipt.0
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// One entry of the history of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its identifier; the link in its notice is derived from it under a server key.
    pub id: EntryId,
    /// The receipt number. The entries of one act share theirs.
    pub receipt: Receipt,
    /// Of which account.
    pub account: AccountKey,
    /// The account's number, for display.
    pub number: AccountNumber,
    /// When.
    pub at: Timestamp,
    /// What.
    pub deed: Deed,
    /// By what somebody stood for the account.
    pub by: Standing,
    /// By which way, where a card was checked.
    pub way: Option<Way>,
    /// A plain name of the device.
    pub device: Option<String>,
    /// The name and place of a kiosk.
    pub place: Option<String>,
    /// How many notice addresses were told; 0 means that only the history tells it.
    pub told: u8,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_number_can_be_read_over_the_phone() {
        let receipt = Receipt::from_random([0xff; 8]);
        assert_eq!(Receipt::parse(receipt.as_str()), Some(receipt));
        for wrong in [
            "",
            "AAAA-AAAA",
            "AAAA-AAAA-AAAI",
            "aaaa-aaaa-aaaa",
            "AAAA-AAAA-AAAA-AAAA",
        ] {
            assert!(Receipt::parse(wrong).is_none(), "{wrong}");
        }
    }
}
