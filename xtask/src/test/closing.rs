//! The closing lines of the tools that run tests.

use std::ops::Add;

use super::tally::Tally;
use crate::console;

/// Whose closing lines to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closing {
    CargoTest,
    Nextest,
    Vitest,
    Playwright,
    /// A tool that only succeeds or fails; it counts as one test.
    None,
}

impl Closing {
    /// What one line of output adds to the count.
    pub(crate) fn read(self, line: &str) -> Tally {
        let line = console::plain(line);
        let found = match self {
            Self::CargoTest => cargo_test(&line),
            Self::Nextest => nextest(&line),
            Self::Vitest => vitest(&line),
            Self::Playwright => playwright(&line),
            Self::None => None,
        };
        found.unwrap_or_default()
    }

    /// Whether the story of one failure begins with this line, which names it.
    pub(crate) fn begins_failure(self, line: &str) -> bool {
        match self {
            Self::CargoTest => line.starts_with("---- "),
            Self::Nextest => ["FAIL [", "TIMEOUT [", "SIGABRT [", "SIGSEGV ["]
                .iter()
                .any(|word| line.trim_start().starts_with(word)),
            Self::Vitest => line.starts_with(" FAIL  "),
            Self::Playwright => numbered(line),
            Self::None => line.starts_with("error"),
        }
    }

    /// Whether something else begins with this line.
    pub(crate) fn ends_failure(self, line: &str) -> bool {
        match self {
            Self::CargoTest => line.starts_with("failures:") || line.starts_with("test result: "),
            Self::Nextest => ["PASS [", "SLOW [", "Summary ["]
                .iter()
                .any(|word| line.trim_start().starts_with(word)),
            Self::Vitest => line.trim_start().starts_with("Tests "),
            Self::Playwright => self.read(line) != Tally::default() || line.starts_with("  ✓ "),
            Self::None => line.starts_with("warning"),
        }
    }
}

/// `  1) spec/link.spec.ts:3:1 › links`
fn numbered(line: &str) -> bool {
    line.strip_prefix("  ")
        .and_then(|line| line.split_once(") "))
        .is_some_and(|(number, _)| number.parse::<u32>().is_ok())
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s`
fn cargo_test(line: &str) -> Option<Tally> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    Some(sum(counts.split(';')))
}

/// `Summary [ 0.2s] 5 tests run: 3 passed (1 slow), 1 failed, 1 timed out, 2 skipped`
fn nextest(line: &str) -> Option<Tally> {
    let (before, counts) = line
        .trim_start()
        .strip_prefix("Summary [")?
        .split_once(" run: ")?;
    let is_count = before.ends_with("test") || before.ends_with("tests");
    is_count.then(|| sum(counts.split(',')))
}

/// `Tests  1 failed | 11 passed | 2 skipped (14)`
fn vitest(line: &str) -> Option<Tally> {
    let counts = line.trim_start().strip_prefix("Tests ")?;
    let (counts, _) = counts.rsplit_once('(')?;
    Some(sum(counts.split('|')))
}

/// `  12 passed (34.5s)`, each count on a line of its own. A flaky test failed once and
/// passed when it was run again: it counts as passed, and Playwright names it above the counts.
fn playwright(line: &str) -> Option<Tally> {
    let line = line
        .strip_prefix("  ")
        .filter(|line| !line.starts_with(' '))?;
    let (_, word) = line.split_once(' ')?;
    let word = word.split(" (").next().unwrap_or(word);
    let known = [
        "passed",
        "failed",
        "flaky",
        "skipped",
        "did not run",
        "interrupted",
    ];
    known
        .contains(&word.trim_end())
        .then(|| sum([line].into_iter()))
}

/// Adds up parts such as `3 passed`.
fn sum<'a>(parts: impl Iterator<Item = &'a str>) -> Tally {
    parts.filter_map(count).fold(Tally::default(), Tally::add)
}

fn count(part: &str) -> Option<Tally> {
    let mut words = part.split_whitespace();
    let number = words.next()?.parse().ok()?;
    let mut tally = Tally::default();
    match (words.next()?, words.next()) {
        ("passed" | "flaky", _) => tally.passed = number,
        ("failed" | "interrupted", _) | ("exec" | "timed", Some(_)) => {
            tally.failed = number;
        }
        ("ignored" | "skipped" | "todo", _) | ("did", Some("not")) => tally.skipped = number,
        _ => return None,
    }
    Some(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u32, failed: u32, skipped: u32) -> Tally {
        Tally {
            passed,
            failed,
            skipped,
        }
    }

    fn check(closing: Closing, cases: &[(&str, Tally)]) {
        for (line, expected) in cases {
            assert_eq!(closing.read(line), *expected, "{line}");
        }
    }

    #[test]
    fn cargo_test_lines_are_read() {
        check(
            Closing::CargoTest,
            &[
                (
                    "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 9 filtered out; finished in 0.10s",
                    tally(3, 0, 1),
                ),
                (
                    "test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s",
                    tally(2, 1, 0),
                ),
                ("test closing::tests::says_3_passed ... ok", tally(0, 0, 0)),
            ],
        );
    }

    #[test]
    fn nextest_lines_are_read() {
        check(
            Closing::Nextest,
            &[
                (
                    "     Summary [   0.012s] 1 test run: 1 passed, 0 skipped",
                    tally(1, 0, 0),
                ),
                (
                    "     Summary [   9.801s] 7 tests run: 4 passed (1 slow), 1 failed, 1 exec failed, 1 timed out, 2 skipped",
                    tally(4, 3, 2),
                ),
                (
                    "\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] 2/5 tests run: 1 passed, 1 failed, 3 skipped",
                    tally(1, 1, 3),
                ),
                (
                    "        PASS [   0.005s] xtask test::tests::run: 9 passed",
                    tally(0, 0, 0),
                ),
            ],
        );
    }

    #[test]
    fn vitest_lines_are_read() {
        check(
            Closing::Vitest,
            &[
                (" Test Files  3 passed (3)", tally(0, 0, 0)),
                ("      Tests  12 passed (12)", tally(12, 0, 0)),
                (
                    "\u{1b}[2m      Tests \u{1b}[22m 1 failed | 11 passed | 2 skipped (14)",
                    tally(11, 1, 2),
                ),
                ("      Tests  2 passed | 1 todo (3)", tally(2, 0, 1)),
            ],
        );
    }

    #[test]
    fn playwright_lines_are_read() {
        check(
            Closing::Playwright,
            &[
                ("  12 passed (34.5s)", tally(12, 0, 0)),
                ("  1 failed", tally(0, 1, 0)),
                ("  2 skipped", tally(0, 0, 2)),
                ("  1 flaky", tally(1, 0, 0)),
                ("  3 did not run", tally(0, 0, 3)),
                ("    [pc] › link.spec.ts:3:1 › 3 passed", tally(0, 0, 0)),
                ("  4 passed over to the phone", tally(0, 0, 0)),
            ],
        );
    }

    #[test]
    fn other_output_counts_nothing() {
        for closing in [
            Closing::CargoTest,
            Closing::Nextest,
            Closing::Vitest,
            Closing::Playwright,
        ] {
            for line in [
                "",
                "running 3 tests",
                "warning: 2 failed",
                "5 passed, 1 failed",
            ] {
                assert_eq!(closing.read(line), Tally::default(), "{closing:?}: {line}");
            }
        }
    }
}
