//! What is asked for on the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::problem::{Outcome, Problem};
use crate::test::ring::Ring;

/// Shown by `cargo xtask help`.
pub(crate) const HELP: &str = "\
The project's own commands:

  cargo xtask demo [--headless] [--kiosk] [--fresh] [--lan] [--port N] [--data DIR]
      Ident with everything it talks to, on this machine. Installs what is missing.
      --headless  opens no window         --fresh  begins anew, without the data of the last time
      --kiosk     opens the kiosk instead of the desktop app (a clerk makes its code on /office/),
                  with a card reader that is simulated
      --lan       for a phone on the same network (invented people only, but anyone there can look)
      --port N    uses N to N+4 instead of 7440 to 7444
      --data DIR  keeps its data in DIR instead of data/demo

  cargo xtask test [--only RING]... [--list]
      All that CI runs, or only some rings. Installs what is missing.

  cargo xtask bench [ARGUMENTS]
      Builds for release and measures. --desktop: only the app, beside Chromium; --no-desktop: all
      but the app; --soak MINUTES: also the helper for card readers; --json; --help lists the rest.

  cargo xtask gen [--check]
      Writes the generated files; --check only says whether they are up to date.";

/// One command with its options.
#[derive(Debug, PartialEq)]
pub(crate) enum Task {
    Demo(DemoOptions),
    Test(TestOptions),
    Bench(Vec<OsString>),
    Generate { check: bool },
    Help,
}

/// Options of `cargo xtask demo`.
#[derive(Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub(crate) struct DemoOptions {
    pub(crate) headless: bool,
    /// The window is that of a kiosk.
    pub(crate) kiosk: bool,
    pub(crate) fresh: bool,
    pub(crate) lan: bool,
    /// The server's port; the sandbox takes the next three.
    pub(crate) port: u16,
    pub(crate) data: PathBuf,
}

impl Default for DemoOptions {
    fn default() -> Self {
        let data = PathBuf::from("data/demo");
        Self {
            headless: false,
            kiosk: false,
            fresh: false,
            lan: false,
            port: 7440,
            data,
        }
    }
}

/// Options of `cargo xtask test`.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct TestOptions {
    /// Empty means all.
    pub(crate) only: Vec<Ring>,
    pub(crate) list: bool,
}

/// Reads the arguments after `cargo xtask`.
///
/// # Errors
/// When a command or an option is not known, or a value does not fit.
pub(crate) fn parse(args: impl Iterator<Item = OsString>) -> Outcome<Task> {
    let mut args = args;
    let name = args.next().unwrap_or_default();
    match name.to_str() {
        Some("demo") => demo(args),
        Some("test") => test(args),
        Some("bench") => Ok(Task::Bench(args.collect())),
        Some("gen") => generate(args),
        Some("" | "help" | "--help" | "-h") => Ok(Task::Help),
        _ => Err(unknown("command", &name)),
    }
}

fn demo(mut args: impl Iterator<Item = OsString>) -> Outcome<Task> {
    let mut options = DemoOptions::default();
    while let Some(arg) = args.next() {
        match arg.to_str() {
            Some("--headless") => options.headless = true,
            Some("--kiosk") => options.kiosk = true,
            Some("--fresh") => options.fresh = true,
            Some("--lan") => options.lan = true,
            Some("--port") => options.port = port(args.next())?,
            Some("--data") => options.data = value("--data", args.next())?.into(),
            Some("--help" | "-h") => return Ok(Task::Help),
            _ => return Err(unknown("option", &arg)),
        }
    }
    Ok(Task::Demo(options))
}

fn test(mut args: impl Iterator<Item = OsString>) -> Outcome<Task> {
    let mut options = TestOptions::default();
    while let Some(arg) = args.next() {
        match arg.to_str() {
            Some("--only") => options.only.push(ring(&value("--only", args.next())?)?),
            Some("--list") => options.list = true,
            Some("--help" | "-h") => return Ok(Task::Help),
            _ => return Err(unknown("option", &arg)),
        }
    }
    Ok(Task::Test(options))
}

fn generate(args: impl Iterator<Item = OsString>) -> Outcome<Task> {
    let mut check = false;
    for arg in args {
        match arg.to_str() {
            Some("--check") => check = true,
            Some("--help" | "-h") => return Ok(Task::Help),
            _ => return Err(unknown("option", &arg)),
        }
    }
    Ok(Task::Generate { check })
}

fn ring(name: &OsString) -> Outcome<Ring> {
    name.to_str().and_then(Ring::from_name).ok_or_else(|| {
        Problem::new(format!("There is no ring {}.", name.display()))
            .advice(format!("The rings are: {}.", Ring::names().join(", ")))
    })
}

fn port(value: Option<OsString>) -> Outcome<u16> {
    let text = self::value("--port", value)?;
    // The sandbox takes the three ports after it, the reader of a kiosk the next.
    text.to_str()
        .and_then(|text| text.parse().ok())
        .filter(|port| (1..=u16::MAX - 4).contains(port))
        .ok_or_else(|| Problem::new(format!("--port {} is not a port.", text.display())))
}

fn value(option: &str, value: Option<OsString>) -> Outcome<OsString> {
    value.ok_or_else(|| Problem::new(format!("{option} needs a value.")))
}

fn unknown(kind: &str, arg: &OsString) -> Problem {
    Problem::new(format!("Unknown {kind}: {}.", arg.display()))
        .advice("`cargo xtask help` lists what there is.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Outcome<Task> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn nothing_means_help() {
        assert_eq!(parsed("").unwrap(), Task::Help);
        assert_eq!(parsed("demo --help").unwrap(), Task::Help);
    }

    #[test]
    fn demo_takes_all_its_options() {
        let task =
            parsed("demo --headless --kiosk --fresh --lan --port 8000 --data /tmp/x").unwrap();
        let options = DemoOptions {
            headless: true,
            kiosk: true,
            fresh: true,
            lan: true,
            port: 8000,
            data: PathBuf::from("/tmp/x"),
        };
        assert_eq!(task, Task::Demo(options));
    }

    #[test]
    fn demo_without_options_uses_the_documented_port() {
        assert_eq!(parsed("demo").unwrap(), Task::Demo(DemoOptions::default()));
        assert_eq!(DemoOptions::default().port, 7440);
    }

    #[test]
    fn a_port_without_room_for_the_next_four_is_refused() {
        for value in ["0", "65532", "65536", "-1", "http"] {
            assert!(
                parsed(&format!("demo --port {value}")).is_err(),
                "{value} was taken"
            );
        }
        assert!(parsed("demo --port 65531").is_ok());
    }

    #[test]
    fn only_may_be_repeated() {
        let task = parsed("test --only unit --only http").unwrap();
        let only = vec![Ring::Unit, Ring::Http];
        assert_eq!(task, Task::Test(TestOptions { only, list: false }));
    }

    #[test]
    fn an_unknown_ring_is_answered_with_the_list_of_rings() {
        let problem = parsed("test --only everything").unwrap_err().to_string();
        assert!(
            problem.contains("everything") && problem.contains("browser"),
            "{problem}"
        );
    }

    #[test]
    fn unknown_words_are_refused() {
        for line in [
            "dmeo",
            "demo --fast",
            "test unit",
            "gen --force",
            "demo --port",
            "test --only",
        ] {
            assert!(parsed(line).is_err(), "{line} was taken");
        }
    }

    #[test]
    fn bench_hands_everything_on() {
        let task = parsed("bench --json --links 10").unwrap();
        assert_eq!(
            task,
            Task::Bench(["--json", "--links", "10"].map(OsString::from).to_vec())
        );
    }
}
