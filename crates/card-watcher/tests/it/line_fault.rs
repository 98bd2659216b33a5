//! What goes wrong between libnfc and the chip, and that nobody has to start anything again.

use ident_card::Presence;
use ident_virtual_reader::{Card, Fault, Pad};

use crate::watcher::{Board, SELECT_JPKI};

/// The helper says that the reader is lost, and what lies there when the fault is over.
fn lost_and_found(fault: Fault) {
    let board = Board::new();
    board.pad.put(Card::MyNumber);
    let mut watcher = board.watch();
    watcher.expect(Presence::MyNumber);
    board.pad.set_fault(Some(fault));
    watcher.expect(Presence::ReaderLost);
    board.pad.set_fault(None);
    watcher.expect(Presence::MyNumber);
    let remains = watcher.end();
    assert!(
        remains.status.success(),
        "one process lived through {fault:?}"
    );
}

#[test]
fn a_mute_chip_is_lost_and_found() {
    lost_and_found(Fault::Mute);
}

#[test]
fn a_chip_that_refuses_every_frame_is_lost_and_found() {
    lost_and_found(Fault::Nack);
}

#[test]
fn a_chip_that_sends_garbage_is_lost_and_found() {
    lost_and_found(Fault::Garbage);
}

#[test]
fn a_chip_whose_frames_do_not_add_up_is_lost_and_found() {
    lost_and_found(Fault::BadChecksum);
}

#[test]
fn a_chip_that_answers_with_error_frames_is_lost_and_found() {
    lost_and_found(Fault::ErrorFrame);
}

#[test]
fn a_chip_that_stops_in_the_middle_of_frames_is_lost_and_found() {
    lost_and_found(Fault::HalfFrame);
}

#[test]
fn a_chip_that_answers_too_late_is_lost_and_found() {
    lost_and_found(Fault::TooSlow);
}

#[test]
fn a_slow_chip_is_waited_for() {
    let board = Board::new();
    board.pad.set_fault(Some(Fault::Slow));
    let mut watcher = board.watch();
    watcher.wait_for(Presence::None);
    board.pad.put(Card::MyNumber);
    watcher.expect(Presence::MyNumber);
}

#[test]
fn a_chip_that_is_mute_at_the_start_comes_up_later() {
    let board = Board::new();
    board.pad.set_fault(Some(Fault::Mute));
    let mut watcher = board.watch();
    watcher.expect(Presence::ReaderLost);
    board.pad.set_fault(None);
    watcher.expect(Presence::None);
}

#[test]
fn a_reader_that_is_not_there_at_the_start_is_found_when_it_comes() {
    let pad = Pad::new();
    pad.set_plugged(false);
    let board = Board::with(pad);
    let mut watcher = board.watch();
    watcher.expect(Presence::ReaderLost);
    board.pad.set_plugged(true);
    watcher.expect(Presence::None);
}

#[test]
fn an_unplugged_reader_is_lost_and_found_with_what_lies_on_it() {
    let board = Board::new();
    let mut watcher = board.watch();
    watcher.expect(Presence::None);
    for card in [Card::MyNumber, Card::Student, Card::Bank] {
        board.pad.set_plugged(false);
        watcher.expect(Presence::ReaderLost);
        board.pad.put(card);
        board.pad.set_plugged(true);
        assert!(watcher.next().is_some_and(Presence::is_card), "{card:?}");
    }
}

#[test]
fn a_card_that_is_lifted_while_it_is_asked_was_not_there() {
    let board = Board::new();
    let mut watcher = board.watch();
    watcher.expect(Presence::None);
    board.pad.set_fault(Some(Fault::LiftAtApdu));
    board.pad.put(Card::MyNumber);
    board.rounds();
    watcher.expect_nothing_new();
    assert_eq!(board.pad.apdus(), [SELECT_JPKI]);
    assert_eq!(board.pad.card(), None);
    board.pad.put(Card::MyNumber);
    watcher.expect(Presence::MyNumber);
}
