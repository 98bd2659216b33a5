//! Proof as a value: what has not been checked cannot be passed on.

use serde::{Deserialize, Serialize};

use crate::id::{ActId, FlowId, ProofId, VisitId};
use crate::identity::{PersonKey, Sealed};
use crate::purpose::Purpose;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// A value whose every required check has been made.
///
/// Only the relying-party crate makes one (a test over the sources holds it to that).
#[derive(Clone, Debug)]
pub struct Verified<T>(T);

impl<T> Verified<T> {
    /// Claims that all checks of the profile were made on `value`. Every call of this function
    /// is a claim to review.
    pub const fn assertion(value: T) -> Self {
        Self(value)
    }

    /// The checked value.
    pub fn into_inner(self) -> T {
        self.0
    }

    /// The checked value, by reference.
    pub const fn get(&self) -> &T {
        &self.0
    }
}

/// The stored outcome of one card check: good for one act of one purpose, for one visit, for a
/// short time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Its identifier.
    pub id: ProofId,
    /// The visit it was delivered to; worthless to any other.
    pub visit: VisitId,
    /// The flow that brought it.
    pub flow: FlowId,
    /// What it is good for.
    pub purpose: Purpose,
    /// Whose card it was, as a keyed hash.
    pub person: PersonKey,
    /// The card-face name, encrypted; only where the purpose asked for it.
    pub name: Option<Sealed>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// The act that consumed it.
    pub used_by: Option<ActId>,
}

impl Proof {
    /// Checks that this proof may be used now, by this visit, for an act of `purpose`.
    ///
    /// # Errors
    /// `ProofMissing` for another visit's proof (said like an absent one), `ProofOtherPurpose`,
    /// `ProofUsed`, `ProofExpired`.
    pub fn usable(&self, visit: VisitId, purpose: Purpose, now: Timestamp) -> Result<(), Refusal> {
        if self.visit != visit {
            return Err(Refusal::ProofMissing);
        }
        if self.purpose != purpose {
            return Err(Refusal::ProofOtherPurpose);
        }
        if self.used_by.is_some() {
            return Err(Refusal::ProofUsed);
        }
        if self.expires_at.is_past(now) {
            return Err(Refusal::ProofExpired);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proof() -> Proof {
        Proof {
            id: ProofId::from_random([1; 16]),
            visit: VisitId::from_random([2; 16]),
            flow: FlowId::from_random([3; 16]),
            purpose: Purpose::Link,
            person: PersonKey {
                key: 1,
                mac: [4; 32],
            },
            name: None,
            made_at: Timestamp::from_seconds(0),
            expires_at: Timestamp::from_seconds(600),
            used_by: None,
        }
    }

    #[test]
    fn r71_a_proof_serves_one_visit_one_purpose_one_act_and_ten_minutes() {
        let (mine, other) = (VisitId::from_random([2; 16]), VisitId::from_random([9; 16]));
        let (early, late) = (Timestamp::from_seconds(599), Timestamp::from_seconds(600));
        let used = Proof {
            used_by: Some(ActId::from_random([5; 16])),
            ..proof()
        };
        assert_eq!(proof().usable(mine, Purpose::Link, early), Ok(()));
        assert_eq!(
            proof().usable(other, Purpose::Link, early),
            Err(Refusal::ProofMissing)
        );
        assert_eq!(
            proof().usable(mine, Purpose::Manage, early),
            Err(Refusal::ProofOtherPurpose)
        );
        assert_eq!(
            used.usable(mine, Purpose::Link, early),
            Err(Refusal::ProofUsed)
        );
        assert_eq!(
            proof().usable(mine, Purpose::Link, late),
            Err(Refusal::ProofExpired)
        );
    }
}
