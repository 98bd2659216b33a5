//! What goes wrong with a reader of pcscd. The driver is ours: it does what a file says.

use ident_card::Presence;
use ident_virtual_reader::{Card, Daemon, FaultyReader, Reader};

use crate::watcher::Watcher;

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
