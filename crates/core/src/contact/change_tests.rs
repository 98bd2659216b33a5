//! Adding and removing, case by case.

use super::*;
use crate::account::{AccountNumber, SignIn};
use crate::contact::CheckedFor;
use crate::identity::Sealed;

const NOW: Timestamp = Timestamp::from_seconds(1_000);

fn account() -> AccountKey {
    let guid = "5a5d0b00-0000-4000-8000-00000000da16";
    AccountKey::parse(guid, guid).expect("a key")
}

fn sealed(seed: u8) -> Sealed {
    Sealed {
        key: 1,
        bytes: vec![seed],
    }
}

fn contact(seed: u8, removed_at: Option<Timestamp>) -> Contact {
    Contact {
        id: ContactId::from_random([seed; 16]),
        version: 2,
        account: account(),
        address: sealed(seed),
        verified_at: Timestamp::from_seconds(1),
        removed_at,
    }
}

fn address(text: &str) -> MailAddress {
    MailAddress::parse(text).expect("an address")
}

fn check(confirmed_at: Option<Timestamp>) -> AddressCheck {
    AddressCheck {
        checked_for: CheckedFor::Notices,
        account: account(),
        address: sealed(9),
        seed: [0; 16],
        wrong: 0,
        expires_at: NOW,
        confirmed_at,
    }
}

#[test]
fn n05_two_addresses_at_most_and_none_twice() {
    let (one, two) = (contact(1, None), contact(2, None));
    let (first, second) = (address("a@example.jp"), address("b@example.jp"));
    let known = [
        Known {
            contact: &one,
            address: &first,
        },
        Known {
            contact: &two,
            address: &second,
        },
    ];
    let third = address("c@example.jp");
    assert_eq!(may_add(&known[..1], &second), Ok(()));
    assert_eq!(may_add(&known, &third), Err(Refusal::ContactTooMany));
    let again = address("A@example.jp");
    assert_eq!(may_add(&known[..1], &again), Err(Refusal::ContactKnown));
}

#[test]
fn an_address_becomes_one_only_when_its_code_was_typed() {
    let id = ContactId::from_random([7; 16]);
    let new = address("a@example.jp");
    let unconfirmed = add(&[], &check(None), &new, id);
    assert_eq!(unconfirmed, Err(Refusal::ContactMissing));
    let Ok(Added::New(added)) = add(&[], &check(Some(NOW)), &new, id) else {
        panic!("nothing stands against it");
    };
    assert_eq!((added.id, added.verified_at), (id, NOW));
    assert_eq!((added.version, added.removed_at), (0, None));
}

#[test]
fn a_removed_address_comes_back_as_the_same_one_and_frees_its_place_meanwhile() {
    let (old, living) = (contact(1, Some(NOW)), contact(2, None));
    let (first, second) = (address("a@example.jp"), address("b@example.jp"));
    let known = [
        Known {
            contact: &old,
            address: &first,
        },
        Known {
            contact: &living,
            address: &second,
        },
    ];
    let id = ContactId::from_random([7; 16]);
    let Ok(Added::Back(back)) = add(&known, &check(Some(NOW)), &first, id) else {
        panic!("it was removed, not forgotten");
    };
    assert_eq!((back.id, back.version), (old.id, 3));
    assert_eq!((back.removed_at, back.address), (None, sealed(9)));
}

#[test]
fn only_a_living_address_of_the_account_is_removed() {
    let contacts = [contact(1, None), contact(2, Some(NOW))];
    let removed = remove(&contacts, contacts[0].id, NOW).expect("living");
    assert_eq!((removed.version, removed.removed_at), (3, Some(NOW)));
    for id in [contacts[1].id, ContactId::from_random([9; 16])] {
        assert_eq!(remove(&contacts, id, NOW), Err(Refusal::ContactMissing));
    }
}

#[test]
fn n08_only_a_fresh_sign_in_opens_the_desk_and_for_ten_minutes() {
    let signed_in = |strong| SignedIn {
        sign_in: SignIn {
            clerk: false,
            key: account(),
            number: AccountNumber::parse("0123456789").expect("a number"),
            auth_time: Some(NOW),
            strong,
        },
        at: NOW,
    };
    let open = |signed_in: Option<&SignedIn>| ContactDesk::by_sign_in(signed_in, NOW);
    assert_eq!(open(None), Err(Refusal::StandingMissing));
    assert_eq!(open(Some(&signed_in(false))), Err(Refusal::SignInAgain));
    let desk = open(Some(&signed_in(true))).expect("fresh");
    let at = |seconds| ContactDesk::opened(Some(&desk), Timestamp::from_seconds(seconds));
    assert!(at(1_599).is_ok());
    assert_eq!(at(1_600), Err(Refusal::StandingMissing));
}
