//! The thread between line and chip, and what goes wrong on the way.

use std::io;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::chip::Chip;
use super::frame::{self, Heard, Parser};
use super::line::Line;
use crate::bell::{Listener, Woken};
use crate::{Fault, Pad};

const SLOW: Duration = Duration::from_millis(200);
const TOO_SLOW: Duration = Duration::from_millis(600);

/// A PN532 that libnfc finds at a path; dropping it removes the chip.
#[derive(Debug)]
pub struct Pn532 {
    link: PathBuf,
    pad: Pad,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Pn532 {
    /// Starts a chip that looks at `pad`. The path becomes a symbolic link while the cable is in;
    /// it must not contain a colon, which separates the parts of libnfc's names.
    ///
    /// # Errors
    /// When there is no pseudo-terminal, or the link cannot be made.
    pub fn start(pad: &Pad, link: &Path) -> io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let port = Port {
            pad: pad.clone(),
            link: link.to_owned(),
            listener: pad.listen()?,
            stop: Arc::clone(&stop),
            line: pad.is_plugged().then(|| Line::open(link)).transpose()?,
        };
        let thread = thread::Builder::new().name("pn532".to_owned());
        Ok(Self {
            link: link.to_owned(),
            pad: pad.clone(),
            stop,
            thread: Some(thread.spawn(move || port.run())?),
        })
    }

    /// How libnfc names it.
    pub fn connection(&self) -> String {
        format!("pn532_uart:{}:115200", self.link.display())
    }
}

impl Drop for Pn532 {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        self.pad.ring();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Port {
    pad: Pad,
    link: PathBuf,
    listener: Listener,
    stop: Arc<AtomicBool>,
    line: Option<Line>,
}

impl Port {
    /// Until it is stopped, or the system refuses a line.
    fn run(mut self) {
        let (mut parser, mut chip) = (Parser::default(), Chip::default());
        while !self.stop.load(Ordering::SeqCst) {
            if self.pad.is_plugged() != self.line.is_some() {
                (parser, chip) = (Parser::default(), Chip::default());
                self.line = match self.line.take() {
                    Some(_) => None,
                    None => Line::open(&self.link).ok(),
                };
            }
            let fd = self.line.as_ref().map(AsFd::as_fd);
            match self.listener.wait(fd, None) {
                Ok(Woken::Readable) => self.serve(&mut parser, &mut chip),
                Ok(Woken::Bell | Woken::Late) => {}
                Err(_) => return,
            }
        }
    }

    fn serve(&mut self, parser: &mut Parser, chip: &mut Chip) {
        let Some(Ok(bytes)) = self.line.as_mut().map(Line::read) else {
            return;
        };
        parser.push(&bytes);
        while let Some(heard) = parser.next() {
            // An acknowledgement of the host ends what runs; here nothing runs longer than this.
            match heard {
                Heard::Command(command) => self.reply(chip, &command),
                Heard::Broken => self.write(&frame::NACK),
                Heard::Ack => {}
            }
        }
    }

    fn reply(&mut self, chip: &mut Chip, command: &[u8]) {
        let fault = self.pad.fault();
        match fault {
            Some(Fault::Mute) => return,
            Some(Fault::Nack) => return self.write(&frame::NACK),
            Some(Fault::Garbage) => return self.write(&[0x5A; 24]),
            _ => self.write(&frame::ACK),
        }
        let Some(answer) = chip.answer(command, &self.pad) else {
            return self.write(&frame::ERROR);
        };
        let mut bytes = frame::encode(&answer);
        match fault {
            Some(Fault::BadChecksum) => {
                let last = bytes.len() - 2;
                bytes[last] ^= 0x01;
            }
            Some(Fault::ErrorFrame) => bytes = frame::ERROR.to_vec(),
            Some(Fault::HalfFrame) => bytes.truncate(bytes.len() / 2),
            Some(Fault::Slow) => self.pause(SLOW),
            Some(Fault::TooSlow) => self.pause(TOO_SLOW),
            _ => {}
        }
        self.write(&bytes);
    }

    /// A slow chip; it ends being slow when something changes.
    fn pause(&mut self, long: Duration) {
        let _ = self.listener.wait(None, Some(long));
    }

    /// A host that is gone does not take the bytes.
    fn write(&mut self, bytes: &[u8]) {
        if let Some(line) = &mut self.line {
            let _ = line.write(bytes);
        }
    }
}
