//! What Graph says of a user, and what it means here.

use ident_core::account::{AccountKey, AccountNumber, AccountState, DirectoryAccount};
use ident_core::time::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use url::Url;

/// The leave date needs the permission `User-LifeCycleInfo.Read.All`, the rest `User.Read.All`.
const SELECT: &str = "$select=id,userPrincipalName,accountEnabled,employeeType,\
    employeeLeaveDateTime,onPremisesExtensionAttributes";

/// The address of a user.
pub(super) fn url(base: &Url, key: &AccountKey) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(["users", key.object.as_str()]);
    }
    url.set_query(Some(SELECT));
    url
}

/// A user as Graph writes it. What is not asked for is not read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct User {
    id: String,
    #[serde(rename = "userPrincipalName")]
    sign_in_name: String,
    account_enabled: bool,
    #[serde(default)]
    employee_leave_date_time: Option<String>,
    #[serde(default)]
    on_premises_extension_attributes: Option<Map<String, Value>>,
}

impl User {
    /// Reads an answer; `None` when it is not in the agreed form, about somebody else, or leaves
    /// out whether the account is enabled (a missing permission must not look like a yes).
    pub(super) fn parse(body: &[u8], key: &AccountKey) -> Option<Self> {
        let user: Self = serde_json::from_slice(body).ok()?;
        user.id.eq_ignore_ascii_case(&key.object).then_some(user)
    }

    /// The account in the domain's terms.
    pub(super) fn account(
        &self,
        attribute: &str,
        domain: &str,
        now: Timestamp,
    ) -> DirectoryAccount {
        let own = AccountNumber::from_user_name(&self.sign_in_name, domain);
        let other = self.attribute(attribute).and_then(|text| {
            AccountNumber::parse(text).or_else(|| AccountNumber::from_user_name(text, domain))
        });
        let use_instead = other.filter(|other| own.as_ref() != Some(other));
        DirectoryAccount {
            state: self.state(now),
            use_instead,
            graduate: false,
            leaves_at: self.left(),
        }
    }

    fn state(&self, now: Timestamp) -> AccountState {
        if self.account_enabled {
            return AccountState::Active;
        }
        match self.left() {
            Some(since) if since.is_past(now) => AccountState::Revoked { since },
            _ => AccountState::Suspended,
        }
    }

    fn left(&self) -> Option<Timestamp> {
        let text = self.employee_leave_date_time.as_deref()?;
        let at = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        Some(Timestamp::from_seconds(at.unix_timestamp()))
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.on_premises_extension_attributes
            .as_ref()?
            .get(name)?
            .as_str()
            .map(str::trim)
    }
}
