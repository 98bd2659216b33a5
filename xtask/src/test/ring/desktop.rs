//! The ring of the real window: under Xvfb, steered by WebDriver, with the phone in Chromium; and
//! the Debian package, put into a clean tree.

use crate::install::{apt, npm};
use crate::package::Profile;
use crate::problem::Outcome;
use crate::test::closing::Closing;
use crate::test::runner::Runner;
use crate::{package, path, step, ui};

pub(super) fn run(runner: &mut Runner<'_>) -> Outcome<()> {
    for packages in [apt::WINDOW, apt::BROWSER, apt::DESKTOP, apt::CARD_LIBRARIES] {
        apt::ensure(runner.session, packages)?;
    }
    ui::ensure_built(runner.session)?;
    npm::ensure(runner.session, "tests/e2e")?;
    npm::ensure(runner.session, package::FOLDER)?;
    step::build(runner.session, step::SERVICE, &[])?;
    step::build(runner.session, &[package::HELPER], &[])?;
    let types = [
        "exec",
        "--no",
        "--",
        "tsc",
        "--noEmit",
        "--project",
        "../desktop",
    ];
    let folder = path::root().join("tests/e2e");
    runner.check("types of the desktop tests", step::npm(&folder, types))?;
    // Without optimisation: its contents are what is looked at.
    runner.check("package", package::command(Profile::Debug)?)?;
    let built = path::target()?.join("debug");
    let deb = package::file(&built);
    let mut command = step::npm(
        &folder,
        [
            "exec",
            "--no",
            "--",
            "playwright",
            "test",
            "--config",
            "../desktop",
        ],
    );
    command
        .env("IDENT_SERVER_BIN", built.join("ident-server"))
        .env("IDENT_SANDBOX_BIN", built.join("ident-sandbox"))
        .env("IDENT_APP_BIN", built.join("ident"))
        .env("IDENT_DEB", deb);
    runner.tests("playwright", command, Closing::Playwright)
}
