//! What Graph says of a user, and what it means here.

use ident_core::account::{AccountKey, AccountNumber, AccountState, DirectoryAccount};
use ident_core::calendar::end_of_conferral_month;
use ident_core::time::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

use super::{moment, path};

/// The leave date needs the permission `User-LifeCycleInfo.Read.All`, the rest `User.Read.All`.
const SELECT: &str = "$select=id,userPrincipalName,accountEnabled,employeeType,\
    employeeLeaveDateTime,onPremisesExtensionAttributes";

/// The `employeeType` of somebody on whom a degree was conferred; the leave date is then the day
/// of conferral.
const GRADUATE: &str = "graduate";

/// The address of a user.
pub(super) fn url(base: &Url, key: &AccountKey) -> Url {
    let mut url = path(base, &["users", key.object.as_str()]);
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
    employee_type: Option<String>,
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
            graduate: self.is_graduate(),
            leaves_at: self.ends(),
        }
    }

    /// An account that is still enabled is alive, whatever its dates say: a clerical error is
    /// mended by enabling it again (procedures 2.3).
    fn state(&self, now: Timestamp) -> AccountState {
        if self.account_enabled {
            return AccountState::Active;
        }
        match self.ends() {
            Some(since) if since.is_past(now) => AccountState::Revoked { since },
            _ => AccountState::Suspended,
        }
    }

    fn is_graduate(&self) -> bool {
        let employee_type = self.employee_type.as_deref().unwrap_or_default();
        employee_type.trim().eq_ignore_ascii_case(GRADUATE)
    }

    /// When the account ends or has ended: a graduate's with the month of conferral in Japan,
    /// anybody else's when the person leaves (procedures AA).
    fn ends(&self) -> Option<Timestamp> {
        let text = self.employee_leave_date_time.as_deref()?;
        let at = moment(text)?;
        Some(if self.is_graduate() {
            end_of_conferral_month(at)
        } else {
            at
        })
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.on_premises_extension_attributes
            .as_ref()?
            .get(name)?
            .as_str()
            .map(str::trim)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const OBJECT: &str = "0b1ec700-0000-4000-8000-000000000001";

    fn account(employee_type: Option<&str>, enabled: bool, now: &str) -> DirectoryAccount {
        let body = json!({
            "id": OBJECT,
            "userPrincipalName": "0123456789@utac.u-tokyo.ac.jp",
            "accountEnabled": enabled,
            "employeeType": employee_type,
            "employeeLeaveDateTime": "2026-03-24T01:00:00Z",
        });
        let key = AccountKey::parse(OBJECT, OBJECT).expect("a key");
        let user = User::parse(body.to_string().as_bytes(), &key).expect("a user");
        user.account("extensionAttribute1", "utac.u-tokyo.ac.jp", at(now))
    }

    fn at(text: &str) -> Timestamp {
        moment(text).expect("a time")
    }

    #[test]
    fn a_graduate_has_left_with_the_end_of_the_month_in_japan_and_others_on_their_day() {
        let (ends, left) = (at("2026-04-01T00:00:00+09:00"), at("2026-03-24T01:00:00Z"));
        let after = "2026-05-01T00:00:00Z";
        for (employee_type, graduate, since) in [
            (Some("graduate"), true, ends),
            (Some(" Graduate "), true, ends),
            (Some("student"), false, left),
            (Some("graduate student"), false, left),
            (None, false, left),
        ] {
            let account = account(employee_type, false, after);
            assert_eq!(account.graduate, graduate, "{employee_type:?}");
            assert_eq!(account.leaves_at, Some(since), "{employee_type:?}");
            assert_eq!(account.state, AccountState::Revoked { since });
        }
    }

    #[test]
    fn until_the_end_of_the_month_a_graduate_has_not_left() {
        let state = |enabled, now| account(Some("graduate"), enabled, now).state;
        let (before, at_midnight) = ("2026-03-31T14:59:59Z", "2026-03-31T15:00:00Z");
        assert_eq!(state(true, before), AccountState::Active);
        assert_eq!(state(false, before), AccountState::Suspended);
        let since = at(at_midnight);
        assert_eq!(state(false, at_midnight), AccountState::Revoked { since });
    }
}
