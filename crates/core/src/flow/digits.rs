//! The six digits of way D. They follow from the flow and the time, so that they renew
//! themselves and nothing need be stored.

use subtle::ConstantTimeEq;

use super::stage::Confirming;
use super::{Flow, Lifetimes};
use crate::secret::DerivationKey;
use crate::time::{Span, Timestamp};

/// A person may finish typing the digits of the set before, for this long.
const GRACE: Span = Span::seconds(20);

/// The digits of one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digits {
    /// Six ASCII digits.
    pub text: String,
    /// When the next set takes their place.
    pub expires_at: Timestamp,
}

impl Flow {
    /// The digits that the phone shows now.
    pub fn digits(
        &self,
        stage: &Confirming,
        key: &DerivationKey,
        lifetimes: &Lifetimes,
        now: Timestamp,
    ) -> Digits {
        let length = lifetimes.digits.millis().max(1);
        let set = (now - stage.since).millis().max(0) / length;
        let expires_at = Timestamp::from_millis(stage.since.millis() + (set + 1) * length);
        Digits {
            text: self.digits_of(set, key),
            expires_at,
        }
    }

    pub(super) fn digits_fit(
        &self,
        stage: &Confirming,
        typed: &str,
        key: &DerivationKey,
        lifetimes: &Lifetimes,
        now: Timestamp,
    ) -> bool {
        [now, now - GRACE]
            .into_iter()
            .filter(|at| *at >= stage.since || *at == now)
            .any(|at| {
                let shown = self.digits(stage, key, lifetimes, at).text;
                shown.as_bytes().ct_eq(typed.as_bytes()).into()
            })
    }

    fn digits_of(&self, set: i64, key: &DerivationKey) -> String {
        let message = [self.id.bytes().as_slice(), &set.to_be_bytes()].concat();
        let mac = key.mac("digits", &message);
        let number = mac[..8]
            .iter()
            .fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        format!("{:06}", number % 1_000_000)
    }
}
