//! Room on the disk.

use std::path::Path;

use crate::problem::{Outcome, Problem};

const MIB: u64 = 1024 * 1024;

/// Checks that a build has room.
///
/// # Errors
/// When less than `needed` MiB are free where `folder` is.
pub(crate) fn ensure_room(folder: &Path, needed: u64) -> Outcome<()> {
    // A folder that cannot be asked about will fail by itself, with a better message.
    let Ok(found) = rustix::fs::statvfs(folder) else {
        return Ok(());
    };
    enough(found.f_bavail.saturating_mul(found.f_frsize) / MIB, needed)
}

fn enough(free: u64, needed: u64) -> Outcome<()> {
    if free >= needed {
        return Ok(());
    }
    let what =
        format!("The disk is nearly full: {free} MiB are free, about {needed} MiB are needed.");
    Err(Problem::new(what)
        .advice("Free some room, or point CARGO_TARGET_DIR to a disk that has it."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_how_much_is_free_and_how_much_is_needed() {
        let text = enough(300, 4000).unwrap_err().to_string();
        assert!(
            text.contains("300 MiB") && text.contains("4000 MiB"),
            "{text}"
        );
        assert!(enough(4000, 4000).is_ok());
    }
}
