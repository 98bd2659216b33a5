//! The relying party to compare with: Node.js, openid-client and fastify (`peer/rp.mjs`), with the
//! same login, the same provider and the same durability.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::place::Place;
use crate::running::{Party, Server};

/// The folder with its program and packages.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peer")
}

/// Installs its packages if they are not there; SQLite is compiled here, not downloaded.
pub(crate) fn install() -> Result<(), String> {
    let addon = "node_modules/better-sqlite3/build/Release/better_sqlite3.node";
    if folder().join(addon).exists() {
        return Ok(());
    }
    eprintln!("installing the packages of {}", folder().display());
    npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"])?;
    npm(&["rebuild", "better-sqlite3"])?;
    if folder().join(addon).exists() {
        Ok(())
    } else {
        Err("better-sqlite3 could not be compiled".to_owned())
    }
}

fn npm(words: &[&str]) -> Result<(), String> {
    let status = Command::new("npm")
        .args(words)
        .current_dir(folder())
        .env("npm_config_build_from_source", "true")
        .stdout(Stdio::null())
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("npm {}: {status}", words.join(" "))),
        Err(error) => Err(format!("npm: {error}")),
    }
}

/// Starts it in a place, with the key that the place has made for the Digital Agency's service.
pub(crate) async fn start(place: &Place) -> Result<Server, String> {
    let (program, key) = (
        folder().join("rp.mjs"),
        place.file("keys/client-digital-id.pem"),
    );
    let (program, key) = (program.to_string_lossy(), key.to_string_lossy());
    let database = place.file("peer.db");
    let alg = place.alg.name();
    let issuer = ["--issuer", place.issuer(), "--alg", alg];
    let files = ["--key", &key, "--database", &database.to_string_lossy()];
    let command = [&["node", &*program][..], &issuer, &files].concat();
    Server::start(Party::Peer, &command).await
}
