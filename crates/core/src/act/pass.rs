//! Temporary access passes: what the tenant's policy allows, and what the directory issues.

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;
use crate::secret::Secret;
use crate::time::{Span, Timestamp};

/// The shortest lifetime that Graph takes (temporaryAccessPassAuthenticationMethod).
pub const SHORTEST: Span = Span::minutes(10);
/// The longest lifetime that Graph takes.
pub const LONGEST: Span = Span::minutes(43_200);

/// The fewest characters that a pass is to have; the directory's own default is eight.
pub const FEWEST: u16 = 12;

/// What the tenant's policy says (Graph `temporaryAccessPassAuthenticationMethodConfiguration`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassPolicy {
    /// Whether passes may be issued at all.
    pub enabled: bool,
    /// Whether the policy says that it leaves this account out.
    pub excluded: bool,
    /// The shortest lifetime.
    pub shortest: Span,
    /// The longest lifetime.
    pub longest: Span,
    /// How many characters a pass has.
    pub length: u16,
}

impl PassPolicy {
    /// Whether passes are shorter than they are to be. The length is the tenant's to set, for all
    /// passes at once, so that operators are told; whoever stands before a locked door gets a pass
    /// all the same, good once and for an hour.
    pub const fn is_too_short(&self) -> bool {
        self.enabled && self.length < FEWEST
    }

    /// The lifetime to ask for: the shortest that the policy and Graph allow.
    ///
    /// # Errors
    /// `PassPolicyOff` where no pass can be issued at all, `PassPolicyExcludes` for this account.
    pub fn lifetime(&self) -> Result<Span, Refusal> {
        if !self.enabled {
            return Err(Refusal::PassPolicyOff);
        }
        if self.excluded {
            return Err(Refusal::PassPolicyExcludes);
        }
        let lifetime = self.shortest.max(SHORTEST);
        if lifetime > self.longest.min(LONGEST) {
            return Err(Refusal::PassPolicyOff);
        }
        Ok(lifetime)
    }
}

/// A pass as the directory has just issued it.
#[derive(Debug)]
pub struct NewPass {
    /// The directory's id of it.
    pub id: String,
    /// The pass itself: for one response and nowhere else.
    pub value: Secret<String>,
    /// When it begins.
    pub begins_at: Timestamp,
    /// How long it is good.
    pub lifetime: Span,
    /// Whether it can be used once only.
    pub once: bool,
}

impl NewPass {
    /// When it ends.
    pub fn ends_at(&self) -> Timestamp {
        self.begins_at + self.lifetime
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: PassPolicy = PassPolicy {
        enabled: true,
        excluded: false,
        shortest: Span::minutes(60),
        longest: Span::minutes(480),
        length: 12,
    };

    #[test]
    fn r64_a_pass_of_fewer_than_twelve_characters_is_too_short() {
        let of = |length, enabled| PassPolicy {
            enabled,
            length,
            ..USUAL
        };
        for (length, too_short) in [(8, true), (11, true), (12, false), (48, false)] {
            assert_eq!(of(length, true).is_too_short(), too_short, "{length}");
            assert_eq!(of(length, false).lifetime(), Err(Refusal::PassPolicyOff));
            assert!(!of(length, false).is_too_short(), "none is issued");
        }
    }

    #[test]
    fn r64_the_lifetime_is_the_shortest_that_policy_and_graph_allow() {
        let of = |shortest, longest| {
            PassPolicy {
                shortest: Span::minutes(shortest),
                longest: Span::minutes(longest),
                ..USUAL
            }
            .lifetime()
        };
        assert_eq!(of(60, 480), Ok(Span::minutes(60)));
        assert_eq!(of(10, 10), Ok(Span::minutes(10)));
        assert_eq!(of(1, 60), Ok(Span::minutes(10)), "Graph takes no less");
        assert_eq!(of(43_200, 50_000), Ok(Span::minutes(43_200)));
        for (shortest, longest) in [(1, 5), (60, 59), (43_201, 50_000)] {
            assert_eq!(of(shortest, longest), Err(Refusal::PassPolicyOff));
        }
    }

    #[test]
    fn a_policy_that_is_off_or_leaves_the_account_out_is_told_as_such() {
        let off = PassPolicy {
            enabled: false,
            ..USUAL
        };
        let without = PassPolicy {
            excluded: true,
            ..USUAL
        };
        assert_eq!(off.lifetime(), Err(Refusal::PassPolicyOff));
        assert_eq!(without.lifetime(), Err(Refusal::PassPolicyExcludes));
    }
}
