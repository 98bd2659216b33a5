//! Rings about the sources themselves.

use crate::generate;
use crate::install::apt;
use crate::problem::Outcome;
use crate::step;
use crate::test::runner::Runner;
use crate::test::rust::WITHOUT_SHELL;

pub(super) fn format(runner: &mut Runner<'_>) -> Outcome<()> {
    runner.check("cargo fmt", step::cargo(["fmt", "--all", "--check"]))
}

pub(super) fn lint(runner: &mut Runner<'_>) -> Outcome<()> {
    apt::ensure(runner.session, apt::CARD_LIBRARIES)?;
    let mut clippy = step::cargo(["clippy", "--all-targets"]);
    clippy
        .args(WITHOUT_SHELL)
        .args(["--", "--deny", "warnings"]);
    runner.check("cargo clippy", clippy)?;
    // As a program of its own, so that its output and its end are those of any other check.
    let this = step::command(&generate::this_program(), ["gen", "--check"]);
    runner.check("generated files", this)
}

pub(super) fn doc(runner: &mut Runner<'_>) -> Outcome<()> {
    apt::ensure(runner.session, apt::CARD_LIBRARIES)?;
    let mut doc = step::cargo(["doc", "--no-deps", "--document-private-items"]);
    doc.args(WITHOUT_SHELL)
        .env("RUSTDOCFLAGS", "--deny warnings");
    runner.check("cargo doc", doc)
}
