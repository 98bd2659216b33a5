//! The six digits of a mail: derived from a seed, tried five times at most.

use subtle::ConstantTimeEq;

use super::{AddressCheck, CheckedFor};
use crate::refusal::Refusal;
use crate::secret::DerivationKey;
use crate::time::Timestamp;

/// Wrong tries at one code.
pub const CODE_TRIES: u8 = 5;

/// The code of a seed: six ASCII digits, the same whenever the mail is sent.
pub fn code_of(seed: &[u8; 16], checked_for: CheckedFor, key: &DerivationKey) -> String {
    let label = match checked_for {
        CheckedFor::Notices => "code/notices",
        CheckedFor::Salvage => "code/salvage",
    };
    let mac = key.mac(label, seed);
    let head = mac[..8].try_into().expect("a keyed hash has 32 bytes");
    format!("{:06}", u64::from_be_bytes(head) % 1_000_000)
}

/// What became of typed digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// They are the ones of the mail: the address is confirmed.
    Right(AddressCheck),
    /// They are not: store this, and say how many tries are left.
    Wrong(AddressCheck, u8),
}

impl AddressCheck {
    /// Tries left.
    pub const fn tries_left(&self) -> u8 {
        CODE_TRIES.saturating_sub(self.wrong)
    }

    /// Compares digits that were typed, in constant time.
    ///
    /// # Errors
    /// `MailCodeExhausted` after five wrong tries, `MailCodeExpired`.
    pub fn typed(
        &self,
        digits: &str,
        key: &DerivationKey,
        now: Timestamp,
    ) -> Result<Typed, Refusal> {
        if self.tries_left() == 0 {
            return Err(Refusal::MailCodeExhausted);
        }
        if self.expires_at.is_past(now) {
            return Err(Refusal::MailCodeExpired);
        }
        let code = code_of(&self.seed, self.checked_for, key);
        if bool::from(code.as_bytes().ct_eq(digits.as_bytes())) {
            return Ok(Typed::Right(Self {
                confirmed_at: Some(now),
                ..self.clone()
            }));
        }
        let next = Self {
            wrong: self.wrong + 1,
            ..self.clone()
        };
        let left = next.tries_left();
        Ok(Typed::Wrong(next, left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::AccountKey;
    use crate::contact::CODE_LIFETIME;
    use crate::identity::Sealed;

    const START: Timestamp = Timestamp::from_seconds(0);
    const KEY: DerivationKey = DerivationKey::new([3; 32]);

    fn check() -> AddressCheck {
        let guid = "5a5d0b00-0000-4000-8000-00000000da16";
        AddressCheck {
            checked_for: CheckedFor::Notices,
            account: AccountKey::parse(guid, guid).expect("a key"),
            address: Sealed {
                key: 1,
                bytes: vec![],
            },
            seed: [5; 16],
            wrong: 0,
            expires_at: START + CODE_LIFETIME,
            confirmed_at: None,
        }
    }

    fn right() -> String {
        code_of(&[5; 16], CheckedFor::Notices, &KEY)
    }

    #[test]
    fn the_digits_of_the_mail_confirm_the_address_for_thirty_minutes() {
        let at = Timestamp::from_seconds(1_799);
        let Ok(Typed::Right(confirmed)) = check().typed(&right(), &KEY, at) else {
            panic!("the right digits in time");
        };
        assert_eq!(confirmed.confirmed_at, Some(at));
        let late = check().typed(&right(), &KEY, Timestamp::from_seconds(1_800));
        assert_eq!(late, Err(Refusal::MailCodeExpired));
    }

    #[test]
    fn after_five_wrong_tries_not_even_the_right_digits_help() {
        let mut check = check();
        for left in (0..CODE_TRIES).rev() {
            let Ok(Typed::Wrong(next, said)) = check.typed("wrong!", &KEY, START) else {
                panic!("wrong digits");
            };
            assert_eq!(said, left);
            check = next;
        }
        assert_eq!(
            check.typed(&right(), &KEY, START),
            Err(Refusal::MailCodeExhausted)
        );
    }

    #[test]
    fn a_code_belongs_to_one_seed_one_use_and_one_key() {
        let code = right();
        assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()));
        assert_ne!(code, code_of(&[6; 16], CheckedFor::Notices, &KEY));
        assert_ne!(code, code_of(&[5; 16], CheckedFor::Salvage, &KEY));
        let other = DerivationKey::new([4; 32]);
        assert_ne!(code, code_of(&[5; 16], CheckedFor::Notices, &other));
    }

    #[test]
    fn digits_in_another_form_are_wrong_and_nothing_worse() {
        for typed in [
            "",
            " ",
            &format!("{} ", right()),
            "１２３４５６",
            &"9".repeat(9_999),
        ] {
            let found = check().typed(typed, &KEY, START);
            assert!(matches!(found, Ok(Typed::Wrong(_, 4))), "{typed:?}");
        }
    }
}
