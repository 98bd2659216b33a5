//! Cards on a PN532 under the real libnfc.

use ident_card::Presence;
use ident_virtual_reader::Card;

use crate::watcher::{Board, SELECT_JPKI, Watcher};

/// The system code that every FeliCa card answers to.
const ANY: u16 = 0xFFFF;
const TRANSIT: u16 = 0x0003;
const COMMON: u16 = 0xFE00;

/// A card, its word, the commands that it sees, and the systems that it is polled for.
type Case<'a> = (Card, Presence, &'a [Vec<u8>], &'a [u16]);

#[test]
fn every_card_gets_its_word_and_sees_only_what_tells_its_kind() {
    let select = [SELECT_JPKI.to_vec()];
    let nothing: &[Vec<u8>] = &[];
    let table: [Case<'_>; 6] = [
        (Card::MyNumber, Presence::MyNumber, &select, &[]),
        (Card::DrivingLicence, Presence::Other, &select, &[]),
        (
            Card::Student,
            Presence::FelicaStudent,
            nothing,
            &[TRANSIT, COMMON],
        ),
        (Card::Transit, Presence::FelicaTransit, nothing, &[TRANSIT]),
        (
            Card::FelicaTag,
            Presence::Other,
            nothing,
            &[TRANSIT, COMMON],
        ),
        (Card::Bank, Presence::Other, nothing, &[]),
    ];
    let board = Board::new();
    let mut watcher = board.watch();
    watcher.expect(Presence::None);
    for (card, word, apdus, systems) in table {
        board.pad.forget();
        board.pad.put(card);
        watcher.expect(word);
        // It is looked at again and again, and asked once.
        board.rounds();
        board.pad.take_off();
        watcher.expect(Presence::None);
        assert_eq!(board.pad.apdus(), apdus, "{card:?}");
        let mut asked = board.pad.systems();
        asked.retain(|system| *system != ANY);
        assert_eq!(asked, systems, "{card:?}");
    }
}

#[test]
fn an_empty_reader_shows_no_card_ever() {
    let board = Board::new();
    let mut watcher = board.watch();
    watcher.expect(Presence::None);
    for _ in 0..4 {
        board.rounds();
        watcher.expect_nothing_new();
    }
    assert!(board.pad.apdus().is_empty());
}

#[test]
fn a_card_that_lay_there_before_the_start_is_seen() {
    let board = Board::new();
    board.pad.put(Card::MyNumber);
    let mut watcher = board.watch();
    watcher.expect(Presence::MyNumber);
}

#[test]
fn a_my_number_card_is_seen_where_a_student_card_was_put_first() {
    let board = Board::new();
    let mut watcher = board.watch();
    watcher.expect(Presence::None);
    board.pad.put(Card::Student);
    watcher.expect(Presence::FelicaStudent);
    board.pad.put(Card::MyNumber);
    watcher.expect(Presence::MyNumber);
    board.pad.put(Card::Transit);
    watcher.expect(Presence::FelicaTransit);
}

#[test]
fn the_installation_says_which_systems_students_have() {
    let board = Board::new();
    let name = board.chip.connection();
    let words = ["--reader", &name, "--student-system", "88B4"];
    let mut watcher = Watcher::start(&words, &[]);
    watcher.expect(Presence::None);
    board.pad.put(Card::FelicaTag);
    watcher.expect(Presence::FelicaStudent);
    board.pad.take_off();
    watcher.expect(Presence::None);
    board.pad.put(Card::Student);
    watcher.expect(Presence::Other);
}

#[test]
fn the_reader_may_be_named_in_the_environment() {
    let board = Board::new();
    let name = board.chip.connection();
    let mut watcher = Watcher::start(&[], &[("IDENT_CARD_READER", name.as_ref())]);
    watcher.expect(Presence::None);
}

#[test]
fn a_second_helper_does_not_take_the_port_and_gets_it_later() {
    let board = Board::new();
    let mut first = board.watch();
    first.expect(Presence::None);
    let mut second = board.watch();
    second.expect(Presence::ReaderLost);
    board.pad.put(Card::MyNumber);
    first.expect(Presence::MyNumber);
    second.expect_nothing_new();
    drop(first);
    second.expect(Presence::MyNumber);
}
