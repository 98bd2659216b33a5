//! The pseudo-terminal: the chip's end, and a name for the host's end.

use std::fs;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

/// A serial line that is plugged in; dropping it pulls the plug.
#[derive(Debug)]
pub(crate) struct Line {
    chip: fs::File,
    /// Held open: without any host the chip's end would report an error instead of waiting.
    _host: OwnedFd,
    link: PathBuf,
}

impl Line {
    /// Makes a line whose host's end has the name `link`.
    pub(crate) fn open(link: &Path) -> io::Result<Self> {
        let chip = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
        grantpt(&chip)?;
        unlockpt(&chip)?;
        let name = ptsname(&chip, Vec::new())?;
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let host = rustix::fs::open(name.as_c_str(), flags, Mode::empty())?;
        let mut settings = tcgetattr(&host)?;
        settings.make_raw();
        tcsetattr(&host, OptionalActions::Now, &settings)?;
        // A link that an earlier run left behind.
        let _ = fs::remove_file(link);
        symlink(name.to_string_lossy().as_ref(), link)?;
        Ok(Self {
            chip: fs::File::from(chip),
            _host: host,
            link: link.to_owned(),
        })
    }

    pub(crate) fn read(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = [0; 512];
        let count = self.chip.read(&mut bytes)?;
        Ok(bytes[..count].to_vec())
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.chip.write_all(bytes)
    }
}

impl AsFd for Line {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.chip.as_fd()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.link);
    }
}
