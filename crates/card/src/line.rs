//! The line protocol between helper and app: one JSON object a line, `{"presence":"none"}`.
//!
//! The helper says a word when it changes, and the same word again every few seconds, so that
//! silence means that it hangs. There is no other line, and no other member in a line: what is not
//! in the protocol cannot leak through it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::Presence;

/// The longest line that can mean something, in bytes, without its end.
pub const LONGEST: usize = 64;

/// How long the helper may go without a line before it says its word again.
pub const REPEAT: Duration = Duration::from_secs(5);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    presence: Presence,
}

/// A line that is not of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a line that is not of the protocol")]
pub struct Garbled;

/// The line for a word, with its end.
pub fn encode(presence: Presence) -> String {
    format!("{{\"presence\":\"{presence}\"}}\n")
}

/// The word of a line, with or without its end.
///
/// # Errors
/// [`Garbled`], which carries nothing of the line: nobody knows what would stand in it.
pub fn decode(line: &[u8]) -> Result<Presence, Garbled> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    if line.len() > LONGEST {
        return Err(Garbled);
    }
    let line: Line = serde_json::from_slice(line).map_err(|_| Garbled)?;
    Ok(line.presence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_survives_the_line() {
        for presence in Presence::ALL {
            let line = encode(presence);
            assert!(line.len() <= LONGEST, "{line}");
            assert_eq!(decode(line.as_bytes()), Ok(presence));
        }
    }

    #[test]
    fn t07_a_line_with_anything_more_is_refused() {
        let hostile: [&[u8]; 9] = [
            b"",
            b"none",
            b"{}",
            b"{\"presence\":\"none\",\"id\":\"12345678\"}",
            b"{\"presence\":\"None\"}",
            b"{\"presence\":\"citizen\"}",
            b"{\"presence\":null}",
            b"{\"presence\":\"none\"} {\"presence\":\"none\"}",
            b"\xff\xfe",
        ];
        for line in hostile {
            assert_eq!(decode(line), Err(Garbled), "{line:?}");
        }
        let padded = format!("{{\"presence\":{}\"none\"}}", " ".repeat(LONGEST));
        assert_eq!(decode(padded.as_bytes()), Err(Garbled));
    }
}
