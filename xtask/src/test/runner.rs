//! Runs the steps of one ring and counts their tests.

use std::process::Command;

use super::closing::Closing;
use super::failed::Failed;
use super::tally::Tally;
use crate::console;
use crate::problem::{Outcome, Problem};
use crate::process::{Output, Session, Spec};

/// Runs steps one after the other. A failing step does not stop the later ones, so that one run
/// shows everything that is wrong.
pub(crate) struct Runner<'a> {
    pub(crate) session: &'a mut Session,
    tally: Tally,
    failures: Vec<Vec<String>>,
}

impl<'a> Runner<'a> {
    pub(crate) fn new(session: &'a mut Session) -> Self {
        Self {
            session,
            tally: Tally::default(),
            failures: Vec::new(),
        }
    }

    /// All tests of all steps so far.
    pub(crate) fn tally(&self) -> Tally {
        self.tally
    }

    /// What failed so far, and what passed only when it was run again; the name of each in its
    /// first line.
    pub(crate) fn into_failures(self) -> Vec<Vec<String>> {
        self.failures
    }

    /// A tool that only succeeds or fails.
    ///
    /// # Errors
    /// When it cannot be started, or on Ctrl-C.
    pub(crate) fn check(&mut self, name: &str, command: Command) -> Outcome<()> {
        let (tally, succeeded) = self.run(name, command, Closing::None)?;
        debug_assert_eq!(tally, Tally::default());
        let outcome = if succeeded {
            Tally { passed: 1, ..tally }
        } else {
            Tally { failed: 1, ..tally }
        };
        self.add(name, outcome);
        Ok(())
    }

    /// A tool that runs tests and counts them itself; none at all is a failure.
    ///
    /// # Errors
    /// When it cannot be started, or on Ctrl-C.
    pub(crate) fn tests(&mut self, name: &str, command: Command, closing: Closing) -> Outcome<()> {
        let (tally, succeeded) = self.run(name, command, closing)?;
        self.add(name, counted(tally, succeeded, false));
        Ok(())
    }

    /// As [`Runner::tests`], but there may be none.
    ///
    /// # Errors
    /// When it cannot be started, or on Ctrl-C.
    pub(crate) fn tests_if_any(
        &mut self,
        name: &str,
        command: Command,
        closing: Closing,
    ) -> Outcome<()> {
        let (tally, succeeded) = self.run(name, command, closing)?;
        self.add(name, counted(tally, succeeded, true));
        Ok(())
    }

    fn add(&mut self, name: &str, tally: Tally) {
        self.tally = self.tally + tally;
        console::note(&format!("{name}: {tally}"));
    }

    fn run(&mut self, name: &str, command: Command, closing: Closing) -> Outcome<(Tally, bool)> {
        console::begin(name, None);
        let id = self
            .session
            .start(Spec::new(name, command, Output::Shown))?;
        let (mut tally, mut failed) = (Tally::default(), Failed::new(closing));
        let status = self.session.wait_end(id, &mut |line| {
            tally = tally + closing.read(line);
            failed.read(line);
        })?;
        self.failures.extend(failed.into_blocks());
        if !status.success() {
            let cause =
                crate::cause::Cause::of(self.session.last_lines(id).iter().map(String::as_str));
            if cause != crate::cause::Cause::Unknown {
                console::note(&Problem::new(cause.advice()).to_string());
            }
        }
        Ok((tally, status.success()))
    }
}

/// A tool that fails without naming a failed test (it did not compile) counts as one failure.
fn counted(tally: Tally, succeeded: bool, may_be_empty: bool) -> Tally {
    let is_empty = tally.passed + tally.failed == 0 && !may_be_empty;
    if tally.failed == 0 && (!succeeded || is_empty) {
        return Tally { failed: 1, ..tally };
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREE: Tally = Tally {
        passed: 3,
        failed: 0,
        skipped: 0,
    };

    #[test]
    fn a_tool_that_fails_without_a_failed_test_counts_as_a_failure() {
        assert_eq!(counted(THREE, false, false).failed, 1);
        assert_eq!(
            counted(Tally { failed: 2, ..THREE }, false, false).failed,
            2
        );
    }

    #[test]
    fn a_tool_that_ran_nothing_counts_as_a_failure_unless_that_is_allowed() {
        assert_eq!(counted(Tally::default(), true, false).failed, 1);
        assert_eq!(counted(Tally::default(), true, true).failed, 0);
        assert_eq!(counted(Tally::default(), false, true).failed, 1);
    }

    #[test]
    fn steps_are_counted_from_their_own_closing_lines() {
        let mut session = Session::new().unwrap();
        let mut runner = Runner::new(&mut session);
        let line = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out";
        let mut command = Command::new("echo");
        command.arg(line);
        runner.tests("echo", command, Closing::CargoTest).unwrap();
        runner.check("true", Command::new("true")).unwrap();
        runner.check("false", Command::new("false")).unwrap();
        assert_eq!(
            runner.tally(),
            Tally {
                passed: 4,
                failed: 1,
                skipped: 1
            }
        );
    }
}
