//! Nothing that tells one card from another ever leaves the helper, whatever the libraries do.

use std::fmt::Write;

use ident_card::{Presence, line};
use ident_virtual_reader::Card;

use crate::pcsc::Desk;
use crate::watcher::{Board, Remains};

/// The ways in which somebody would print bytes.
fn spellings(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![bytes.to_vec()];
    for separator in ["", " ", ":", "-", ", ", "  "] {
        let mut upper = String::new();
        for byte in bytes {
            let between = if upper.is_empty() { "" } else { separator };
            write!(upper, "{between}{byte:02X}").expect("text");
        }
        all.push(upper.to_lowercase().into_bytes());
        all.push(upper.into_bytes());
    }
    let numbers: Vec<String> = bytes.iter().map(u8::to_string).collect();
    all.push(numbers.join(", ").into_bytes());
    all
}

/// Four bytes in a row of an id are found wherever they stand; so are those of an answer to reset.
fn finds(text: &[u8], secret: &[u8]) -> bool {
    secret
        .windows(4)
        .flat_map(spellings)
        .any(|word| text.windows(word.len()).any(|part| part == word))
}

fn check(remains: &Remains) {
    assert!(
        remains.errors.is_empty(),
        "{}",
        String::from_utf8_lossy(&remains.errors)
    );
    for card in Card::ALL {
        assert!(!finds(&remains.said, card.id()), "the id of {card:?}");
        assert!(
            !finds(&remains.said, card.atr()),
            "the answer to reset of {card:?}"
        );
    }
    let words = remains.said.split_inclusive(|byte| *byte == b'\n');
    let mut cards = 0;
    for word in words {
        let presence = line::decode(word).expect("a line of the protocol");
        assert_eq!(
            word,
            line::encode(presence).as_bytes(),
            "in the one form that there is"
        );
        cards += usize::from(presence.is_card());
    }
    assert!(cards >= Card::ALL.len(), "every card was seen");
}

#[test]
fn a19_no_id_is_in_any_output_of_a_helper_at_a_board() {
    let board = Board::new();
    let mut watcher = board.watch();
    watcher.expect(Presence::None);
    for card in Card::ALL {
        board.pad.put(card);
        assert!(watcher.next().is_some_and(Presence::is_card));
        board.pad.take_off();
        watcher.expect(Presence::None);
    }
    board.pad.set_plugged(false);
    watcher.expect(Presence::ReaderLost);
    check(&watcher.end());
}

#[test]
fn a19_no_id_is_in_any_output_of_a_helper_at_pcsc() {
    let desk = Desk::new();
    let mut watcher = desk.watch();
    watcher.expect(Presence::None);
    for card in Card::ALL {
        desk.pad.put(card);
        assert!(watcher.next().is_some_and(Presence::is_card));
        desk.pad.take_off();
        watcher.expect(Presence::None);
    }
    check(&watcher.end());
}

#[test]
fn what_is_looked_for_would_be_found() {
    let id = Card::Student.id();
    for word in spellings(id) {
        let text = [b"Target { uid: [", word.as_slice(), b"] }"].concat();
        assert!(finds(&text, id), "{}", String::from_utf8_lossy(&text));
    }
    assert!(!finds(line::encode(Presence::FelicaStudent).as_bytes(), id));
}
