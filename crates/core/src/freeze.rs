//! The freeze: after a report of misuse no act rests on the link, until its owner lifts it (N-07).

use crate::deed::Standing;
use crate::link::{Frozen, Link};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// The link frozen; `None` when it is frozen already, which is what was asked for.
///
/// # Errors
/// `FreezeNothing` without a link.
pub fn freeze(link: Option<&Link>, by: Standing, now: Timestamp) -> Result<Option<Link>, Refusal> {
    let link = link.ok_or(Refusal::FreezeNothing)?;
    if link.frozen.is_some() {
        return Ok(None);
    }
    Ok(Some(Link {
        version: link.version + 1,
        frozen: Some(Frozen { at: now, by }),
        ..link.clone()
    }))
}

/// The link with the freeze lifted. That its owner asks is for the caller to have checked.
///
/// # Errors
/// `NotFrozen`, also without a link.
pub fn unfreeze(link: Option<&Link>) -> Result<Link, Refusal> {
    let link = link
        .filter(|link| link.frozen.is_some())
        .ok_or(Refusal::NotFrozen)?;
    Ok(Link {
        version: link.version + 1,
        frozen: None,
        ..link.clone()
    })
}

/// Whether an act may rest on the link.
///
/// # Errors
/// `LinkFrozen`.
pub fn not_frozen(link: &Link) -> Result<(), Refusal> {
    match link.frozen {
        Some(_) => Err(Refusal::LinkFrozen),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{AccountKey, AccountNumber};
    use crate::id::LinkId;
    use crate::identity::PersonKey;

    const NOW: Timestamp = Timestamp::from_seconds(9);

    fn link() -> Link {
        let guid = "5a5d0b00-0000-4000-8000-00000000da16";
        Link {
            id: LinkId::from_random([1; 16]),
            version: 3,
            person: PersonKey {
                key: 1,
                mac: [1; 32],
            },
            account: AccountKey::parse(guid, guid).expect("a key"),
            number: AccountNumber::parse("0123456789").expect("a number"),
            name: None,
            since: NOW,
            last_used_at: None,
            frozen: None,
        }
    }

    #[test]
    fn n07_a_freeze_holds_until_it_is_lifted_and_is_made_once() {
        let frozen = freeze(Some(&link()), Standing::Notice, NOW);
        let frozen = frozen.expect("a link").expect("not frozen yet");
        assert_eq!(
            (frozen.version, not_frozen(&frozen)),
            (4, Err(Refusal::LinkFrozen))
        );
        assert_eq!(freeze(Some(&frozen), Standing::Card, NOW), Ok(None));
        let lifted = unfreeze(Some(&frozen)).expect("frozen");
        assert_eq!((lifted.version, not_frozen(&lifted)), (5, Ok(())));
        assert_eq!(unfreeze(Some(&lifted)), Err(Refusal::NotFrozen));
        assert_eq!(unfreeze(None), Err(Refusal::NotFrozen));
        assert_eq!(
            freeze(None, Standing::Notice, NOW),
            Err(Refusal::FreezeNothing)
        );
    }
}
