//! The ring of the real window: under Xvfb, steered by WebDriver, with the phone in Chromium; and
//! the Debian package, put into a clean tree.

use std::fs;

use crate::install::{apt, npm};
use crate::problem::{During, Outcome};
use crate::test::closing::Closing;
use crate::test::runner::Runner;
use crate::{path, step, ui};

/// Where the Tauri CLI is, and what it packs beside the app.
const BUNDLE: &str = "src-tauri/bundle";
/// The helper for card readers.
const HELPER: &str = "ident-card-watcher";

pub(super) fn run(runner: &mut Runner<'_>) -> Outcome<()> {
    for packages in [apt::WINDOW, apt::BROWSER, apt::DESKTOP, apt::CARD_LIBRARIES] {
        apt::ensure(runner.session, packages)?;
    }
    ui::ensure_built(runner.session)?;
    npm::ensure(runner.session, "tests/e2e")?;
    npm::ensure(runner.session, BUNDLE)?;
    step::build(runner.session, step::SERVICE, &[])?;
    step::build(runner.session, &[HELPER], &[])?;
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
    pack(runner)?;
    let built = path::target()?.join("debug");
    let deb = built.join("bundle/deb").join(deb_name());
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

/// Builds the app as the package has it, and the package. Without optimisation: its contents are
/// what is looked at.
fn pack(runner: &mut Runner<'_>) -> Outcome<()> {
    let folder = path::root().join(BUNDLE).join("bin");
    let from = path::target()?.join("debug").join(HELPER);
    let to = folder.join(format!("{HELPER}-{}", target()));
    fs::create_dir_all(&folder).during(|| format!("make {}", folder.display()))?;
    fs::copy(&from, &to).during(|| format!("copy {}", from.display()))?;
    let mut command = step::command(
        &format!("{BUNDLE}/node_modules/.bin/tauri"),
        ["build", "--debug", "--bundles", "deb", "--config"],
    );
    command.arg(format!("{BUNDLE}/bundle.conf.json"));
    runner.check("package", command)
}

/// As Rust calls this machine.
fn target() -> String {
    format!("{}-unknown-linux-gnu", std::env::consts::ARCH)
}

/// As the bundler names the package.
fn deb_name() -> String {
    let architecture = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("Ident_{}_{architecture}.deb", env!("CARGO_PKG_VERSION"))
}
