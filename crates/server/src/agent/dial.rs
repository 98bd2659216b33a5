//! How the process with the credential is reached.

use std::future::Future;
use std::io::Result;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream as Pair;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use tokio::net::UnixStream;

type Stream = Pin<Box<dyn Future<Output = Result<UnixStream>> + Send>>;

/// Makes a stream to it.
#[derive(Clone)]
pub struct Dial(Arc<dyn Fn() -> Stream + Send + Sync>);

impl Dial {
    /// By whatever makes one.
    pub fn by<F, T>(make: F) -> Self
    where
        F: Fn() -> T + Send + Sync + 'static,
        T: Future<Output = Result<UnixStream>> + Send + 'static,
    {
        Self(Arc::new(move || Box::pin(make())))
    }

    /// One that listens at a socket, under a user of its own.
    pub fn socket(path: &Path) -> Self {
        let path = path.to_owned();
        Self::by(move || UnixStream::connect(path.clone()))
    }

    /// A child of this process, started anew each time: the same program with the same
    /// configuration, and nothing of this process's environment but what loads a program. It ends
    /// when this process does, because its standard input ends then.
    pub fn child(config: &Path) -> Self {
        let config = config.to_owned();
        Self::by(move || {
            let started = start(&config);
            async move { started }
        })
    }

    pub(super) async fn stream(&self) -> Result<UnixStream> {
        (self.0)().await
    }
}

fn start(config: &Path) -> Result<UnixStream> {
    let (ours, theirs) = Pair::pair()?;
    let mut command = Command::new(program()?);
    command
        .arg0("ident-directory")
        .arg("directory")
        .arg("--config")
        .arg(config)
        .env_clear()
        .stdin(Stdio::from(OwnedFd::from(theirs)))
        .stdout(Stdio::null());
    for name in [
        "PATH",
        "LD_LIBRARY_PATH",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "RUST_BACKTRACE",
    ] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    let child = command.spawn()?;
    std::thread::spawn(move || bury(child));
    ours.set_nonblocking(true)?;
    UnixStream::from_std(ours)
}

/// This very program, also when its file was replaced meanwhile.
fn program() -> Result<PathBuf> {
    let own = PathBuf::from("/proc/self/exe");
    if own.exists() {
        return Ok(own);
    }
    std::env::current_exe()
}

/// Waits for its end, so that nothing is left of it.
fn bury(mut child: Child) {
    let status = child.wait();
    let status = status.map_or_else(|error| error.to_string(), |status| status.to_string());
    tracing::warn!(status, "agent.ended");
}

impl std::fmt::Debug for Dial {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Dial")
    }
}
