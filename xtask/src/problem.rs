//! What a person reads when something here does not work: what happened, and what to do.

use std::fmt;

/// The result of a step of this program.
pub(crate) type Outcome<T> = Result<T, Problem>;

/// Why the command ended early.
#[derive(Debug)]
pub(crate) struct Problem {
    what: String,
    advice: Option<String>,
    shown: Vec<String>,
    interrupted: bool,
}

impl Problem {
    /// `what` is a sentence.
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            advice: None,
            shown: Vec::new(),
            interrupted: false,
        }
    }

    /// The person asked us to stop (Ctrl-C, SIGTERM).
    pub(crate) fn interrupted() -> Self {
        Self {
            interrupted: true,
            ..Self::new("Stopped.")
        }
    }

    /// What to do about it.
    pub(crate) fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// The last lines of the program that failed.
    pub(crate) fn lines(mut self, lines: Vec<String>) -> Self {
        self.shown = lines;
        self
    }

    pub(crate) fn is_interruption(&self) -> bool {
        self.interrupted
    }

    /// 130 is what shells use for an end by Ctrl-C.
    pub(crate) fn exit_code(&self) -> u8 {
        if self.interrupted { 130 } else { 1 }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.shown {
            writeln!(f, "  | {line}")?;
        }
        write!(f, "{}", self.what)?;
        if let Some(advice) = &self.advice {
            write!(f, "\n{advice}")?;
        }
        Ok(())
    }
}

/// Gives an I/O error the operation and the object it belongs to.
pub(crate) trait During<T> {
    /// `doing` completes "Could not …".
    ///
    /// # Errors
    /// When `self` is an error.
    fn during(self, doing: impl FnOnce() -> String) -> Outcome<T>;
}

impl<T> During<T> for std::io::Result<T> {
    fn during(self, doing: impl FnOnce() -> String) -> Outcome<T> {
        self.map_err(|error| {
            let problem = Problem::new(format!("Could not {}: {error}.", doing()));
            if error.kind() == std::io::ErrorKind::StorageFull {
                return problem.advice(crate::cause::Cause::Disk.advice());
            }
            problem
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_shows_the_last_lines_before_the_advice() {
        let problem = Problem::new("The server ended.")
            .advice("Look at the log.")
            .lines(vec!["last words".to_owned()]);
        assert_eq!(
            problem.to_string(),
            "  | last words\nThe server ended.\nLook at the log."
        );
    }

    #[test]
    fn a_full_disk_is_said_with_what_to_do() {
        let full: std::io::Result<()> = Err(std::io::ErrorKind::StorageFull.into());
        let text = full
            .during(|| "write the settings".to_owned())
            .unwrap_err()
            .to_string();
        assert!(
            text.contains("write the settings") && text.contains("disk"),
            "{text}"
        );
    }

    #[test]
    fn an_interruption_has_the_code_of_shells() {
        assert_eq!(Problem::interrupted().exit_code(), 130);
        assert_eq!(Problem::new("x").exit_code(), 1);
    }
}
