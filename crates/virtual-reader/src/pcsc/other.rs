//! Another program that uses the card. In C, as the place of the daemon's socket can be told to a
//! process only when it starts, and so that this crate links no card library.

use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::compiler;

const SOURCE: &str = include_str!("../../driver/other.c");

/// How the other program uses the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Usage {
    /// Nobody else may use it.
    Exclusive,
    /// Others may, but have to wait until it is done.
    Transaction,
    /// It resets the card, and shares it.
    Reset,
}

/// A program that has the card until this value is dropped.
#[derive(Debug)]
pub struct OtherProgram {
    child: Child,
    _folder: TempDir,
}

impl OtherProgram {
    /// Starts it at the daemon of this socket, and waits until it has the card.
    ///
    /// # Errors
    /// When it does not compile or cannot get the card.
    pub fn start(socket: &Path, usage: Usage) -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        let program = folder.path().join("other");
        compiler::compile(SOURCE, &program, &["-lpcsclite"])?;
        let mut child = Command::new(program)
            .arg(match usage {
                Usage::Exclusive => "exclusive",
                Usage::Transaction => "transaction",
                Usage::Reset => "reset",
            })
            .env("PCSCLITE_CSOCK_NAME", socket)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line)?;
        }
        let other = Self {
            child,
            _folder: folder,
        };
        if line.is_empty() {
            return Err(io::Error::other("the other program did not get the card"));
        }
        Ok(other)
    }
}

impl Drop for OtherProgram {
    /// It lets go of the card when its input closes.
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
