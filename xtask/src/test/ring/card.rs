//! The ring of card readers: the real libnfc on a pseudo-terminal, a real pcscd in a namespace of
//! its own. One that the machine runs already is never touched.

use crate::install::apt;
use crate::problem::Outcome;
use crate::test::runner::Runner;
use crate::test::rust;

/// What is tested here.
pub(super) const PACKAGES: [&str; 3] = ["ident-card", "ident-card-watcher", "ident-virtual-reader"];

pub(super) fn run(runner: &mut Runner<'_>) -> Outcome<()> {
    // A driver of the tests is compiled, too.
    apt::ensure(runner.session, apt::COMPILER)?;
    apt::ensure(runner.session, apt::CARD_LIBRARIES)?;
    apt::ensure(runner.session, apt::CARD_SERVICE)?;
    let selection = PACKAGES.map(|package| ["--package", package]);
    rust::tests(runner, "card readers", selection.as_flattened(), &[])
}
