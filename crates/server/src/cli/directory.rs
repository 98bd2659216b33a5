//! `directory`: the process that holds the directory's credential.
//!
//! Started by the server, it speaks on its standard input, which is a socket, and ends with it.
//! Where `directory.agent.socket` is configured it listens there, and whoever may connect is a
//! matter of that file's folder.

use std::io::Error;
use std::os::fd::AsFd;
use std::path::Path;
use std::process::ExitCode;

use ident_server::adapter::client_key;
use ident_server::adapter::graph::{Calls, Graph};
use ident_server::agent::serve;
use ident_server::clock::Clock;
use ident_server::config::Config;
use ident_server::entropy::Entropy;
use tokio::net::{UnixListener, UnixStream};
use tokio::signal::unix::{SignalKind, signal};

use super::{Outcome, log};

pub(super) fn run(file: &Path) -> Outcome {
    shut_off()?;
    let config = Config::load(file)?;
    let _lines = log::start(&config.log);
    // Said at once, not when the first server comes.
    client_key::of_directory(&config.directory)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match &config.directory.agent {
            None => child(&config).await,
            Some(agent) => alone(&config, &agent.socket).await,
        }
    })?;
    Ok(ExitCode::SUCCESS)
}

/// No other process of this user reads this one's memory (prctl(2), `PR_SET_DUMPABLE`), no dump of
/// it is written, and no program that it might start gets more rights than it has.
#[cfg(target_os = "linux")]
fn shut_off() -> Result<(), Error> {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    rustix::thread::set_no_new_privs(true)?;
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn shut_off() -> Result<(), Error> {
    Ok(())
}

/// With the keys as they are in their files now.
fn graph(config: &Config, calls: Calls) -> Result<Graph, Error> {
    let keys = client_key::of_directory(&config.directory).map_err(Error::other)?;
    let parts = (Clock::system(), Entropy);
    Graph::new(&config.directory, &config.tenant, keys, parts, calls)
        .map_err(|refusal| Error::other(refusal.code()))
}

/// Signals are the server's: it ends what is under way, and then this.
async fn child(config: &Config) -> Result<(), Error> {
    let (_interrupt, _terminate) = (
        signal(SignalKind::interrupt())?,
        signal(SignalKind::terminate())?,
    );
    let input = std::io::stdin().as_fd().try_clone_to_owned()?;
    let stream = std::os::unix::net::UnixStream::from(input);
    // Anything but a socket has no peer.
    stream.peer_addr()?;
    stream.set_nonblocking(true)?;
    let stream = UnixStream::from_std(stream)?;
    serve(stream, |calls| graph(config, calls)).await
}

async fn alone(config: &Config, socket: &Path) -> Result<(), Error> {
    let listener = listen(socket)?;
    super::print(&format!("ready {}\n", socket.display())).map_err(|_| Error::last_os_error())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    loop {
        let (stream, _) = tokio::select! {
            accepted = listener.accept() => accepted?,
            _ = terminate.recv() => return Ok(()),
            _ = interrupt.recv() => return Ok(()),
        };
        let config = config.clone();
        tokio::spawn(async move {
            let served = serve(stream, |calls| graph(&config, calls)).await;
            tracing::warn!(error = ?served.err(), "agent.server_gone");
        });
    }
}

/// A socket that is left of an earlier process is taken away; one at which somebody listens is not.
fn listen(socket: &Path) -> Result<UnixListener, Error> {
    use std::os::unix::fs::PermissionsExt;
    if std::os::unix::net::UnixStream::connect(socket).is_ok() {
        return Err(std::io::ErrorKind::AddrInUse.into());
    }
    match std::fs::remove_file(socket) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(socket)?;
    std::fs::set_permissions(socket, std::fs::Permissions::from_mode(0o660))?;
    Ok(listener)
}
