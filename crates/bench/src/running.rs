//! A relying party that runs, on a core of its own.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use tokio::task::spawn_blocking;

use crate::peer::Peer;

/// Which relying party it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Party {
    /// Ours.
    Ident,
    /// One to compare with.
    Peer(Peer),
}

impl Party {
    /// Its name in tables.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ident => "Ident",
            Self::Peer(peer) => peer.name(),
        }
    }
}

/// A running relying party, ended with the value.
pub(crate) struct Server {
    child: Child,
    pub(crate) party: Party,
    /// Host and port.
    pub(crate) address: String,
}

impl Server {
    /// Starts `command` on the first core and waits until it says that it is ready.
    pub(crate) async fn start(party: Party, command: &[&str]) -> Result<Self, String> {
        let mut child = Command::new("taskset")
            .args(["-c", "0"])
            .args(command)
            .env("NODE_ENV", "production")
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("taskset {}: {error}", command.join(" ")))?;
        let output = child.stdout.take().ok_or("the server has no output")?;
        let mut server = Self {
            child,
            party,
            address: String::new(),
        };
        // Not on this thread: to get ready, it may ask the provider, which answers on it.
        let first = move || BufReader::new(output).lines().next();
        let line = spawn_blocking(first).await.ok().flatten();
        let line = line.and_then(Result::ok).unwrap_or_default();
        let address = line.strip_prefix("ready http://");
        let address = address.ok_or_else(|| format!("{} did not get ready", command.join(" ")))?;
        address.clone_into(&mut server.address);
        Ok(server)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
