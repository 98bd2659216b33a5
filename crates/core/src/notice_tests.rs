//! Who is told, links of notices, what is covered.

use super::*;
use crate::account::AccountKey;
use crate::id::ContactId;
use crate::identity::Sealed;

const DAY: i64 = 86_400;

fn contact(removed_at: Option<Timestamp>) -> Contact {
    let guid = "5a5d0b00-0000-4000-8000-00000000da16";
    Contact {
        id: ContactId::from_random([1; 16]),
        version: 0,
        account: AccountKey::parse(guid, guid).expect("a key"),
        address: Sealed {
            key: 1,
            bytes: vec![1],
        },
        verified_at: Timestamp::from_seconds(0),
        removed_at,
    }
}

#[test]
fn n05_a_removed_address_is_told_for_seven_days_and_not_longer() {
    let kept = Span::minutes(7 * 24 * 60);
    let removed = [contact(Some(Timestamp::from_seconds(0)))];
    let told = |days: i64| told_at(&removed, kept, Timestamp::from_seconds(days * DAY)).len();
    assert_eq!((told(0), told(6), told(7)), (1, 1, 0));
    let living = [contact(None)];
    assert_eq!(
        told_at(&living, kept, Timestamp::from_seconds(999 * DAY)).len(),
        1
    );
}

#[test]
fn n07_only_our_key_makes_the_link_of_a_notice() {
    let (ours, older) = (DerivationKey::new([1; 32]), DerivationKey::new([2; 32]));
    let entry = EntryId::from_random([7; 16]);
    let link = token(entry, &ours);
    assert_eq!(entry_of(&link, [&ours]), Some(entry));
    assert_eq!(
        entry_of(&token(entry, &older), [&ours, &older]),
        Some(entry),
        "a link outlives a rotation"
    );
    assert_eq!(entry_of(&link, [&older]), None);
    let other = token(EntryId::from_random([8; 16]), &ours);
    let mixed = format!("{}{}", &link[..22], &other[22..]);
    for forged in ["", "x", &link[..42], &format!("{link}A"), &mixed] {
        assert_eq!(entry_of(forged, [&ours]), None, "{forged}");
    }
}

#[test]
fn what_is_covered_cannot_be_read_and_can_be_recognised() {
    let number = AccountNumber::parse("0123456789").expect("a number");
    assert_eq!(masked_number(&number), "01******89");
    for (address, shown) in [
        ("hanako@example.ac.jp", "h***o@e***e.ac.jp"),
        ("ab@x.jp", "a***@x***.jp"),
        ("a@localhost", "a***@l***t"),
        ("花子さん@例え.jp", "花***ん@例***.jp"),
    ] {
        assert_eq!(masked_address(address), shown);
    }
}
