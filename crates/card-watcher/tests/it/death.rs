//! The ends of the helper: with its parent, by a library, and what the app sees of that.

use std::process::{Command, Stdio};
use std::time::Duration;

use ident_card::{Launch, Presence, Supervisor};
use ident_virtual_reader::{Card, Fault};
use tokio::time::timeout;

use crate::watcher::{Board, PATIENCE, PROGRAM};

const ABORTED: i32 = 6;
const SEGMENT_FAULT: i32 = 11;

async fn wait_for(supervisor: &Supervisor, wanted: Presence) {
    let mut presence = supervisor.presence();
    let seen = timeout(PATIENCE, presence.wait_for(|word| *word == wanted)).await;
    assert!(seen.is_ok_and(|seen| seen.is_ok()), "never {wanted}");
}

fn launch(board: &Board) -> Launch {
    Launch::new(PROGRAM).reader(&board.chip.connection())
}

#[test]
fn the_helper_ends_when_its_standard_input_closes() {
    let board = Board::new();
    let mut watcher = board.watch();
    watcher.expect(Presence::None);
    assert!(watcher.end().status.success());
}

#[test]
fn the_helper_ends_when_its_parent_is_killed() {
    // The helper's standard input is the output of a process that is killed as an app would be.
    let board = Board::new();
    let mut parent = Command::new("cat");
    parent.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut parent = parent.spawn().expect("cat");
    let output = parent.stdout.take().expect("its output");
    let mut helper = Command::new(PROGRAM);
    helper.args(["--reader", &board.chip.connection()]);
    helper.stdin(output).stdout(Stdio::null());
    let mut helper = helper.spawn().expect("the helper");
    assert!(board.pad.wait_for_commands(30, PATIENCE), "it polls");
    assert!(helper.try_wait().expect("a state").is_none());
    parent.kill().expect("killed");
    parent.wait().expect("an end");
    assert!(helper.wait().expect("an end").success());
}

#[test]
fn the_helper_ends_when_a_library_hangs() {
    // A mute chip keeps libnfc waiting; the order to end does not wait for that for ever.
    let board = Board::new();
    board.pad.set_fault(Some(Fault::Mute));
    let mut watcher = board.watch();
    watcher.expect(Presence::ReaderLost);
    assert!(watcher.end().status.success());
}

#[test]
fn a_status_that_ends_libnfc_ends_the_helper_only_and_leaves_no_core() {
    let board = Board::new();
    board.pad.set_fault(Some(Fault::AbortStatus));
    board.pad.put(Card::MyNumber);
    let remains = board.watch().remains();
    assert_eq!(remains.signal(), Some(ABORTED));
    assert!(!std::os::unix::process::ExitStatusExt::core_dumped(
        &remains.status
    ));
    assert!(
        remains.errors.is_empty(),
        "the library's last words were heard"
    );
}

#[test]
fn an_ats_without_a_length_ends_the_helper_only() {
    let board = Board::new();
    board.pad.set_fault(Some(Fault::EmptyAts));
    board.pad.put(Card::Bank);
    let remains = board.watch().remains();
    assert_eq!(remains.signal(), Some(SEGMENT_FAULT));
    assert!(!std::os::unix::process::ExitStatusExt::core_dumped(
        &remains.status
    ));
}

#[tokio::test]
async fn the_app_goes_on_when_a_library_ends_the_helper() {
    for (card, fault) in [
        (Card::MyNumber, Fault::AbortStatus),
        (Card::Bank, Fault::EmptyAts),
    ] {
        let board = Board::new();
        let supervisor = Supervisor::start(launch(&board));
        wait_for(&supervisor, Presence::None).await;
        board.pad.set_fault(Some(fault));
        board.pad.put(card);
        wait_for(&supervisor, Presence::ReaderLost).await;
        board.pad.set_fault(None);
        let mut presence = supervisor.presence();
        let seen = timeout(PATIENCE, presence.wait_for(|word| word.is_card())).await;
        assert!(seen.is_ok_and(|seen| seen.is_ok()), "after {fault:?}");
    }
}

#[tokio::test]
async fn the_app_hears_every_change_of_a_real_reader() {
    let board = Board::new();
    let supervisor = Supervisor::start(launch(&board));
    wait_for(&supervisor, Presence::None).await;
    board.pad.put(Card::MyNumber);
    wait_for(&supervisor, Presence::MyNumber).await;
    board.pad.set_plugged(false);
    wait_for(&supervisor, Presence::ReaderLost).await;
    board.pad.set_plugged(true);
    wait_for(&supervisor, Presence::MyNumber).await;
    board.pad.take_off();
    wait_for(&supervisor, Presence::None).await;
}

#[tokio::test]
async fn a_word_that_lasts_is_repeated_so_that_nobody_takes_the_helper_for_dead() {
    // The longest silence that is allowed here is shorter than the test, longer than a repetition.
    let board = Board::new();
    let silence = ident_card::line::REPEAT + Duration::from_secs(2);
    let supervisor = Supervisor::start(launch(&board).silence(silence));
    wait_for(&supervisor, Presence::None).await;
    let mut presence = supervisor.presence();
    presence.mark_unchanged();
    let news = timeout(silence * 2, presence.changed()).await;
    assert!(news.is_err(), "it was replaced: {:?}", *presence.borrow());
}
