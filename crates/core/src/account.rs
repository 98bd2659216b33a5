//! A UTokyo Account as the domain sees it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::time::{Span, Timestamp};

/// What identifies an account: tenant and object id, both GUIDs in lower case. Never the name,
/// never the mail address.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AccountKey {
    /// Tenant id (`tid`).
    pub tenant: String,
    /// Object id (`oid`).
    pub object: String,
}

impl AccountKey {
    /// Accepts two GUIDs in their usual text form (8-4-4-4-12), any case.
    pub fn parse(tenant: &str, object: &str) -> Option<Self> {
        (is_guid(tenant) && is_guid(object)).then(|| Self {
            tenant: tenant.to_ascii_lowercase(),
            object: object.to_ascii_lowercase(),
        })
    }
}

impl fmt::Debug for AccountKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[account]")
    }
}

fn is_guid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts
            .iter()
            .all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The ten-digit number of an account (共通ID), for display. A text: a leading zero is legal.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountNumber(String);

impl AccountNumber {
    /// Accepts exactly ten ASCII digits.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| Self(text.to_owned()))
    }

    /// Reads the number out of a sign-in name such as `0123456789@utac.u-tokyo.ac.jp`. The
    /// domain must be exactly the configured one (ASCII, any case).
    pub fn from_user_name(user_name: &str, domain: &str) -> Option<Self> {
        let (number, found) = user_name.split_once('@')?;
        found
            .eq_ignore_ascii_case(domain)
            .then(|| Self::parse(number))?
    }

    /// The ten digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AccountNumber {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not ten digits")
    }
}

impl From<AccountNumber> for String {
    fn from(number: AccountNumber) -> Self {
        number.0
    }
}

impl fmt::Debug for AccountNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[number]")
    }
}

/// What a checked sign-in says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// Which account.
    pub key: AccountKey,
    /// Its number.
    pub number: AccountNumber,
    /// When the person entered credentials (`auth_time`).
    pub auth_time: Option<Timestamp>,
    /// Whether the sign-in satisfied the configured authentication context (`acrs`).
    pub strong: bool,
    /// Whether the sign-in carries the configured role of a clerk (Entra app role, `roles`).
    #[serde(default)]
    pub clerk: bool,
}

/// A sign-in that a visit holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// The sign-in.
    pub sign_in: SignIn,
    /// When the server accepted it.
    pub at: Timestamp,
}

impl SignedIn {
    /// How long a strong sign-in counts as fresh.
    pub const FRESH: Span = Span::minutes(10);

    /// Until when this sign-in may cut or replace a link; `None` when it never could.
    pub fn fresh_until(&self) -> Option<Timestamp> {
        let auth_time = self.sign_in.auth_time?;
        self.sign_in.strong.then(|| auth_time + Self::FRESH)
    }

    /// Whether it may cut or replace a link now.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        self.fresh_until().is_some_and(|until| !until.is_past(now))
    }
}

/// The state of an account, as the directory tells it (procedures 2.3). Whether a person has
/// lost the password or the second factor is not visible here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AccountState {
    /// May sign in.
    Active,
    /// Stopped by the university.
    Suspended,
    /// The person has left.
    Revoked {
        /// Since when.
        since: Timestamp,
    },
    /// The directory knows no such account.
    Unknown,
}

/// An account as the directory describes it at this moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryAccount {
    /// Its state.
    pub state: AccountState,
    /// Where a person has two accounts: the one to use for linking, if it is another one.
    pub use_instead: Option<AccountNumber>,
    /// Whether the directory lists the person as a graduate.
    pub graduate: bool,
    /// When the enrolment ends or ended, if the directory says so.
    pub leaves_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a22_look_alike_account_names_are_not_read() {
        let domain = "utac.u-tokyo.ac.jp";
        let good = AccountNumber::from_user_name("0123456789@UTAC.u-tokyo.ac.jp", domain);
        assert_eq!(good.as_ref().map(AccountNumber::as_str), Some("0123456789"));
        for hostile in [
            "０１２３４５６７８９@utac.u-tokyo.ac.jp",
            "0123456789@utac.u-tokyo.ac.jp.",
            "0123456789@evil.example",
            "012345678@utac.u-tokyo.ac.jp",
            "0123456789\u{200b}@utac.u-tokyo.ac.jp",
            "0123456789@utac.u-tokyo.ac.jp@evil.example",
            "0123456789",
        ] {
            assert!(
                AccountNumber::from_user_name(hostile, domain).is_none(),
                "{hostile}"
            );
        }
    }

    #[test]
    fn an_account_key_is_two_guids_whatever_their_case() {
        let guid = "5A5D0B00-0000-4000-8000-00000000DA16";
        let key = AccountKey::parse(guid, guid).expect("a key");
        assert_eq!(key.object, guid.to_lowercase());
        assert!(AccountKey::parse(guid, "5a5d0b00").is_none());
        assert!(AccountKey::parse("common", guid).is_none());
    }

    #[test]
    fn only_a_recent_sign_in_with_a_second_factor_is_fresh() {
        let guid = "5a5d0b00-0000-4000-8000-00000000da16";
        let signed_in = |auth_time, strong| SignedIn {
            sign_in: SignIn {
                key: AccountKey::parse(guid, guid).expect("a key"),
                number: AccountNumber::parse("0123456789").expect("a number"),
                auth_time,
                strong,
                clerk: false,
            },
            at: Timestamp::from_seconds(100),
        };
        let then = Some(Timestamp::from_seconds(100));
        assert!(signed_in(then, true).is_fresh(Timestamp::from_seconds(699)));
        assert!(!signed_in(then, true).is_fresh(Timestamp::from_seconds(700)));
        assert!(!signed_in(then, false).is_fresh(Timestamp::from_seconds(101)));
        assert!(!signed_in(None, true).is_fresh(Timestamp::from_seconds(101)));
    }
}
