//! The helper process, as a parent sees it.

use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use ident_card::{Presence, line};

use super::cost::Cost;

#[derive(Debug)]
pub(super) struct Helper {
    child: Child,
    lines: Receiver<Vec<u8>>,
    last: Option<Presence>,
}

impl Helper {
    pub(super) fn start(program: &Path, reader: &str, socket: Option<&Path>) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.args(["--reader", reader]);
        command.envs(socket.map(|socket| ("PCSCLITE_CSOCK_NAME", socket)));
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn()?;
        let (sender, lines) = mpsc::channel();
        let out = child.stdout.take().map(BufReader::new);
        thread::Builder::new().spawn(move || {
            for line in out.into_iter().flat_map(|out| out.split(b'\n')) {
                let Ok(line) = line else { return };
                if sender.send(line).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self {
            child,
            lines,
            last: None,
        })
    }

    pub(super) fn cost(&self) -> io::Result<Cost> {
        Cost::of(self.child.id())
    }

    /// The next new word is this one.
    pub(super) fn expect(&mut self, word: Presence, limit: Duration) -> io::Result<()> {
        match self.news(limit)? {
            Some(said) if said == word => Ok(()),
            said => Err(wrong(&format!("{word} was expected, not {said:?}"))),
        }
    }

    /// Nothing new is said for so long.
    pub(super) fn idle(&mut self, long: Duration) -> io::Result<()> {
        match self.news(long)? {
            None => Ok(()),
            said => Err(wrong(&format!("{said:?} although nothing changed"))),
        }
    }

    fn news(&mut self, limit: Duration) -> io::Result<Option<Presence>> {
        let late = Instant::now() + limit;
        loop {
            let left = late.saturating_duration_since(Instant::now());
            let line = match self.lines.recv_timeout(left) {
                Ok(line) => line,
                Err(RecvTimeoutError::Timeout) => return Ok(None),
                Err(RecvTimeoutError::Disconnected) => return Err(wrong("the helper ended")),
            };
            let word = line::decode(&line).map_err(io::Error::other)?;
            if self.last.replace(word) != Some(word) {
                return Ok(Some(word));
            }
        }
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn wrong(what: &str) -> io::Error {
    io::Error::other(what.to_owned())
}
