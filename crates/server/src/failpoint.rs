//! Places at which a test kills the process, to see what it finds after the next start.
//!
//! They exist only in a build with the feature `failpoints`, which no other feature turns on and
//! no released program has.

/// Stops here, says so on standard output, and waits for its end, if `IDENT_STOP_AT` names this
/// place.
#[cfg(feature = "failpoints")]
pub(crate) fn failpoint(name: &str) {
    use std::io::Write as _;
    if std::env::var("IDENT_STOP_AT").is_ok_and(|place| place == name) {
        let mut output = std::io::stdout().lock();
        let _ = writeln!(output, "stopped {name}").and_then(|()| output.flush());
        loop {
            std::thread::park();
        }
    }
}

/// Nothing.
#[cfg(not(feature = "failpoints"))]
#[inline]
pub(crate) const fn failpoint(_name: &str) {}
