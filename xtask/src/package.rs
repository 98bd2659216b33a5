//! The app's Debian package.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::problem::{During, Outcome};
use crate::{path, step};

/// Where the Tauri CLI is, and what it packs beside the app.
pub(crate) const FOLDER: &str = "src-tauri/bundle";
/// The helper for card readers, which is in the package too.
pub(crate) const HELPER: &str = "ident-card-watcher";

/// With or without optimisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// To look at what is in it.
    Debug,
    /// As it is installed.
    Release,
}

impl Profile {
    /// Where cargo puts what it builds so.
    const fn folder(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }
}

/// The command that builds the app and its package. The helper is to be there already, built by the
/// same profile.
///
/// # Errors
/// When the helper cannot be copied.
pub(crate) fn command(profile: Profile) -> Outcome<Command> {
    let folder = path::root().join(FOLDER).join("bin");
    let from = path::target()?.join(profile.folder()).join(HELPER);
    let to = folder.join(format!("{HELPER}-{}", target()));
    fs::create_dir_all(&folder).during(|| format!("make {}", folder.display()))?;
    fs::copy(&from, &to).during(|| format!("copy {}", from.display()))?;
    let program = format!("{FOLDER}/node_modules/.bin/tauri");
    let mut command = step::command(&program, ["build"]);
    if profile == Profile::Debug {
        command.arg("--debug");
    }
    command.args(["--bundles", "deb", "--config"]);
    command.arg(format!("{FOLDER}/bundle.conf.json"));
    Ok(command)
}

/// The package that was built into this folder of the target folder.
pub(crate) fn file(built: &Path) -> PathBuf {
    built.join("bundle/deb").join(name())
}

/// As Rust calls this machine.
fn target() -> String {
    format!("{}-unknown-linux-gnu", std::env::consts::ARCH)
}

/// As the bundler names the package.
fn name() -> String {
    let architecture = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("Ident_{}_{architecture}.deb", env!("CARGO_PKG_VERSION"))
}
