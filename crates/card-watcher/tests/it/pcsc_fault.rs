//! What goes wrong with a reader of pcscd, whose driver is ours here and does what a file says;
//! and with a card that somebody else uses.

use ident_card::Presence;
use ident_virtual_reader::{Card, Daemon, Fault, FaultyReader, OtherProgram, Reader, Usage};

use crate::pcsc::Desk;
use crate::watcher::{SELECT_JPKI, Watcher};

/// A pcscd with that reader, and the helper at it.
struct Scene {
    reader: FaultyReader,
    watcher: Watcher,
    _daemon: Daemon,
}

impl Scene {
    fn open() -> Self {
        let reader = FaultyReader::new().expect("a driver");
        let daemon = Daemon::start(&Reader::Faulty(reader.clone())).expect("pcscd");
        let mut watcher = Watcher::pcsc(&daemon.socket());
        watcher.expect(Presence::None);
        Self {
            reader,
            watcher,
            _daemon: daemon,
        }
    }
}

#[test]
fn a_card_without_a_sign_of_life_is_another_card() {
    let mut scene = Scene::open();
    scene.reader.put_mute().expect("written");
    scene.watcher.expect(Presence::Other);
    scene.reader.take_off().expect("written");
    scene.watcher.expect(Presence::None);
    scene.reader.put(Card::MyNumber).expect("written");
    scene.watcher.expect(Presence::MyNumber);
}

#[test]
fn a_reader_that_stops_answering_is_lost_and_found() {
    let mut scene = Scene::open();
    scene.reader.put(Card::MyNumber).expect("written");
    scene.watcher.expect(Presence::MyNumber);
    scene.reader.vanish().expect("written");
    scene.watcher.expect(Presence::ReaderLost);
    scene.reader.put(Card::MyNumber).expect("written");
    scene.watcher.wait_for(Presence::MyNumber);
    scene.reader.take_off().expect("written");
    scene.watcher.expect(Presence::None);
    assert!(
        scene.watcher.end().status.success(),
        "one process lived through it"
    );
}

#[test]
fn a_card_whose_commands_get_lost_is_another_card_and_can_be_put_on_again() {
    let mut scene = Scene::open();
    scene
        .reader
        .put_unreachable(Card::MyNumber)
        .expect("written");
    scene.watcher.expect(Presence::Other);
    scene.reader.take_off().expect("written");
    scene.watcher.expect(Presence::None);
    scene.reader.put(Card::MyNumber).expect("written");
    scene.watcher.expect(Presence::MyNumber);
}

#[test]
fn a_daemon_without_readers_has_none() {
    let daemon = Daemon::start(&Reader::Nothing).expect("pcscd");
    let mut watcher = Watcher::pcsc(&daemon.socket());
    watcher.expect(Presence::ReaderLost);
    watcher.expect_repetition();
    assert!(watcher.end().status.success());
}

#[test]
fn a_card_that_is_lifted_while_it_is_asked_was_not_there() {
    let desk = Desk::new();
    let mut watcher = desk.watch();
    watcher.expect(Presence::None);
    desk.pad.set_fault(Some(Fault::LiftAtApdu));
    desk.pad.put(Card::MyNumber);
    // Nothing but the same word comes, although the card was asked.
    watcher.expect_repetition();
    assert_eq!(desk.pad.apdus(), [SELECT_JPKI]);
    assert_eq!(desk.pad.card(), None);
    desk.pad.put(Card::MyNumber);
    watcher.expect(Presence::MyNumber);
}

/// A card in use by another program is not touched, nothing hangs, and it is seen afterwards.
fn left_alone(usage: Usage) {
    let desk = Desk::new();
    desk.pad.put(Card::MyNumber);
    let socket = desk.daemon.socket();
    let other = seated(&desk, usage);
    let mut watcher = Watcher::pcsc(&socket);
    watcher.expect(Presence::None);
    watcher.expect_repetition();
    assert!(
        desk.pad.apdus().is_empty(),
        "it was asked although it is in use"
    );
    drop(other);
    watcher.expect(Presence::MyNumber);
    assert_eq!(desk.pad.apdus(), [SELECT_JPKI]);
}

/// The other program gets the card as soon as the daemon has noticed it.
fn seated(desk: &Desk, usage: Usage) -> OtherProgram {
    let socket = desk.daemon.socket();
    let mut tries = (0..50).map(|_| OtherProgram::start(&socket, usage));
    tries.find_map(Result::ok).expect("the card")
}

#[test]
fn a_card_that_another_program_has_to_itself_is_left_alone() {
    left_alone(Usage::Exclusive);
}

#[test]
fn a_card_in_another_program_s_transaction_is_left_alone() {
    left_alone(Usage::Transaction);
}

#[test]
fn a_card_that_another_program_resets_is_still_the_same_and_not_asked_again() {
    let desk = Desk::new();
    let mut watcher = desk.watch();
    watcher.expect(Presence::None);
    desk.pad.put(Card::MyNumber);
    watcher.expect(Presence::MyNumber);
    drop(seated(&desk, Usage::Reset));
    watcher.expect_repetition();
    assert_eq!(desk.pad.apdus(), [SELECT_JPKI]);
}
