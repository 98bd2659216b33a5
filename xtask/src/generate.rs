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
    step::build(&mut session, step::SERVICE, &[])?;
    let scratch = tempfile::tempdir().during(|| "make a temporary folder".into())?;
    let codes = server_says("failure-codes")?;
    let openapi = scratch.path().join("openapi.json");
    fs::write(&openapi, server_says("openapi")?).during(|| "write openapi.json".into())?;
    let mut stale = Vec::new();
    let root = path::root();
    replace(
        &root.join("docs/FAILURE-CODES.md"),
        &codes,
        check,
        &mut stale,
    )?;
    let types = root.join("ui/src/wire/api.d.ts");
    let before = fs::read_to_string(&types).unwrap_or_default();
    // The script of the user interface writes the file itself.
    write_types(&openapi)?;
    let after = fs::read_to_string(&types).during(|| "read api.d.ts".into())?;
    fs::write(&types, before).during(|| "write api.d.ts".into())?;
    replace(&types, &after, check, &mut stale)?;
    if check {
        return verdict(&stale);
    }
    for file in &stale {
        console::note(&format!("written: {file}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes `text` to `file`, or with `check` leaves it; a file that differs is noted in `stale`.
fn replace(file: &Path, text: &str, check: bool, stale: &mut Vec<String>) -> Outcome<()> {
    if fs::read_to_string(file).is_ok_and(|present| present == text) {
        return Ok(());
    }
    stale.push(
        file.strip_prefix(path::root())
            .unwrap_or(file)
            .display()
            .to_string(),
    );
    if check {
        return Ok(());
    }
    fs::write(file, text).during(|| format!("write {}", file.display()))
}

/// The path of this program itself.
pub(crate) fn this_program() -> String {
    std::env::current_exe().map_or_else(|_| "xtask".into(), |path| path.display().to_string())
}

fn verdict(stale: &[String]) -> Outcome<ExitCode> {
    if stale.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    Err(
        Problem::new(format!("Not up to date: {}.", stale.join(", ")))
            .advice("Run `cargo xtask gen` and commit what it writes."),
    )
}

fn server_says(word: &str) -> Outcome<String> {
    let program = path::target()?.join("debug/ident-server");
    let mut command = Command::new(program);
    command.arg(word);
    text_of(&format!("ident-server {word}"), command)
}

fn write_types(openapi: &Path) -> Outcome<()> {
    let mut command = step::command("node", ["scripts/gen-wire.mjs"]);
    command
        .current_dir(path::root().join(ui::FOLDER))
        .arg(openapi);
    text_of("ui/scripts/gen-wire.mjs", command).map(drop)
}

fn text_of(name: &str, mut command: Command) -> Outcome<String> {
    let output = command.output().during(|| format!("start {name}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(Problem::new(format!("{name} failed.")).lines(said.lines().map(str::to_owned).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_names_what_differs_and_leaves_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("codes.md");
        fs::write(&file, "old").unwrap();
        let mut stale = Vec::new();
        replace(&file, "old", true, &mut stale).unwrap();
        assert!(verdict(&stale).is_ok());
        replace(&file, "new", true, &mut stale).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "old");
        let text = verdict(&stale).unwrap_err().to_string();
        assert!(
            text.contains("codes.md") && text.contains("cargo xtask gen"),
            "{text}"
        );
    }

    #[test]
    fn a_file_that_differs_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("codes.md");
        replace(&file, "new", false, &mut Vec::new()).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
    }
}
