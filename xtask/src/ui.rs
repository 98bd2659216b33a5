//! The user interface as the server and the window need it: built.

use std::fs;

use crate::install::npm;
use crate::path;
use crate::problem::{During, Outcome};
use crate::process::Session;
use crate::{fingerprint, step};

/// Where it is.
pub(crate) const FOLDER: &str = "ui";

/// What is in `ui/` without being a source of the build.
const NOT_SOURCES: &[&str] = &["node_modules", "dist", "coverage", "out", ".svelte-kit"];

/// Builds `ui/dist` when a source changed since the last time.
///
/// # Errors
/// When npm or the build fails.
pub(crate) fn ensure_built(session: &mut Session) -> Outcome<()> {
    npm::ensure(session, FOLDER)?;
    let folder = path::root().join(FOLDER);
    let stamp = path::target()?.join("xtask/ui.stamp");
    let sources = fingerprint::of(&folder, NOT_SOURCES)?;
    let is_built = folder.join("dist/index.html").is_file();
    if is_built && fs::read_to_string(&stamp).is_ok_and(|built| built == sources) {
        return Ok(());
    }
    // Types are checked by the tests; here only the result counts.
    let command = step::npm(
        &folder,
        ["exec", "--no", "--", "vite", "build", "--logLevel", "warn"],
    );
    step::run(
        session,
        "Building the user interface",
        Some("a few seconds"),
        command,
    )?;
    remember(&stamp, &sources)
}

fn remember(stamp: &std::path::Path, sources: &str) -> Outcome<()> {
    let folder = stamp.parent().unwrap_or(stamp);
    fs::create_dir_all(folder).during(|| format!("make {}", folder.display()))?;
    fs::write(stamp, sources).during(|| format!("write {}", stamp.display()))
}
