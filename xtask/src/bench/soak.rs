//! The helper for card readers over a long simulated day, with both kinds of reader at once.

use std::process::{Child, Command, Stdio};

use crate::path;
use crate::problem::{During, Outcome, Problem};

/// The kinds of reader, as `ident-virtual-reader soak --reader` knows them.
const READERS: [&str; 2] = ["board", "pcsc"];

/// Runs both to their end, and prints what each has to say.
///
/// # Errors
/// When one cannot be started, or is not what was promised.
pub(super) fn run(minutes: u64, json: bool) -> Outcome<()> {
    eprintln!("the helper for card readers, {minutes} minutes after a first one");
    let started: Outcome<Vec<_>> = READERS
        .iter()
        .map(|reader| start(reader, minutes, json))
        .collect();
    let mut failed = Vec::new();
    for (reader, child) in READERS.into_iter().zip(started?) {
        let output = child.wait_with_output();
        let output = output.during(|| format!("wait for the soak of {reader}"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        if json {
            print!("{text}");
        } else {
            println!("\nhelper for card readers, {reader}\n{text}");
        }
        if !output.status.success() {
            failed.push(reader);
        }
    }
    let problem = || {
        Problem::new(format!(
            "The helper is not as promised: {}.",
            failed.join(", ")
        ))
    };
    failed.is_empty().then_some(()).ok_or_else(problem)
}

fn start(reader: &str, minutes: u64, json: bool) -> Outcome<Child> {
    let program = path::target()?.join("release/ident-virtual-reader");
    let mut command = Command::new(program);
    command.args([
        "soak",
        "--reader",
        reader,
        "--minutes",
        &minutes.to_string(),
    ]);
    if json {
        command.arg("--json");
    }
    // What it says meanwhile is for somebody who looks for a leak.
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    command
        .spawn()
        .during(|| format!("start the soak of {reader}"))
}
