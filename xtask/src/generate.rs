//! `cargo xtask gen`: files that are written from the code and kept in the repository, so that a
//! reader finds them and a review shows their changes.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use crate::install::npm;
use crate::path;
use crate::problem::{During, Outcome, Problem};
use crate::process::Session;
use crate::{console, step, ui};

/// Writes the generated files, or with `check` says whether they are up to date.
///
/// # Errors
/// When a generator fails, or with `check` when a file is not up to date.
pub(crate) fn run(check: bool) -> Outcome<ExitCode> {
    let mut session = Session::new()?;
    npm::ensure(&mut session, ui::FOLDER)?;
    step::build(&mut session, &["ident-server"], &[])?;
    let scratch = tempfile::tempdir().during(|| "make a temporary folder".into())?;
    let codes = server_says("failure-codes")?;
    let openapi = scratch.path().join("openapi.json");
    fs::write(&openapi, server_says("openapi")?).during(|| "write openapi.json".into())?;
    let types = typescript(&openapi)?;
    let root = path::root();
    let files = [
        (root.join("docs/FAILURE-CODES.md"), codes),
        (root.join("ui/src/wire/api.d.ts"), types),
    ];
    let stale: Vec<_> = files
        .iter()
        .filter(|(file, text)| !is_current(file, text))
        .collect();
    if check {
        return verdict(stale.iter().map(|(file, _)| file.as_path()));
    }
    for (file, text) in stale {
        fs::write(file, text).during(|| format!("write {}", file.display()))?;
        console::note(&format!("written: {}", shown(file)));
    }
    Ok(ExitCode::SUCCESS)
}

/// The path of this program itself.
pub(crate) fn this_program() -> String {
    std::env::current_exe().map_or_else(|_| "xtask".into(), |path| path.display().to_string())
}

fn is_current(file: &Path, text: &str) -> bool {
    fs::read_to_string(file).is_ok_and(|present| present == text)
}

fn verdict<'a>(stale: impl Iterator<Item = &'a Path>) -> Outcome<ExitCode> {
    let names: Vec<_> = stale.map(shown).collect();
    if names.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    Err(
        Problem::new(format!("Not up to date: {}.", names.join(", ")))
            .advice("Run `cargo xtask gen` and commit what it writes."),
    )
}

fn shown(file: &Path) -> String {
    file.strip_prefix(path::root())
        .unwrap_or(file)
        .display()
        .to_string()
}

fn server_says(word: &str) -> Outcome<String> {
    let program = path::target()?.join("debug/ident-server");
    let mut command = Command::new(program);
    command.arg(word);
    text_of(&format!("ident-server {word}"), command)
}

/// The types of the wire, by openapi-typescript.
fn typescript(openapi: &Path) -> Outcome<String> {
    let folder = path::root().join(ui::FOLDER);
    let mut command = step::npm(&folder, ["exec", "--no", "--", "openapi-typescript"]);
    command.arg(openapi);
    text_of("openapi-typescript", command)
}

fn text_of(name: &str, mut command: Command) -> Outcome<String> {
    let output = command.output().during(|| format!("start {name}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(Problem::new(format!("{name} failed.")).lines(said.lines().map(str::to_owned).collect()))
}
