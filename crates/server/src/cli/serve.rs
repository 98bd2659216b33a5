//! The server itself, from its configuration to its last answer.

use std::net::SocketAddr;
use std::num::NonZero;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use ident_server::config::{Config, Mode};
use ident_server::listen::{Caps, serve_within};
use ident_server::state::App;
use ident_server::{http, task};
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio_util::sync::CancellationToken;

use super::{Outcome, log, print};

#[derive(Debug, Error)]
#[error("cannot listen at {address}")]
struct NoPort {
    address: SocketAddr,
    #[source]
    source: std::io::Error,
}

pub(super) fn run(file: &Path) -> Outcome {
    let config = Config::load(file)?;
    let _lines = log::start(&config.log);
    runtime()?.block_on(serve(config, file))
}

/// On a single core, threads that hand work to one another only cost time.
fn runtime() -> std::io::Result<Runtime> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let mut builder = if cores == 1 {
        Builder::new_current_thread()
    } else {
        Builder::new_multi_thread()
    };
    builder.enable_all().build()
}

async fn serve(config: Config, file: &Path) -> Outcome {
    if config.mode == Mode::Sandbox {
        tracing::warn!("sandbox mode: practice services, no real identities");
    }
    let address = config.listen;
    let caps = Caps {
        connections: config.limits.connections,
        ..Caps::default()
    };
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| NoPort { address, source })?;
    let app = App::build(config, file).await?;
    let end = CancellationToken::new();
    let mut tasks = task::spawn(&app, &end);
    let router = http::router(&app);
    print(&format!("ready http://{}\n", listener.local_addr()?))?;
    serve_within(caps, listener, router, told_to_stop()).await;
    end.cancel();
    while tasks.join_next().await.is_some() {}
    tracing::info!(holders = Arc::strong_count(&app), "stopped");
    Ok(ExitCode::SUCCESS)
}

#[cfg(unix)]
async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminate => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn told_to_stop() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
