//! The helper as its app sees it.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use ident_card::{Presence, line};
use ident_virtual_reader::{Pad, Pn532};
use tempfile::TempDir;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_ident-card-watcher");
/// The one command that a card with applications may see.
pub(crate) const SELECT_JPKI: &[u8] =
    b"\x00\xA4\x04\x0C\x0A\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01";
/// Longer than any of these tests needs; only a failing one waits for it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(40);

/// A helper that was started, and everything that it said.
pub(crate) struct Watcher {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<Vec<u8>>,
    errors: Option<JoinHandle<Vec<u8>>>,
    said: Vec<u8>,
    last: Option<Presence>,
}

/// What is left of a helper.
pub(crate) struct Remains {
    pub(crate) status: ExitStatus,
    /// Standard output and standard error.
    pub(crate) said: Vec<u8>,
    pub(crate) errors: Vec<u8>,
}

impl Watcher {
    pub(crate) fn start(arguments: &[&str], environment: &[(&str, &Path)]) -> Self {
        let mut command = Command::new(PROGRAM);
        command
            .args(arguments)
            .env_remove("IDENT_CARD_READER")
            // At these levels the libraries tell everything they know.
            .envs([("LIBNFC_LOG_LEVEL", "3"), ("PCSCLITE_DEBUG", "0")])
            .envs(environment.iter().copied());
        Self::spawn(&mut command)
    }

    /// At PC/SC, with the daemon of this socket.
    pub(crate) fn pcsc(socket: &Path) -> Self {
        Self::start(&["--reader", "pcsc"], &[("PCSCLITE_CSOCK_NAME", socket)])
    }

    pub(crate) fn spawn(command: &mut Command) -> Self {
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the helper");
        let mut out = BufReader::new(child.stdout.take().expect("its output"));
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            let mut line = Vec::new();
            while out
                .read_until(b'\n', &mut line)
                .is_ok_and(|count| count > 0)
            {
                let _ = sender.send(std::mem::take(&mut line));
            }
        });
        let mut error = child.stderr.take().expect("its errors");
        let errors = thread::spawn(move || {
            let mut all = Vec::new();
            let _ = error.read_to_end(&mut all);
            all
        });
        Self {
            stdin: child.stdin.take(),
            child,
            lines,
            errors: Some(errors),
            said: Vec::new(),
            last: None,
        }
    }

    /// The next word that is not the one before; `None` at the end of the process.
    pub(crate) fn next(&mut self) -> Option<Presence> {
        let late = Instant::now() + PATIENCE;
        loop {
            let left = late.saturating_duration_since(Instant::now());
            let line = match self.lines.recv_timeout(left) {
                Ok(line) => line,
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => panic!("no news after {:?}", self.last),
            };
            self.said.extend(&line);
            let presence = line::decode(&line).expect("a line of the protocol");
            if self.last.replace(presence) != Some(presence) {
                return Some(presence);
            }
        }
    }

    /// The next word is this one.
    #[track_caller]
    pub(crate) fn expect(&mut self, presence: Presence) {
        let before = self.last;
        assert_eq!(self.next(), Some(presence), "after {before:?}");
    }

    /// Waits for a word, whatever comes before.
    pub(crate) fn wait_for(&mut self, presence: Presence) {
        while self.last != Some(presence) {
            assert!(self.next().is_some(), "it ended before it said {presence}");
        }
    }

    /// Another word has not come yet.
    #[track_caller]
    pub(crate) fn expect_nothing_new(&mut self) {
        while let Ok(line) = self.lines.try_recv() {
            self.said.extend(&line);
            assert_eq!(line::decode(&line).ok(), self.last);
        }
    }

    /// Waits until it says the same word once more.
    pub(crate) fn expect_repetition(&mut self) {
        let line = self.lines.recv_timeout(PATIENCE).expect("a line");
        self.said.extend(&line);
        assert_eq!(line::decode(&line).ok(), self.last);
    }

    /// Orders it to end, by closing its standard input, and waits.
    pub(crate) fn end(mut self) -> Remains {
        drop(self.stdin.take());
        self.remains()
    }

    /// Waits for its end, which comes without an order.
    pub(crate) fn remains(mut self) -> Remains {
        while self.next().is_some() {}
        let errors = self.errors.take().expect("taken once here");
        Remains {
            status: self.child.wait().expect("an end"),
            said: std::mem::take(&mut self.said),
            errors: errors.join().expect("no panic"),
        }
    }
}

impl Remains {
    /// The signal that ended it.
    pub(crate) fn signal(&self) -> Option<i32> {
        self.status.signal()
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A board with a chip that is not there, at a place that is.
pub(crate) struct Board {
    pub(crate) pad: Pad,
    pub(crate) chip: Pn532,
    _folder: TempDir,
}

impl Board {
    pub(crate) fn new() -> Self {
        Self::with(Pad::new())
    }

    pub(crate) fn with(pad: Pad) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let chip = Pn532::start(&pad, &folder.path().join("tty")).expect("a terminal");
        Self {
            pad,
            chip,
            _folder: folder,
        }
    }

    /// A helper at this board.
    pub(crate) fn watch(&self) -> Watcher {
        Watcher::start(&["--reader", &self.chip.connection()], &[])
    }

    /// Lets the chip be polled for a few more rounds.
    pub(crate) fn rounds(&self) {
        assert!(self.pad.wait_for_commands(60, PATIENCE), "nobody polls");
    }
}
