//! Wakes threads that wait for a file descriptor.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Mutex;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// Everybody who wants to hear of changes.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    listeners: Mutex<Vec<PipeWriter>>,
}

impl Bell {
    pub(crate) fn listen(&self) -> io::Result<Listener> {
        let (reader, writer) = io::pipe()?;
        self.lock().push(writer);
        Ok(Listener { pipe: reader })
    }

    pub(crate) fn ring(&self) {
        // A listener that is gone is forgotten.
        self.lock().retain_mut(|pipe| pipe.write_all(b"!").is_ok());
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<PipeWriter>> {
        self.listeners
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// One who hears of changes.
#[derive(Debug)]
pub(crate) struct Listener {
    pipe: PipeReader,
}

/// What ended a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Woken {
    /// Something changed; there may be bytes as well.
    Bell,
    /// There are bytes, or the other side is gone.
    Readable,
    /// The time is over.
    Late,
}

impl Listener {
    /// Waits for a change, for bytes on `line`, or for the end of `limit`.
    pub(crate) fn wait(
        &mut self,
        line: Option<BorrowedFd<'_>>,
        limit: Option<Duration>,
    ) -> io::Result<Woken> {
        let limit = limit.and_then(|limit| Timespec::try_from(limit).ok());
        let (rung, readable) = loop {
            let own = PollFd::from_borrowed_fd(self.pipe.as_fd(), PollFlags::IN);
            let line = line.map(|line| PollFd::from_borrowed_fd(line, PollFlags::IN));
            let mut fds: Vec<_> = [Some(own), line].into_iter().flatten().collect();
            match poll(&mut fds, limit.as_ref()) {
                Ok(_) => {
                    let ready = |fd: &PollFd<'_>| !fd.revents().is_empty();
                    break (ready(&fds[0]), fds.get(1).is_some_and(ready));
                }
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        };
        if rung {
            let mut rings = [0; 64];
            let _ = self.pipe.read(&mut rings)?;
            return Ok(Woken::Bell);
        }
        Ok(if readable {
            Woken::Readable
        } else {
            Woken::Late
        })
    }
}
