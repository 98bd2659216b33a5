//! The server as a process of its own, built with the feature `failpoints`.

use std::fs::File;
use std::io::{BufRead, BufReader, Lines};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::OnceLock;

use memchr::memmem;

/// How much memory is looked at in one go.
const CHUNK: usize = 1 << 20;

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
        let lines = File::create(config.with_extension("log"));
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

    /// How often these bytes stand in its memory (proc(5), `maps` and `mem`).
    pub(super) fn holds(&self, needle: &[u8]) -> usize {
        let folder = PathBuf::from(format!("/proc/{}", self.child.id()));
        let maps = std::fs::read_to_string(folder.join("maps")).expect("its map");
        let memory = File::open(folder.join("mem")).expect("its memory");
        let regions = maps.lines().filter_map(|line| {
            let (range, rest) = line.split_once(' ')?;
            let (from, to) = range.split_once('-')?;
            let number = |text| u64::from_str_radix(text, 16).ok();
            rest.starts_with("rw")
                .then_some((number(from)?, number(to)?))
        });
        let count = |(from, to): (u64, u64)| {
            let starts = (from..to).step_by(CHUNK);
            starts
                .map(|start| {
                    // A little more, for what lies across the border.
                    let length = (to - start).min(CHUNK as u64 + needle.len() as u64 - 1);
                    let mut bytes = vec![0; usize::try_from(length).expect("it fits")];
                    match memory.read_exact_at(&mut bytes, start) {
                        Ok(()) => memmem::find_iter(&bytes, needle).count(),
                        // Not everything that is mapped can be read.
                        Err(_) => 0,
                    }
                })
                .sum::<usize>()
        };
        regions.map(count).sum()
    }

    /// Ends it at once (SIGKILL).
    pub(super) fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }
}
