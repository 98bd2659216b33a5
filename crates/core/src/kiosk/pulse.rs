//! What a kiosk says of itself (K-08): that it lives, and what is missing.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// What a kiosk last said of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pulse {
    /// When, by our clock.
    pub at: Timestamp,
    /// The version of its program.
    pub version: String,
    /// Its card reader.
    pub reader: ReaderState,
    /// Its printer.
    pub paper: PaperState,
}

/// How a card reader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReaderState {
    /// Works.
    Ready,
    /// There was one, and it does not answer.
    Lost,
    /// The kiosk has none.
    Absent,
}

/// How a printer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperState {
    /// Has paper.
    Ready,
    /// Has none left.
    Out,
    /// The kiosk has no printer.
    Absent,
}

/// The longest version that is kept, in characters.
const LONGEST_VERSION: usize = 32;

impl Pulse {
    /// What a kiosk says at this moment. Of its version only what a version can hold is kept: the
    /// list of the office is no place for texts of a kiosk.
    pub fn new(version: &str, reader: ReaderState, paper: PaperState, at: Timestamp) -> Self {
        let plain = |letter: &char| letter.is_ascii_alphanumeric() || ".-+".contains(*letter);
        Self {
            at,
            version: version
                .chars()
                .filter(plain)
                .take(LONGEST_VERSION)
                .collect(),
            reader,
            paper,
        }
    }
}
