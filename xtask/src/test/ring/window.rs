//! The ring of the desktop window. Its tests read the capability files; that its permissions
//! exist at all is checked by every build of it.

use crate::install::apt;
use crate::problem::Outcome;
use crate::test::runner::Runner;
use crate::test::rust;
use crate::{step, ui};

pub(super) fn run(runner: &mut Runner<'_>) -> Outcome<()> {
    apt::ensure(runner.session, apt::WINDOW)?;
    // The build takes the user interface in.
    ui::ensure_built(runner.session)?;
    let mut clippy = step::cargo(["clippy", "--package", "ident", "--all-targets"]);
    clippy.args(["--features", "custom-protocol", "--", "--deny", "warnings"]);
    runner.check("cargo clippy", clippy)?;
    let selection = ["--package", "ident", "--features", "custom-protocol"];
    rust::tests(runner, "window tests", &selection, &[])
}
