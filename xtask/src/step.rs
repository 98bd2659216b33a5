//! Commands that most of the tasks need.

use std::path::Path;
use std::process::Command;

use crate::console;
use crate::path;
use crate::problem::Outcome;
use crate::process::{Output, Session, Spec};

/// The programs of the service. They are always built together: built alone, each would want its
/// dependencies with other features, and so a second time.
pub(crate) const SERVICE: &[&str] = &["ident-server", "ident-sandbox"];

/// A command in the repository's root.
pub(crate) fn command<'a>(program: &str, args: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(path::root());
    command
}

/// `cargo` as it was called itself.
pub(crate) fn cargo<'a>(args: impl IntoIterator<Item = &'a str>) -> Command {
    command(
        &std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()),
        args,
    )
}

/// `npm` in one of the folders with a `package.json`.
pub(crate) fn npm<'a>(folder: &Path, args: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = command("npm", args);
    command.current_dir(folder).env("NO_UPDATE_NOTIFIER", "1");
    command
}

/// Runs a command with its output on the terminal, after saying what it does.
///
/// # Errors
/// When the command fails, or on Ctrl-C.
pub(crate) fn run(
    session: &mut Session,
    what: &str,
    usual: Option<&str>,
    command: Command,
) -> Outcome<()> {
    console::begin(what, usual);
    session.run(Spec::new(what, command, Output::Shown))
}

/// Builds packages of the workspace.
///
/// # Errors
/// When the build fails, or on Ctrl-C.
pub(crate) fn build(session: &mut Session, packages: &[&str], extra: &[&str]) -> Outcome<()> {
    let mut command = cargo(["build"]);
    for package in packages {
        command.args(["--package", package]);
    }
    command.args(extra);
    let first = !path::target()?.join("debug/ident-server").exists();
    let usual = if first {
        "the first time several minutes"
    } else {
        "seconds when nothing changed"
    };
    run(
        session,
        &format!("Building {}", packages.join(", ")),
        Some(usual),
        command,
    )
}
