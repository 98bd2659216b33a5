//! Joining the alumni service: who may, and what the statement says. It names the person to one
//! service, for one use, for a few minutes; nothing in it tells two services of the same person.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;

use crate::account::{AccountKey, DirectoryAccount};
use crate::policy::{Wish, permits};
use crate::refusal::Refusal;
use crate::secret::DerivationKey;
use crate::time::{Span, Timestamp};

/// The `typ` of a statement (RFC 8725 section 3.11): it can be taken for nothing else.
pub const STATEMENT_TYPE: &str = "ident-alumni+jwt";

/// How long a statement is good.
pub const STATEMENT_LIFETIME: Span = Span::minutes(5);

/// Decides whether a linked person may join.
///
/// # Errors
/// `NotLeftYet` as long as the account lives, `NotGraduated` for those who left without a degree,
/// and what [`permits`] says.
pub fn may_join(directory: &DirectoryAccount, now: Timestamp) -> Result<(), Refusal> {
    permits(Wish::Alumni, directory.state, true, now)?;
    if directory.graduate {
        Ok(())
    } else {
        Err(Refusal::NotGraduated)
    }
}

/// What a statement says (RFC 7519). Nothing else about the person is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// Who says it: this service.
    pub iss: String,
    /// For whom it is: the one configured service.
    pub aud: String,
    /// The person, under a name that only this audience knows.
    pub sub: String,
    /// The card-face name.
    pub name: String,
    /// That a degree was conferred.
    pub status: Status,
    /// When it was made.
    pub iat: i64,
    /// From when it is good.
    pub nbf: i64,
    /// When it ends.
    pub exp: i64,
    /// By which it is taken once only: 128 random bits.
    pub jti: String,
}

/// What is stated of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A degree was conferred.
    Graduated,
}

/// Whom a statement is about, and for whom.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// This service, by its public address.
    pub issuer: &'a str,
    /// The alumni service.
    pub audience: &'a str,
    /// The account that the person had.
    pub account: &'a AccountKey,
    /// The card-face name.
    pub name: &'a str,
}

impl Statement {
    /// The statement about a person who may join.
    pub fn new(about: About<'_>, key: &DerivationKey, jti: [u8; 16], now: Timestamp) -> Self {
        let iat = now.seconds();
        Self {
            iss: about.issuer.to_owned(),
            aud: about.audience.to_owned(),
            sub: pairwise(about.audience, about.account, key),
            name: about.name.to_owned(),
            status: Status::Graduated,
            iat,
            nbf: iat,
            exp: (now + STATEMENT_LIFETIME).seconds(),
            jti: URL_SAFE_NO_PAD.encode(jti),
        }
    }
}

/// The name under which one audience knows a person: always the same there, and another elsewhere.
fn pairwise(audience: &str, account: &AccountKey, key: &DerivationKey) -> String {
    let message = [
        audience.as_bytes(),
        account.tenant.as_bytes(),
        account.object.as_bytes(),
    ]
    .join(&0);
    URL_SAFE_NO_PAD.encode(key.mac("alumni", &message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::AccountState;

    const NOW: Timestamp = Timestamp::from_seconds(1_795_190_400);

    fn account(last: char) -> AccountKey {
        let guid = format!("5a5d0b00-0000-4000-8000-00000000da1{last}");
        AccountKey::parse(&guid, &guid).expect("a key")
    }

    fn statement(audience: &str, account: &AccountKey, key: u8) -> Statement {
        let about = About {
            issuer: "https://ident.example",
            audience,
            account,
            name: "曙町　あさひ",
        };
        Statement::new(about, &DerivationKey::new([key; 32]), [7; 16], NOW)
    }

    #[test]
    fn only_a_graduate_whose_account_has_ended_may_join() {
        let since = Timestamp::from_seconds(0);
        for (state, graduate, expected) in [
            (AccountState::Revoked { since }, true, Ok(())),
            (
                AccountState::Revoked { since },
                false,
                Err(Refusal::NotGraduated),
            ),
            (AccountState::Active, true, Err(Refusal::NotLeftYet)),
            (AccountState::Active, false, Err(Refusal::NotLeftYet)),
            (
                AccountState::Suspended,
                true,
                Err(Refusal::AccountSuspended),
            ),
            (AccountState::Unknown, true, Err(Refusal::AccountUnknown)),
        ] {
            let directory = DirectoryAccount {
                state,
                use_instead: None,
                graduate,
                leaves_at: None,
            };
            assert_eq!(may_join(&directory, NOW), expected, "{state:?} {graduate}");
        }
    }

    #[test]
    fn a_statement_says_this_and_nothing_else() {
        let said = serde_json::to_value(statement("https://alumni.example", &account('6'), 1));
        let said = said.expect("claims");
        let names: Vec<_> = said.as_object().expect("an object").keys().collect();
        let right = [
            "aud", "exp", "iat", "iss", "jti", "name", "nbf", "status", "sub",
        ];
        assert_eq!(names, right);
        assert_eq!(said["status"], "graduated");
        assert_eq!(
            said["exp"].as_i64(),
            said["iat"].as_i64().map(|at| at + 300)
        );
        assert!(
            !said.to_string().contains("5a5d0b00"),
            "the account is not told"
        );
    }

    #[test]
    fn each_service_knows_a_person_under_another_name() {
        let sub = |audience, last, key| statement(audience, &account(last), key).sub;
        let known = sub("https://alumni.example", '6', 1);
        assert_eq!(known, sub("https://alumni.example", '6', 1));
        assert_ne!(known, sub("https://other.example", '6', 1));
        assert_ne!(known, sub("https://alumni.example", '7', 1));
        assert_ne!(known, sub("https://alumni.example", '6', 2));
    }
}
