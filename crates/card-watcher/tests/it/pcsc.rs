//! Cards in a virtual reader under the real pcscd.

use ident_card::Presence;
use ident_virtual_reader::{Card, Daemon, Pad, Reader, Slot};

use crate::watcher::{SELECT_JPKI, Watcher};

const SELECT_TRANSIT: &[u8] = b"\xFF\xA4\x00\x01\x02\x0F\x09";
const SELECT_CAMPUS: &[u8] = b"\xFF\xA4\x00\x01\x02\x8B\x1A";

/// A pcscd of its own, and the pad whose card is in its reader.
pub(crate) struct Desk {
    pub(crate) pad: Pad,
    pub(crate) daemon: Daemon,
    _slot: Slot,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let pad = Pad::new();
        let daemon = Daemon::start(&Reader::Vpcd).expect("pcscd");
        let slot = Slot::start(&pad, daemon.slot()).expect("a card");
        Self {
            pad,
            daemon,
            _slot: slot,
        }
    }

    pub(crate) fn watch(&self) -> Watcher {
        Watcher::pcsc(&self.daemon.socket())
    }
}

#[test]
fn every_card_gets_its_word_and_sees_only_what_tells_its_kind() {
    let table: [(Card, Presence, &[&[u8]]); 6] = [
        (Card::MyNumber, Presence::MyNumber, &[SELECT_JPKI]),
        (Card::DrivingLicence, Presence::Other, &[SELECT_JPKI]),
        (Card::Bank, Presence::Other, &[SELECT_JPKI]),
        (Card::Transit, Presence::FelicaTransit, &[SELECT_TRANSIT]),
        (
            Card::Student,
            Presence::FelicaStudent,
            &[SELECT_TRANSIT, SELECT_CAMPUS],
        ),
        (
            Card::FelicaTag,
            Presence::Other,
            &[SELECT_TRANSIT, SELECT_CAMPUS],
        ),
    ];
    let desk = Desk::new();
    let mut watcher = desk.watch();
    watcher.expect(Presence::None);
    for (card, word, apdus) in table {
        desk.pad.forget();
        desk.pad.put(card);
        watcher.expect(word);
        desk.pad.take_off();
        watcher.expect(Presence::None);
        assert_eq!(desk.pad.apdus(), apdus, "{card:?}");
    }
}

#[test]
fn a_card_is_asked_once_however_long_it_lies_there() {
    let desk = Desk::new();
    desk.pad.put(Card::MyNumber);
    let mut watcher = desk.watch();
    watcher.wait_for(Presence::MyNumber);
    // A word is repeated after seconds in which the reader was looked at again.
    watcher.expect_repetition();
    assert_eq!(desk.pad.apdus(), [SELECT_JPKI]);
}

#[test]
fn the_installation_says_what_a_felica_card_of_unknown_kind_is() {
    let desk = Desk::new();
    let socket = desk.daemon.socket();
    let words = ["--reader", "pcsc", "--felica", "student"];
    let mut watcher = Watcher::start(&words, &[("PCSCLITE_CSOCK_NAME", &socket)]);
    watcher.expect(Presence::None);
    desk.pad.put(Card::FelicaTag);
    watcher.expect(Presence::FelicaStudent);
}

#[test]
fn a_daemon_that_dies_is_lost_and_found() {
    let mut desk = Desk::new();
    desk.pad.put(Card::MyNumber);
    let mut watcher = desk.watch();
    watcher.wait_for(Presence::MyNumber);
    desk.daemon.crash().expect("killed");
    watcher.expect(Presence::ReaderLost);
    desk.daemon.revive().expect("pcscd");
    watcher.expect(Presence::None);
    desk.pad.put(Card::Student);
    watcher.expect(Presence::FelicaStudent);
    assert!(
        watcher.end().status.success(),
        "one process lived through it"
    );
}

#[test]
fn a_daemon_that_starts_later_is_found() {
    let mut desk = Desk::new();
    desk.daemon.crash().expect("killed");
    let mut watcher = desk.watch();
    watcher.expect(Presence::ReaderLost);
    desk.daemon.revive().expect("pcscd");
    watcher.expect(Presence::None);
}

#[test]
fn a_machine_without_a_daemon_has_no_reader() {
    let nowhere = tempfile::tempdir().expect("a folder");
    let mut watcher = Watcher::pcsc(&nowhere.path().join("pcscd.comm"));
    watcher.expect(Presence::ReaderLost);
    assert!(watcher.end().status.success());
}

#[test]
fn two_helpers_do_not_disturb_each_other() {
    // Each finds the card in use by the other now and then, and waits until it is free.
    let desk = Desk::new();
    let (mut first, mut second) = (desk.watch(), desk.watch());
    // Where both begin at once, one may find no reader at its first look.
    first.wait_for(Presence::None);
    second.wait_for(Presence::None);
    for card in [Card::MyNumber, Card::Transit] {
        desk.pad.forget();
        desk.pad.put(card);
        let word = first.next();
        assert!(word.is_some_and(Presence::is_card), "{word:?}");
        assert_eq!(second.next(), word);
        assert_eq!(desk.pad.apdus().len(), 2, "each asked once: {card:?}");
        desk.pad.take_off();
        first.expect(Presence::None);
        second.expect(Presence::None);
    }
}
