//! Which parts of the measurement are asked for, and what is handed on to them.

use std::ffi::OsString;

use crate::problem::{Outcome, Problem};

/// The options that are not handed on.
pub(super) const HELP: &str = "\
--desktop        the app only, beside Chromium
--no-desktop     everything but the app
--soak MINUTES   also the helper for card readers over so long, with both kinds of reader at once;
                 with --desktop and --no-desktop nothing else";

/// Options of the app's part; a value follows each.
const OF_DESKTOP: [&str; 3] = ["--starts", "--idle", "--pictures"];
/// Options that every part understands.
const OF_BOTH: [&str; 3] = ["--json", "--quick", "--help"];

/// What was asked for.
#[derive(Debug, Default, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub(super) struct Asked {
    pub(super) help: bool,
    pub(super) json: bool,
    /// Logins, passes and the first load.
    pub(super) logins: bool,
    pub(super) desktop: bool,
    /// Minutes.
    pub(super) soak: Option<u64>,
    pub(super) for_logins: Vec<OsString>,
    pub(super) for_desktop: Vec<OsString>,
}

impl Asked {
    pub(super) fn read(words: &[OsString]) -> Outcome<Self> {
        let mut asked = Self {
            logins: true,
            desktop: true,
            ..Self::default()
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let text = word.to_string_lossy();
            match &*text {
                "--desktop" => asked.logins = false,
                "--no-desktop" => asked.desktop = false,
                "--soak" => asked.soak = Some(minutes(words.next())?),
                known if OF_BOTH.contains(&known) => {
                    asked.json |= known == "--json";
                    asked.help |= known == "--help";
                    asked.for_logins.push(word.clone());
                    asked.for_desktop.push(word.clone());
                }
                known if OF_DESKTOP.contains(&known) => {
                    asked.for_desktop.push(word.clone());
                    asked.for_desktop.extend(words.next().cloned());
                }
                // The rest is for the logins, values included.
                _ => asked.for_logins.push(word.clone()),
            }
        }
        Ok(asked)
    }
}

fn minutes(word: Option<&OsString>) -> Outcome<u64> {
    let number = word.and_then(|word| word.to_str()?.parse().ok());
    number.ok_or_else(|| Problem::new("--soak needs a number of minutes."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Asked {
        let words: Vec<_> = words.split_whitespace().map(OsString::from).collect();
        Asked::read(&words).unwrap()
    }

    #[test]
    fn each_part_is_handed_its_own_options() {
        let asked = read("--json --starts 3 --links 0,10 --no-peer");
        assert!(asked.logins && asked.desktop && asked.json && asked.soak.is_none());
        assert_eq!(asked.for_desktop, ["--json", "--starts", "3"]);
        assert_eq!(asked.for_logins, ["--json", "--links", "0,10", "--no-peer"]);
    }

    #[test]
    fn parts_are_left_out_and_the_soak_is_asked_for() {
        let asked = read("--desktop --soak 60");
        assert!(!asked.logins && asked.desktop);
        assert_eq!(asked.soak, Some(60));
        assert!(!read("--no-desktop").desktop);
        let alone = read("--desktop --no-desktop --soak 1");
        assert!(!alone.logins && !alone.desktop && alone.soak == Some(1));
        assert!(Asked::read(&["--soak".into()]).is_err());
    }
}
