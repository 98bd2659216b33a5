//! `cargo xtask bench`: measuring is the work of `ident-bench`, `ident-bench-app` and the soak of
//! `ident-virtual-reader`; this builds and calls them, one after another.

mod asked;
mod soak;

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use crate::install::{apt, npm};
use crate::path;
use crate::problem::{During, Outcome, Problem};
use crate::process::Session;
use crate::{package, step, ui};
use asked::Asked;

/// Builds for release what was asked for, and runs it.
///
/// # Errors
/// When the build fails, or a program cannot be started or fails.
pub(crate) fn run(args: &[OsString]) -> Outcome<ExitCode> {
    let asked = Asked::read(args)?;
    if asked.help {
        println!("{}", asked::HELP);
    }
    build(&asked)?;
    // Their figures are the only output on stdout, so that --json can be piped.
    if asked.logins {
        call("ident-bench", &asked.for_logins)?;
    }
    if asked.desktop {
        let mut words = asked.for_desktop.clone();
        if !asked.help {
            let deb = package::file(&path::target()?.join("release"));
            words.extend(["--deb".into(), deb.into()]);
        }
        call("ident-bench-app", &words)?;
    }
    if let Some(minutes) = asked.soak.filter(|_| !asked.help) {
        soak::run(minutes, asked.json)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn build(asked: &Asked) -> Outcome<()> {
    let mut session = Session::new()?;
    apt::ensure(&mut session, apt::COMPILER)?;
    let release = &["--release"];
    if asked.help {
        return step::build(&mut session, &["ident-bench", "ident-bench-app"], release);
    }
    if asked.logins || asked.desktop {
        ui::ensure_built(&mut session)?;
    }
    let mut packages = Vec::new();
    if asked.logins {
        packages.extend(["ident-bench", "ident-server"]);
    }
    if asked.desktop {
        for packages in [apt::WINDOW, apt::BROWSER, apt::DESKTOP, apt::CARD_LIBRARIES] {
            apt::ensure(&mut session, packages)?;
        }
        npm::ensure(&mut session, package::FOLDER)?;
        packages.extend(["ident-bench-app", "ident-server", package::HELPER]);
    }
    if asked.soak.is_some() {
        apt::ensure(&mut session, apt::CARD_LIBRARIES)?;
        apt::ensure(&mut session, apt::CARD_SERVICE)?;
        packages.extend(["ident-virtual-reader", package::HELPER]);
    }
    packages.sort_unstable();
    packages.dedup();
    step::build(&mut session, &packages, release)?;
    if asked.desktop {
        let command = package::command(package::Profile::Release)?;
        step::run(
            &mut session,
            "Packing the app",
            Some("some minutes"),
            command,
        )?;
    }
    Ok(())
}

fn call(program: &str, words: &[OsString]) -> Outcome<()> {
    let file = path::target()?.join("release").join(program);
    let status = Command::new(file)
        .args(words)
        .current_dir(path::root())
        .status();
    let status = status.during(|| format!("start {program}"))?;
    let failed = || Problem::new(format!("{program} has failed; the lines above say why."));
    status.success().then_some(()).ok_or_else(failed)
}
