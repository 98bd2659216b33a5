//! The server as a process of its own, built with the feature `failpoints`.

use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::OnceLock;

/// Builds the program once; it stands beside the one without failpoints.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let name = "ident-server-failpoints";
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "ident-server"])
            .args(["--features", "failpoints", "--bin", name])
            .status();
        assert!(built.expect("cargo runs").success());
        let this = std::env::current_exe().expect("a path");
        let folder = this.parent().and_then(Path::parent).expect("a folder");
        folder.join(name)
    })
}

/// A running server.
pub(super) struct Process {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Process {
    /// Starts one that stops at a place; it listens when this returns.
    pub(super) fn start(config: &Path, place: &str) -> Self {
        let lines = std::fs::File::create(config.with_extension("log"));
        let child = Command::new(program())
            .arg("--config")
            .arg(config)
            .env("IDENT_STOP_AT", place)
            .stdout(Stdio::piped())
            .stderr(lines.expect("a file"))
            .spawn();
        let mut child = child.expect("the server starts");
        let output = child.stdout.take().expect("its output");
        let mut process = Self {
            child,
            lines: BufReader::new(output).lines(),
        };
        process.says("ready ");
        process
    }

    /// Waits until it says something.
    pub(super) fn says(&mut self, what: &str) {
        let found = self
            .lines
            .any(|line| line.expect("a line").starts_with(what));
        assert!(found, "it ended before it said {what}");
    }

    /// Ends it at once (SIGKILL).
    pub(super) fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }
}
