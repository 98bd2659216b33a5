//! The first load of the user interface on a slow phone (`peer/first-load.mjs`).

use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

use crate::peer;
use crate::place::{Alg, Place, assets};

/// What a first load takes.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(crate) struct FirstLoad {
    requests: u32,
    /// Over the wire, heads included.
    pub(crate) bytes: f64,
    /// … of which fonts.
    pub(crate) font_bytes: f64,
    /// What had come when the first press was possible.
    pub(crate) bytes_until_usable: f64,
    /// From the address being called until the first press is possible.
    pub(crate) usable_ms: f64,
    /// Until nothing more is fetched.
    all_ms: f64,
}

/// Measures it against the server.
pub(crate) async fn measure() -> Result<FirstLoad, String> {
    eprintln!("first load of the user interface");
    if !assets().join("index.html").exists() {
        return Err("ui/dist is not built".to_owned());
    }
    let place = Place::make(Alg::Es256).await?;
    let server = place.start().await?;
    let port = server.address.rsplit(':').next().unwrap_or_default();
    let mut command = Command::new("node");
    command
        .arg(peer::folder().join("first-load.mjs"))
        .arg(format!("http://localhost:{port}/verify/"))
        .stderr(Stdio::inherit());
    let output = spawn_blocking(move || command.output()).await;
    let output = output
        .map_err(|error| error.to_string())?
        .map_err(|error| format!("node: {error}"))?;
    serde_json::from_slice(&output.stdout).map_err(|_| "the browser gave no figures".to_owned())
}
