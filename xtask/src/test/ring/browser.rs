//! The ring in a real browser.

use crate::install::{apt, npm};
use crate::problem::Outcome;
use crate::test::closing::Closing;
use crate::test::runner::Runner;
use crate::{path, step, ui};

/// Debian's Chromium; Playwright's own download is not needed.
const CHROMIUM: &str = "/usr/bin/chromium";

pub(super) fn run(runner: &mut Runner<'_>) -> Outcome<()> {
    apt::ensure(runner.session, apt::BROWSER)?;
    ui::ensure_built(runner.session)?;
    npm::ensure(runner.session, "tests/e2e")?;
    step::build(runner.session, step::SERVICE, &[])?;
    let folder = path::root().join("tests/e2e");
    runner.check(
        "types of the browser tests",
        step::npm(&folder, ["run", "check"]),
    )?;
    let built = path::target()?.join("debug");
    let mut command = step::npm(&folder, ["exec", "--no", "--", "playwright", "test"]);
    command
        .env("IDENT_SERVER_BIN", built.join("ident-server"))
        .env("IDENT_SANDBOX_BIN", built.join("ident-sandbox"))
        .env("CHROMIUM_BIN", CHROMIUM);
    runner.tests("playwright", command, Closing::Playwright)
}
