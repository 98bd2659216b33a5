//! `cargo xtask bench`: measuring is the work of `ident-bench`; this only builds and calls it.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use crate::install::apt;
use crate::path;
use crate::problem::{During, Outcome};
use crate::process::Session;
use crate::{step, ui};

/// Builds for release and runs `ident-bench` with `args`.
///
/// # Errors
/// When the build fails or the program cannot be started.
pub(crate) fn run(args: &[OsString]) -> Outcome<ExitCode> {
    let target = path::target()?;
    {
        let mut session = Session::new()?;
        apt::ensure(&mut session, apt::COMPILER)?;
        ui::ensure_built(&mut session)?;
        let packages = ["ident-bench", "ident-server"];
        step::build(&mut session, &packages, &["--release"])?;
    }
    // In our place: its figures are the only output on stdout, so that --json can be piped.
    let error = Command::new(target.join("release/ident-bench"))
        .args(args)
        .current_dir(path::root())
        .exec();
    Err(error).during(|| "start ident-bench".into())
}
