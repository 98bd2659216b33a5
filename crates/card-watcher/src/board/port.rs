//! The serial port of a board: is it there, and is it ours?

use std::fs::{self, File, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

use rustix::fs::{Mode, OFlags};

/// The port that a libnfc name contains, as in `pn532_uart:/dev/ttyUSB0:115200`; boards on USB
/// have none, and libnfc itself claims those.
pub(super) struct Port {
    path: Option<PathBuf>,
    seen: Option<Mark>,
}

/// Tells one plugging in from the next.
type Mark = (u64, u64, i64, i64);

/// Holds the port for this process while it lives.
#[derive(Debug)]
pub(super) struct Claim {
    _lock: Option<File>,
}

impl Port {
    pub(super) fn new(name: &str) -> Self {
        let path = name.split(':').nth(1).filter(|path| path.starts_with('/'));
        Self {
            path: path.map(PathBuf::from),
            seen: None,
        }
    }

    /// Claims the port, if it is there and no other process has it. libnfc does not do that on
    /// Linux: two processes would open it, and each would read half of the answers.
    pub(super) fn claim(&mut self) -> Option<Claim> {
        self.seen = self.mark();
        let Some(path) = &self.path else {
            return Some(Claim { _lock: None });
        };
        // Neither a modem's line nor a controlling terminal is waited for or taken.
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = File::from(rustix::fs::open(path, flags, Mode::empty()).ok()?);
        match file.try_lock() {
            Ok(()) => Some(Claim { _lock: Some(file) }),
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => None,
        }
    }

    /// True when somebody plugged something in or out since the last claim.
    pub(super) fn was_touched(&self) -> bool {
        self.path.is_some() && self.mark() != self.seen
    }

    fn mark(&self) -> Option<Mark> {
        let found = fs::metadata(self.path.as_ref()?).ok()?;
        Some((found.dev(), found.ino(), found.ctime(), found.ctime_nsec()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_claimed_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("tty");
        let mut port = Port::new(&format!("pn532_uart:{}:115200", path.display()));
        assert!(port.claim().is_none(), "it is not there");
        fs::write(&path, "").expect("a port");
        assert!(port.was_touched());
        let first = port.claim().expect("it is ours");
        assert!(!port.was_touched());
        assert!(port.claim().is_none(), "somebody has it");
        drop(first);
        assert!(port.claim().is_some());
    }

    #[test]
    fn a_board_without_a_port_is_left_to_the_library() {
        for name in ["pn53x_usb", "acr122_usb:001:005"] {
            let mut port = Port::new(name);
            assert!(port.claim().is_some() && !port.was_touched(), "{name}");
        }
    }
}
