//! Lines for the person at the terminal.
//!
//! Progress goes to stderr; stdout has only what a script may want: the address of the demo, the
//! results of the tests, the figures of the bench.

use std::time::Duration;

/// A step begins. `usual` is how long it may take, for example "about a minute".
pub(crate) fn begin(what: &str, usual: Option<&str>) {
    match usual {
        Some(usual) => eprintln!("> {what} ({usual})"),
        None => eprintln!("> {what}"),
    }
}

/// A remark within a step.
pub(crate) fn note(text: &str) {
    eprintln!("  {text}");
}

/// `75 s`, `2 min 05 s`: short enough for one line, exact enough to compare.
pub(crate) fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0 => format!("{} ms", time.as_millis()),
        1..=99 => format!("{seconds}.{} s", time.subsec_millis() / 100),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// The text without the colours that programs put in.
pub(crate) fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(char) = chars.next() {
        if char == '\u{1b}' {
            // ECMA-48: ESC [ parameters, ended by a letter.
            chars.by_ref().find(char::is_ascii_alphabetic);
        } else if char != '\r' {
            text.push(char);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_short() {
        assert_eq!(duration(Duration::from_millis(250)), "250 ms");
        assert_eq!(duration(Duration::from_millis(3_270)), "3.2 s");
        assert_eq!(duration(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    fn colours_are_taken_out() {
        assert_eq!(plain("\u{1b}[1;32m 12 passed\u{1b}[0m\r"), " 12 passed");
        assert_eq!(plain("plain"), "plain");
    }
}
