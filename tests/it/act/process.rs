//! The server as a process of its own, built with the feature `failpoints`.

use std::fs::File;
use std::io::{BufRead, BufReader, Lines};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::OnceLock;

use memchr::memmem;

/// How much memory is looked at in one go.
const CHUNK: usize = 1 << 16;

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
        let mut process = Self::run(&[], config, place, "log");
        process.says("ready ");
        process
    }

    /// Starts the process that holds the directory's credential by itself.
    pub(super) fn start_agent(config: &Path) -> Self {
        let mut process = Self::run(&["directory"], config, "nowhere", "agent.log");
        process.says("ready ");
        process
    }

    fn run(words: &[&str], config: &Path, place: &str, log: &str) -> Self {
        let lines = File::create(config.with_extension(log));
        let child = Command::new(program())
            .args(words)
            .arg("--config")
            .arg(config)
            .env("IDENT_STOP_AT", place)
            .stdout(Stdio::piped())
            .stderr(lines.expect("a file"))
            .spawn();
        let mut child = child.expect("the server starts");
        let output = child.stdout.take().expect("its output");
        Self {
            child,
            lines: BufReader::new(output).lines(),
        }
    }

    /// Waits until it says something.
    pub(super) fn says(&mut self, what: &str) {
        let found = self
            .lines
            .any(|line| line.expect("a line").starts_with(what));
        assert!(found, "it ended before it said {what}");
    }

    /// How often these bytes stand in its memory.
    pub(super) fn holds(&self, needle: &[u8]) -> usize {
        held(self.child.id(), needle).expect("our own child's memory")
    }

    /// The same of the process that holds the directory's credential; `None` where nobody but root
    /// may look, as it wants it.
    pub(super) fn agent_holds(&self, needle: &[u8]) -> Option<usize> {
        held(self.agent(), needle).ok()
    }

    /// The process that holds the directory's credential: the only child.
    pub(super) fn agent(&self) -> u32 {
        let own = self.child.id().to_string();
        let all = std::fs::read_dir("/proc").expect("processes");
        let names = all.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let pids = names.filter_map(|name| name.parse::<u32>().ok());
        let children: Vec<u32> = pids
            .filter(|pid| parent(*pid) == Some(own.clone()))
            .collect();
        assert_eq!(children.len(), 1, "one child, and no more");
        children[0]
    }

    /// Ends it at once (SIGKILL).
    pub(super) fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }
}

/// Whose child a living process is (proc(5), `stat`).
fn parent(pid: u32) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // What comes after the name, which may hold anything: state, then parent.
    let (_, rest) = stat.rsplit_once(") ")?;
    let mut words = rest.split(' ');
    let living = words.next()? != "Z";
    living.then(|| words.next().map(str::to_owned))?
}

/// How often these bytes stand in the memory of a process (proc(5), `maps` and `mem`).
fn held(pid: u32, needle: &[u8]) -> std::io::Result<usize> {
    let folder = PathBuf::from(format!("/proc/{pid}"));
    let maps = std::fs::read_to_string(folder.join("maps"))?;
    let memory = File::open(folder.join("mem"))?;
    let regions = maps.lines().filter_map(|line| {
        let (range, rest) = line.split_once(' ')?;
        let (from, to) = range.split_once('-')?;
        let number = |text| u64::from_str_radix(text, 16).ok();
        rest.starts_with("rw")
            .then_some((number(from)?, number(to)?))
    });
    let zeros = vec![0; CHUNK + needle.len()];
    let count = |(from, to): (u64, u64)| {
        let starts = (from..to).step_by(CHUNK);
        starts
            .map(|start| {
                // A little more, for what lies across the border.
                let length = (to - start).min(CHUNK as u64 + needle.len() as u64 - 1);
                let length = usize::try_from(length).expect("it fits");
                let mut bytes = vec![0; length];
                match memory.read_exact_at(&mut bytes, start) {
                    // Most of it was never written to, which is seen faster than searched.
                    Ok(()) if bytes == zeros[..length] => 0,
                    Ok(()) => memmem::find_iter(&bytes, needle).count(),
                    // Not everything that is mapped can be read.
                    Err(_) => 0,
                }
            })
            .sum::<usize>()
    };
    Ok(regions.map(count).sum())
}
