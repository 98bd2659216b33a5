//! Debian packages.

use std::process::Command;

use crate::path;
use crate::problem::{Outcome, Problem};
use crate::process::{Output, Session, Spec};
use crate::{console, step};

/// A compiler for the crates that carry C code (SQLite, aws-lc).
pub(crate) const COMPILER: &[&str] = &["gcc", "libc6-dev", "make"];
/// The desktop window.
pub(crate) const WINDOW: &[&str] = &["libwebkit2gtk-4.1-dev", "pkg-config"];
/// What the helper for card readers is compiled with: the libraries that it calls, and what reads
/// their headers.
pub(crate) const CARD_LIBRARIES: &[&str] = &[
    "libpcsclite-dev",
    "libnfc-dev",
    "clang",
    "libclang-dev",
    "pkg-config",
];
/// A display without a screen, the desktop around a window, and what steers and looks at it.
pub(crate) const DESKTOP: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "openbox",
    "imagemagick",
    "wmctrl",
    "xclip",
    "xdotool",
    "x11-utils",
    "dbus",
    "dbus-bin",
    "gnome-keyring",
    "locales",
    "procps",
    "iproute2",
    "desktop-file-utils",
    "libglib2.0-bin",
];
/// A card service for the tests, and a reader for it that is not there.
pub(crate) const CARD_SERVICE: &[&str] = &["pcscd", "vsmartcard-vpcd"];
/// A database server for the tests; the demo needs none.
pub(crate) const DATABASE: &[&str] = &["postgresql"];
/// A browser, and a typeface for Japanese in its screenshots.
pub(crate) const BROWSER: &[&str] = &["chromium", "fonts-noto-cjk"];

/// Installs those of `packages` that are missing.
///
/// # Errors
/// When that is not possible; the message says why and what to do.
pub(crate) fn ensure(session: &mut Session, packages: &[&str]) -> Outcome<()> {
    let Some(installed) = installed(packages) else {
        console::note(&format!(
            "Not a Debian system; needed are: {}",
            packages.join(" ")
        ));
        return Ok(());
    };
    let missing = missing(packages, &installed);
    if missing.is_empty() {
        return Ok(());
    }
    let prefix = rights(&missing)?;
    let list = missing.join(" ");
    console::begin(
        &format!("Installing Debian packages: {list}"),
        Some("about a minute"),
    );
    run(session, &prefix, &["update"])?;
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(&missing);
    run(session, &prefix, &install)
}

fn run(session: &mut Session, prefix: &[&str], args: &[&str]) -> Outcome<()> {
    let mut words = prefix.to_vec();
    // Another installation may be under way on a machine that was only just started.
    words.extend(["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]);
    words.extend(args);
    let mut command = step::command(words[0], words[1..].iter().copied());
    command.env("DEBIAN_FRONTEND", "noninteractive");
    let mut spec = Spec::new(format!("apt-get {}", args[0]), command, Output::Shown);
    // sudo asks for the password at the terminal.
    spec.own_group = false;
    session.run(spec)
}

/// What has to stand before `apt-get`.
fn rights(missing: &[&str]) -> Outcome<Vec<&'static str>> {
    if rustix::process::geteuid().is_root() {
        return Ok(Vec::new());
    }
    if path::find_program("sudo").is_some() {
        return Ok(vec!["sudo", "DEBIAN_FRONTEND=noninteractive"]);
    }
    let line = format!(
        "apt-get install --no-install-recommends {}",
        missing.join(" ")
    );
    Err(Problem::new(format!(
        "Debian packages are missing: {}.",
        missing.join(", ")
    ))
    .advice(format!(
        "This account may not install them. Let an administrator run once:\n  {line}"
    )))
}

/// The answer of dpkg, or `None` where there is no dpkg.
fn installed(packages: &[&str]) -> Option<String> {
    let output = Command::new("dpkg-query")
        .args([
            "--show",
            "--showformat",
            "${Package} ${db:Status-Status}\\n",
        ])
        .args(packages)
        .output()
        .ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn missing<'a>(packages: &[&'a str], answer: &str) -> Vec<&'a str> {
    let is_there = |package: &&str| {
        answer.lines().any(|line| {
            let mut words = line.split_whitespace();
            words.next() == Some(package) && words.next() == Some("installed")
        })
    };
    packages
        .iter()
        .filter(|package| !is_there(package))
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_that_were_removed_or_never_there_are_missing() {
        let answer = "chromium installed\npostgresql config-files\ngcc installed\n";
        let packages = ["chromium", "postgresql", "fonts-noto-cjk", "gcc"];
        assert_eq!(missing(&packages, answer), ["postgresql", "fonts-noto-cjk"]);
    }

    #[test]
    fn a_package_is_not_taken_for_one_with_a_longer_name() {
        assert_eq!(
            missing(&["chromium"], "chromium-common installed\n"),
            ["chromium"]
        );
    }
}
