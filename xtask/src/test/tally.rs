//! Counted tests.

use std::fmt;
use std::ops::Add;

/// How many tests had which end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    pub(crate) skipped: u32,
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_has_the_agreed_form() {
        let tally = Tally {
            passed: 12,
            failed: 0,
            skipped: 0,
        };
        assert_eq!(tally.to_string(), "12 passed, 0 failed");
        assert_eq!(
            Tally {
                skipped: 2,
                ..tally
            }
            .to_string(),
            "12 passed, 0 failed, 2 skipped"
        );
    }
}
