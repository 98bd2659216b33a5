//! The life of a kiosk.

use super::*;

const NOW: Timestamp = Timestamp::from_seconds(1_000);
const TEN: Span = Span::minutes(10);
const KEY: KioskKey = KioskKey {
    x: [1; 32],
    y: [2; 32],
};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(1_000 + seconds)
}

fn invited() -> Kiosk {
    let names = ("1号機".to_owned(), "本郷 総合案内".to_owned());
    Kiosk::invited(
        KioskId::from_random([7; 16]),
        names,
        TokenHash([9; 32]),
        TEN,
        NOW,
    )
}

fn enrolled() -> Kiosk {
    invited().enrol(KEY, at(1)).expect("in time")
}

fn pulse(seconds: i64) -> Pulse {
    Pulse::new("0.1.0", ReaderState::Ready, PaperState::Absent, at(seconds))
}

#[test]
fn r50_a_code_is_good_once_and_for_ten_minutes() {
    let kiosk = invited().enrol(KEY, at(599)).expect("in time");
    assert_eq!((kiosk.version, kiosk.key()), (1, Some(&KEY)));
    assert_eq!(kiosk.enrol(KEY, at(599)), Err(Refusal::KioskCodeWrong));
    let late = invited().enrol(KEY, at(600));
    assert_eq!(late, Err(Refusal::KioskCodeExpired));
    let withdrawn = invited().revoke(at(1)).expect("revoked");
    assert_eq!(withdrawn.enrol(KEY, at(2)), Err(Refusal::KioskCodeWrong));
}

#[test]
fn r50_only_an_enrolled_kiosk_is_alive() {
    assert_eq!(invited().alive(), Err(Refusal::KioskUnknown));
    assert_eq!(enrolled().alive(), Ok(()));
    let revoked = enrolled().revoke(at(5)).expect("revoked");
    assert_eq!(revoked.alive(), Err(Refusal::KioskRevoked));
}

#[test]
fn k08_a_kiosk_is_revoked_once_and_for_good() {
    let revoked = enrolled().revoke(at(5)).expect("revoked");
    assert_eq!(revoked.key(), Some(&KEY), "it is told why");
    assert_eq!(revoked.clone().revoke(at(6)), None);
    let heard = revoked.clone().heard(pulse(7));
    assert_eq!(heard, Err(Refusal::KioskRevoked));
    assert_eq!(revoked.enrol(KEY, at(8)), Err(Refusal::KioskCodeWrong));
}

#[test]
fn k08_a_kiosk_is_silent_after_a_while_without_a_word() {
    let stale = Span::minutes(5);
    let kiosk = enrolled();
    assert_eq!(kiosk.standing(stale, at(300)), Standing::Live);
    assert_eq!(kiosk.standing(stale, at(301)), Standing::Silent);
    let heard = kiosk.heard(pulse(301)).expect("alive");
    assert_eq!(heard.standing(stale, at(600)), Standing::Live);
    assert_eq!(heard.standing(stale, at(601)), Standing::Silent);
    assert_eq!(invited().standing(stale, at(599)), Standing::Invited);
    assert_eq!(invited().standing(stale, at(600)), Standing::Lapsed);
    let revoked = heard.revoke(at(602)).expect("revoked");
    assert_eq!(revoked.standing(stale, at(603)), Standing::Revoked);
}

#[test]
fn only_a_kiosk_with_a_key_has_no_end() {
    assert_eq!(invited().ended_at(), Some(at(600)));
    assert_eq!(enrolled().ended_at(), None);
    let revoked = enrolled().revoke(at(5)).expect("revoked");
    assert_eq!(revoked.ended_at(), Some(at(5)));
}

#[test]
fn a27_of_a_version_only_a_version_is_kept() {
    let said = "1.2.3-rc.1+7<b>\n東".repeat(20);
    let pulse = Pulse::new(&said, ReaderState::Lost, PaperState::Out, NOW);
    assert_eq!(pulse.version.len(), 32);
    assert!(pulse.version.starts_with("1.2.3-rc.1+7b1.2.3"));
}

#[test]
fn k11_a_kiosk_shows_the_status_and_nothing_else() {
    let card = |purpose| Errand::Card { purpose };
    assert!(shows(card(Purpose::Manage)));
    for purpose in [
        Purpose::Link,
        Purpose::Pass,
        Purpose::Password,
        Purpose::Salvage,
        Purpose::Alumni,
    ] {
        assert!(!shows(card(purpose)), "{purpose:?}");
    }
}
