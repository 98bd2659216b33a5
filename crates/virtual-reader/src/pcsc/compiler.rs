//! Compiles the C parts where they are needed. They are only for tests and are never installed.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Where Debian's libpcsclite-dev puts its headers.
const HEADERS: &str = "-I/usr/include/PCSC";

/// Compiles `source` to `result`.
pub(super) fn compile(source: &str, result: &Path, options: &[&str]) -> io::Result<()> {
    let file = result.with_extension("c");
    fs::write(&file, source)?;
    let status = Command::new("cc")
        .args(["-O1", HEADERS, "-o"])
        .args([result, file.as_path()])
        .args(options)
        .stdin(Stdio::null())
        .status()?;
    if status.success() {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "{} does not compile",
        file.display()
    )))
}
