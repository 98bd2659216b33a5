//! What the keys recognise, open, and keep closed.

use ident_core::identity::Subject;

use super::*;

fn identity() -> Identity {
    Identity {
        issuer: "https://op.example".to_owned(),
        subject: Subject::parse("pairwise-1").expect("a subject"),
        name: None,
        auth_time: None,
    }
}

fn name() -> CardName {
    CardName::parse("見本 花子").expect("a name")
}

#[test]
fn after_a_rotation_a_person_is_still_recognised_under_the_old_key() {
    let before = Keys::from_roots(vec![(1, [1; 32])]);
    let after = Keys::from_roots(vec![(1, [1; 32]), (2, [2; 32])]);
    let (old, known) = (before.persons(&identity()), after.persons(&identity()));
    assert_eq!(known.len(), 2);
    assert_eq!(
        known[0].key, 2,
        "what is made now is made under the newest key"
    );
    assert_eq!(known[1], old[0]);
}

#[test]
fn a_name_opens_beside_its_person_and_nowhere_else() {
    let keys = Keys::from_roots(vec![(1, [1; 32])]);
    let person = keys.persons(&identity())[0];
    let stranger = PersonKey {
        mac: [9; 32],
        ..person
    };
    let sealed = keys.seal(&name(), &person, &Entropy);
    let opened = keys.open(&sealed, &person).expect("the name");
    assert_eq!(opened.expose(), "見本 花子");
    assert!(keys.open(&sealed, &stranger).is_none());
}

#[test]
fn an_altered_or_cut_name_does_not_open() {
    let keys = Keys::from_roots(vec![(1, [1; 32])]);
    let person = keys.persons(&identity())[0];
    let sealed = keys.seal(&name(), &person, &Entropy);
    for index in 0..sealed.bytes.len() {
        let mut altered = sealed.clone();
        altered.bytes[index] ^= 1;
        assert!(keys.open(&altered, &person).is_none(), "byte {index}");
        let cut = Sealed {
            bytes: sealed.bytes[..index].to_vec(),
            ..sealed.clone()
        };
        assert!(keys.open(&cut, &person).is_none(), "cut at {index}");
    }
}

#[test]
fn an_old_name_opens_after_a_rotation_and_not_once_its_key_is_gone() {
    let before = Keys::from_roots(vec![(1, [1; 32])]);
    let person = before.persons(&identity())[0];
    let sealed = before.seal(&name(), &person, &Entropy);
    let rotated = Keys::from_roots(vec![(2, [2; 32]), (1, [1; 32])]);
    assert!(rotated.open(&sealed, &person).is_some());
    assert!(
        Keys::from_roots(vec![(2, [2; 32])])
            .open(&sealed, &person)
            .is_none()
    );
}

#[test]
fn two_encryptions_of_one_name_differ_and_uses_have_different_keys() {
    let keys = Keys::from_roots(vec![(1, [1; 32])]);
    let person = keys.persons(&identity())[0];
    let seal = || keys.seal(&name(), &person, &Entropy);
    assert_ne!(seal().bytes, seal().bytes);
    assert_ne!(keys.flow().mac("x", b"y"), keys.network().mac("x", b"y"));
}

fn account(last: char) -> AccountKey {
    let guid = format!("5a5d0b00-0000-4000-8000-00000000da1{last}");
    AccountKey::parse(&guid, &guid).expect("a key")
}

#[test]
fn an_address_opens_beside_its_account_and_nowhere_else() {
    let before = Keys::from_roots(vec![(1, [1; 32])]);
    let sealed = before.seal_text("hanako@example.ac.jp", &account('1'), &Entropy);
    let opened = |keys: &Keys, account: &AccountKey| {
        let text = keys.open_text(&sealed, account);
        text.map(|text| text.to_string())
    };
    let after = Keys::from_roots(vec![(1, [1; 32]), (2, [2; 32])]);
    let known = Some("hanako@example.ac.jp".to_owned());
    assert_eq!(opened(&before, &account('1')), known);
    assert_eq!(opened(&after, &account('1')), known, "after a rotation");
    assert_eq!(opened(&before, &account('2')), None);
    let gone = Keys::from_roots(vec![(2, [2; 32])]);
    assert_eq!(opened(&gone, &account('1')), None);
    let person = before.persons(&identity())[0];
    assert!(
        before.open(&sealed, &person).is_none(),
        "an address is not a name"
    );
}

#[test]
fn what_was_derived_before_a_rotation_is_found_under_its_number() {
    let before = Keys::from_roots(vec![(1, [1; 32])]);
    let after = Keys::from_roots(vec![(1, [1; 32]), (2, [2; 32])]);
    let of = |key: &DerivationKey| key.mac("x", b"y");
    assert_eq!((before.number(), after.number()), (1, 2));
    assert_eq!(of(after.flow_of(1)), of(before.flow()));
    assert_ne!(of(after.flow()), of(before.flow()));
    assert_eq!(of(after.mail_code(1)), of(before.mail_code(1)));
    assert!(after.notices().any(|key| of(key) == of(before.notice())));
    assert_eq!(
        of(after.flow_of(9)),
        of(after.flow()),
        "unknown: the newest"
    );
}
