//! The relying parties to compare with: what one writes with the usual libraries, with the same
//! login, the same provider and the same durability. Node.js with openid-client and fastify
//! (`peer/rp.mjs`), and axum with openidconnect (`peer/axum`, a workspace of its own).

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::place::Place;
use crate::running::{Party, Server};

/// SQLite as a part of Node.js, compiled here and not downloaded.
const ADDON: &str = "node_modules/better-sqlite3/build/Release/better_sqlite3.node";

/// A relying party to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    Node,
    Axum,
}

impl Peer {
    pub(crate) const ALL: [Self; 2] = [Self::Node, Self::Axum];

    /// Its name in tables.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Node => "Node",
            Self::Axum => "axum",
        }
    }

    /// Installs or builds what it needs, where that is not there yet.
    pub(crate) fn install(self) -> Result<(), String> {
        match self {
            Self::Node if self.is_there() => Ok(()),
            Self::Node => {
                eprintln!("installing the packages of {}", folder().display());
                npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"])?;
                npm(&["rebuild", "better-sqlite3"])
            }
            Self::Axum => {
                eprintln!("building {}", folder().join("axum").display());
                let target = target().to_string_lossy().into_owned();
                let words = ["build", "--release", "--locked", "--target-dir", &target];
                run(Command::new("cargo").args(words), "axum")
            }
        }
    }

    /// Whether it can be started.
    pub(crate) fn is_there(self) -> bool {
        match self {
            Self::Node => folder().join(ADDON).exists(),
            Self::Axum => program().exists(),
        }
    }

    /// Starts it in a place, with the key that the place has made for the Digital Agency's
    /// service.
    pub(crate) async fn start(self, place: &Place) -> Result<Server, String> {
        let text = |path: PathBuf| path.to_string_lossy().into_owned();
        let program = match self {
            Self::Node => vec!["node".to_owned(), text(folder().join("rp.mjs"))],
            Self::Axum => vec![text(program())],
        };
        let (key, database) = (
            text(place.file("keys/client-digital-id.pem")),
            text(place.file("peer.db")),
        );
        let mut command: Vec<&str> = program.iter().map(String::as_str).collect();
        command.extend(["--issuer", place.issuer(), "--alg", place.alg.name()]);
        command.extend(["--key", &key, "--database", &database]);
        Server::start(Party::Peer(self), &command).await
    }
}

/// The folder with the peers' sources and packages.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peer")
}

/// What is built of the form with axum: beside our own.
fn target() -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    own.with_file_name("peer")
}

fn program() -> PathBuf {
    target().join("release/axum-peer")
}

fn npm(words: &[&str]) -> Result<(), String> {
    let mut npm = Command::new("npm");
    run(
        npm.args(words).env("npm_config_build_from_source", "true"),
        ".",
    )
}

fn run(command: &mut Command, below: &str) -> Result<(), String> {
    let command = command.current_dir(folder().join(below));
    let name = command.get_program().to_string_lossy().into_owned();
    match command.stdout(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name}: {status}")),
        Err(error) => Err(format!("{name}: {error}")),
    }
}
