//! A program before it is started.

use std::path::PathBuf;
use std::process::Command;

use rustix::process::Signal;

/// Where the output of a program goes, besides being kept for its last words.
pub(crate) enum Output {
    /// To the terminal.
    Shown,
    /// To a file.
    Logged(PathBuf),
    /// Nowhere.
    Hidden,
}

/// A program to start.
pub(crate) struct Spec {
    /// What a person calls it.
    pub(crate) name: String,
    pub(crate) command: Command,
    pub(crate) output: Output,
    /// What asks it to end.
    pub(crate) stop: Signal,
    /// False for a program that asks questions at the terminal (sudo); such a program has to stay
    /// in the terminal's foreground group.
    pub(crate) own_group: bool,
}

impl Spec {
    pub(crate) fn new(name: impl Into<String>, command: Command, output: Output) -> Self {
        Self {
            name: name.into(),
            command,
            output,
            stop: Signal::TERM,
            own_group: true,
        }
    }
}
