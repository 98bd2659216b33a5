//! Linking and cutting, case by case.

use super::*;
use crate::account::{AccountState, SignIn};
use crate::id::{FlowId, ProofId};

const NOW: Timestamp = Timestamp::from_seconds(1_000);
const VISIT: VisitId = VisitId::from_random([1; 16]);
const IDS: LinkIds = LinkIds {
    link: LinkId::from_random([8; 16]),
    act: ActId::from_random([9; 16]),
};

fn account(last: char) -> AccountKey {
    let guid = format!("5a5d0b00-0000-4000-8000-00000000000{last}");
    AccountKey::parse(&guid, &guid).expect("a key")
}

fn person(seed: u8) -> PersonKey {
    PersonKey {
        key: 1,
        mac: [seed; 32],
    }
}

fn proof(purpose: Purpose) -> Proof {
    Proof {
        id: ProofId::from_random([2; 16]),
        visit: VISIT,
        flow: FlowId::from_random([3; 16]),
        purpose,
        person: person(1),
        name: None,
        made_at: NOW,
        expires_at: Timestamp::from_seconds(1_600),
        used_by: None,
    }
}

fn signed_in(strong: bool) -> SignedIn {
    let sign_in = SignIn {
        clerk: false,
        key: account('a'),
        number: AccountNumber::parse("0123456789").expect("a number"),
        auth_time: Some(NOW),
        strong,
    };
    SignedIn { sign_in, at: NOW }
}

fn link(person: PersonKey, account: AccountKey) -> Link {
    Link {
        id: LinkId::from_random([7; 16]),
        version: 4,
        person,
        account,
        number: AccountNumber::parse("0123456789").expect("a number"),
        name: None,
        since: NOW,
        last_used_at: None,
        frozen: None,
    }
}

fn directory(state: AccountState) -> DirectoryAccount {
    DirectoryAccount {
        graduate: false,
        leaves_at: None,
        state,
        use_instead: None,
    }
}

/// A case in which everything is right; each test changes one thing.
fn with_case<T>(look: impl FnOnce(LinkCase<'_>) -> T) -> T {
    let (proof, signed_in) = (proof(Purpose::Link), signed_in(false));
    let directory = directory(AccountState::Active);
    look(LinkCase {
        visit: VISIT,
        proof: Some(&proof),
        signed_in: Some(&signed_in),
        directory: &directory,
        of_person: None,
        of_account: None,
        relink: false,
    })
}

#[test]
fn a_free_card_and_a_free_account_are_linked_and_the_proof_is_consumed() {
    let decision = with_case(|case| case.decide(IDS, NOW)).expect("nothing stands against it");
    assert!(matches!(decision.change.0[0], Write::UseProof { .. }));
    assert!(
        decision
            .change
            .0
            .iter()
            .any(|write| matches!(write, Write::InsertLink(_)))
    );
    assert_eq!(decision.deed, Deed::Linked);
}

#[test]
fn a24_no_link_without_both_halves() {
    assert_eq!(
        with_case(|case| LinkCase {
            proof: None,
            ..case
        }
        .decide(IDS, NOW))
        .err(),
        Some(Refusal::ProofMissing)
    );
    assert_eq!(
        with_case(|case| LinkCase {
            signed_in: None,
            ..case
        }
        .decide(IDS, NOW))
        .err(),
        Some(Refusal::SignInRequired)
    );
    let other = proof(Purpose::Manage);
    assert_eq!(
        with_case(|case| LinkCase {
            proof: Some(&other),
            ..case
        }
        .decide(IDS, NOW))
        .err(),
        Some(Refusal::ProofOtherPurpose)
    );
}

#[test]
fn a20_a_card_linked_elsewhere_is_refused_even_with_the_wish_to_replace() {
    let elsewhere = link(person(1), account('b'));
    for relink in [false, true] {
        let of_person = Some(&elsewhere);
        let refusal = with_case(|case| {
            LinkCase {
                of_person,
                relink,
                ..case
            }
            .decide(IDS, NOW)
        });
        assert_eq!(refusal.err(), Some(Refusal::LinkCardLinkedElsewhere));
    }
}

#[test]
fn a20_an_account_with_another_card_is_relinked_only_on_request_and_after_a_fresh_sign_in() {
    let old = link(person(2), account('a'));
    let of_account = Some(&old);
    let decide = |relink, signed_in: &SignedIn| {
        with_case(|case| {
            let signed_in = Some(signed_in);
            LinkCase {
                signed_in,
                of_account,
                relink,
                ..case
            }
            .decide(IDS, NOW)
        })
    };
    let (weak, strong) = (signed_in(false), signed_in(true));
    assert_eq!(
        decide(false, &strong).err(),
        Some(Refusal::LinkAccountHasOtherCard)
    );
    assert_eq!(decide(true, &weak).err(), Some(Refusal::SignInAgain));
    let decision = decide(true, &strong).expect("asked for, and freshly signed in");
    let replaced = Write::DeleteLink {
        link: old.id,
        version: 4,
    };
    assert_eq!(
        format!("{:?}", decision.change.0[1]),
        format!("{replaced:?}")
    );
    assert_eq!(decision.deed, Deed::Relinked);
}

#[test]
fn linking_again_the_same_card_to_the_same_account_renews_the_link() {
    let same = link(person(1), account('a'));
    let decision = with_case(|case| {
        LinkCase {
            of_person: Some(&same),
            of_account: Some(&same),
            ..case
        }
        .decide(IDS, NOW)
    });
    assert_eq!(
        decision.expect("the same person asks again").deed,
        Deed::Relinked
    );
}

#[test]
fn no_account_that_may_not_sign_in_is_linked() {
    for (state, refusal) in [
        (AccountState::Suspended, Refusal::AccountSuspended),
        (
            AccountState::Revoked { since: NOW },
            Refusal::AccountRevoked,
        ),
        (AccountState::Unknown, Refusal::AccountUnknown),
    ] {
        let directory = directory(state);
        let found = with_case(|case| {
            LinkCase {
                directory: &directory,
                ..case
            }
            .decide(IDS, NOW)
        });
        assert_eq!(found.err(), Some(refusal));
    }
}

#[test]
fn of_two_accounts_the_other_one_is_named() {
    let directory = DirectoryAccount {
        graduate: false,
        leaves_at: None,
        state: AccountState::Active,
        use_instead: AccountNumber::parse("9999999999"),
    };
    let found = with_case(|case| {
        LinkCase {
            directory: &directory,
            ..case
        }
        .decide(IDS, NOW)
    });
    assert_eq!(found.err(), Some(Refusal::AccountUseStudent));
}

#[test]
fn a_link_is_cut_by_a_card_check_made_for_it_or_by_a_fresh_sign_in() {
    let existing = link(person(1), account('a'));
    let act = IDS.act;
    let (manage, wrong) = (proof(Purpose::Manage), proof(Purpose::Link));
    let by_card = |proof| {
        unlink(
            UnlinkBy::Card {
                visit: VISIT,
                proof,
            },
            Some(&existing),
            act,
            NOW,
        )
    };
    assert_eq!(by_card(&manage).expect("made for it").deed, Deed::Unlinked);
    assert_eq!(by_card(&wrong).err(), Some(Refusal::ProofOtherPurpose));
    let by_account = |strong| {
        unlink(
            UnlinkBy::Account(&signed_in(strong)),
            Some(&existing),
            act,
            NOW,
        )
    };
    assert_eq!(by_account(true).expect("fresh").deed, Deed::Unlinked);
    assert_eq!(by_account(false).err(), Some(Refusal::SignInAgain));
    let nothing = unlink(UnlinkBy::Account(&signed_in(true)), None, act, NOW);
    assert_eq!(nothing.err(), Some(Refusal::UnlinkNothing));
}

#[test]
fn n07_a_frozen_link_is_cut_but_never_replaced() {
    let frozen = Link {
        frozen: Some(Frozen {
            at: NOW,
            by: Standing::Notice,
        }),
        ..link(person(1), account('a'))
    };
    let signed_in = signed_in(true);
    for of_person in [Some(&frozen), None] {
        let found = with_case(|case| {
            LinkCase {
                of_person,
                of_account: Some(&frozen),
                signed_in: Some(&signed_in),
                relink: true,
                ..case
            }
            .decide(IDS, NOW)
        });
        assert_eq!(found.err(), Some(Refusal::LinkFrozen));
    }
    let cut = unlink(UnlinkBy::Account(&signed_in), Some(&frozen), IDS.act, NOW);
    assert_eq!(cut.expect("a way out is left").deed, Deed::Unlinked);
}
