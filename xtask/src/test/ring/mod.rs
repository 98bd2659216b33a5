//! The rings of tests, from the quickest to the slowest to fail.

mod browser;
mod card;
mod desktop;
mod source;
mod window;

use super::closing::Closing;
use super::postgres::Postgres;
use super::runner::Runner;
use super::rust;
use crate::install::{apt, npm};
use crate::problem::Outcome;
use crate::{path, step, ui};

/// A group of tests that can be run alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ring {
    Format,
    Lint,
    Doc,
    Unit,
    Store,
    Http,
    Peer,
    Card,
    Ui,
    Browser,
    Shell,
    Desktop,
}

impl Ring {
    /// In the order in which they run.
    pub(crate) const ALL: [Self; 12] = [
        Self::Format,
        Self::Lint,
        Self::Doc,
        Self::Unit,
        Self::Store,
        Self::Http,
        Self::Peer,
        Self::Card,
        Self::Ui,
        Self::Browser,
        Self::Shell,
        Self::Desktop,
    ];

    /// As in `--only NAME`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Lint => "lint",
            Self::Doc => "doc",
            Self::Unit => "unit",
            Self::Store => "store",
            Self::Http => "http",
            Self::Peer => "peer",
            Self::Card => "card",
            Self::Ui => "ui",
            Self::Browser => "browser",
            Self::Shell => "shell",
            Self::Desktop => "desktop",
        }
    }

    /// What it shows, for the list and the heading.
    pub(crate) fn purpose(self) -> &'static str {
        match self {
            Self::Format => "the sources are formatted",
            Self::Lint => "no lint complains, generated files are up to date",
            Self::Doc => "the documentation builds without broken links",
            Self::Unit => "each crate by itself, and the examples in its documentation",
            Self::Store => "one contract on SQLite and on a PostgreSQL of our own",
            Self::Http => "the whole server in process: routes, flows, attacks, boundaries",
            Self::Peer => "the whole pre-link against an OpenID provider that others wrote",
            Self::Card => "card readers: the real libraries, readers that are not there",
            Self::Ui => "lints, tests and the build of the user interface",
            Self::Browser => "a PC and a phone side by side in Chromium",
            Self::Shell => "the desktop window: lints, tests, capabilities",
            Self::Desktop => "the real window under Xvfb with a phone in Chromium; the package",
        }
    }

    /// The ring with this name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ring| ring.name() == name)
    }

    /// All names, for messages.
    pub(crate) fn names() -> Vec<&'static str> {
        Self::ALL.map(Self::name).to_vec()
    }

    /// Runs it.
    ///
    /// # Errors
    /// When a tool cannot be installed or started, or on Ctrl-C. Failing tests are counted.
    pub(crate) fn run(self, runner: &mut Runner<'_>) -> Outcome<()> {
        match self {
            Self::Format => source::format(runner),
            Self::Lint => source::lint(runner),
            Self::Doc => source::doc(runner),
            Self::Unit => unit(runner),
            Self::Store => store(runner),
            Self::Http => http(runner),
            Self::Peer => peer(runner),
            Self::Card => card::run(runner),
            Self::Ui => interface(runner),
            Self::Browser => browser::run(runner),
            Self::Shell => window::run(runner),
            Self::Desktop => desktop::run(runner),
        }
    }
}

fn unit(runner: &mut Runner<'_>) -> Outcome<()> {
    // The examples are compiled in every crate.
    apt::ensure(runner.session, apt::CARD_LIBRARIES)?;
    let mut selection = rust::WITHOUT_SHELL.to_vec();
    // These have a ring of their own, with what they need.
    let others = ["ident-store", "ident-tests"]
        .into_iter()
        .chain(card::PACKAGES);
    selection.extend(others.flat_map(|package| ["--exclude", package]));
    rust::tests(runner, "unit tests", &selection, &[])?;
    rust::examples(runner)
}

fn store(runner: &mut Runner<'_>) -> Outcome<()> {
    apt::ensure(runner.session, apt::DATABASE)?;
    let database = Postgres::start(runner.session)?;
    let environment = [("IDENT_TEST_POSTGRES", database.address())];
    let outcome = rust::tests(
        runner,
        "store contract",
        &["--package", "ident-store"],
        &environment,
    );
    database.stop(runner.session);
    outcome
}

fn http(runner: &mut Runner<'_>) -> Outcome<()> {
    ui::ensure_built(runner.session)?;
    rust::tests(
        runner,
        "whole service",
        &["--package", "ident-tests", "--test", "it"],
        &[],
    )
}

fn peer(runner: &mut Runner<'_>) -> Outcome<()> {
    npm::ensure(runner.session, "tests/peer")?;
    rust::tests(
        runner,
        "against the peer",
        &["--package", "ident-tests", "--test", "peer"],
        &[],
    )
}

fn interface(runner: &mut Runner<'_>) -> Outcome<()> {
    npm::ensure(runner.session, "ui")?;
    let folder = path::root().join("ui");
    runner.check("ui lint", step::npm(&folder, ["run", "lint"]))?;
    runner.tests("ui tests", step::npm(&folder, ["test"]), Closing::Vitest)?;
    runner.check("ui build", step::npm(&folder, ["run", "build"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ring_is_found_by_its_own_name_and_no_two_share_one() {
        for ring in Ring::ALL {
            assert_eq!(Ring::from_name(ring.name()), Some(ring));
        }
        assert_eq!(Ring::from_name("Unit"), None);
        assert_eq!(Ring::from_name(""), None);
    }
}
