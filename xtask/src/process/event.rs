//! What can happen while programs run.

use std::process::ExitStatus;

/// Numbers are indices of programs.
pub(super) enum Event {
    /// A line of output, of either stream.
    Line(usize, String),
    /// One of the two streams was closed.
    Closed(usize),
    Exited(usize, ExitStatus),
    /// Ctrl-C, SIGTERM or the terminal is gone.
    Signal,
}
