//! Rust tests: with cargo-nextest where it is installed, else with `cargo test`.

use std::process::Command;

use super::closing::Closing;
use super::runner::Runner;
use crate::path;
use crate::problem::Outcome;
use crate::step;

/// Everything below the shell; its tests need no window and no WebKit.
pub(crate) const WITHOUT_SHELL: &[&str] = &["--workspace", "--exclude", "ident"];

/// Runs the tests that `selection` (arguments of cargo) selects, with `environment`.
///
/// # Errors
/// When cargo cannot be started, or on Ctrl-C.
pub(crate) fn tests(
    runner: &mut Runner<'_>,
    name: &str,
    selection: &[&str],
    environment: &[(&str, String)],
) -> Outcome<()> {
    let (mut command, closing) = if path::find_program("cargo-nextest").is_some() {
        (nextest(selection), Closing::Nextest)
    } else {
        (cargo_test(selection), Closing::CargoTest)
    };
    command.envs(environment.iter().map(|(key, value)| (key, value)));
    runner.tests(name, command, closing)
}

/// The examples in the documentation; nextest does not run them.
///
/// # Errors
/// When cargo cannot be started, or on Ctrl-C.
pub(crate) fn examples(runner: &mut Runner<'_>) -> Outcome<()> {
    let mut command = step::cargo(["test", "--doc", "--no-fail-fast"]);
    command.args(WITHOUT_SHELL);
    runner.tests_if_any("examples in the documentation", command, Closing::CargoTest)
}

fn nextest(selection: &[&str]) -> Command {
    let mut command = step::cargo(["nextest", "run", "--no-fail-fast"]);
    command
        .args(["--status-level", "slow", "--final-status-level", "fail"])
        .args(selection);
    command
}

fn cargo_test(selection: &[&str]) -> Command {
    let mut command = step::cargo(["test", "--no-fail-fast"]);
    command.args(selection);
    if !selection.contains(&"--test") {
        command.args(["--lib", "--bins", "--tests"]);
    }
    command.args(["--", "--quiet"]);
    command
}
