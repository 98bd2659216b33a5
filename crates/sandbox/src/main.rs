//! The sandbox as a program: reads the command line, serves until it is told to stop.

use std::fs;
use std::io::{self, Write};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use ident_sandbox::{Options, TokenAlgorithm, spawn};
use tokio::signal::unix::{SignalKind, signal};

/// Stand-ins for the outside services of Ident, on this machine only.
#[derive(Debug, Parser)]
struct Arguments {
    /// Folder of keys that outlive the program.
    #[arg(long)]
    data: PathBuf,
    /// Address to listen on and to give out.
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// Port of the portal and the Digital Agency OP.
    #[arg(long, default_value_t = 7441)]
    port: u16,
    /// Port of the UTokyo Account OP and Graph.
    #[arg(long, default_value_t = 7442)]
    account_port: u16,
    /// Port of the mail server; by default the one after the account port, or a free one when that
    /// is taken.
    #[arg(long)]
    smtp_port: Option<u16>,
    /// Secret that the archive desk asks for.
    #[arg(long, default_value = "sandbox-archive-token")]
    archive_token: String,
    /// Public address of Ident.
    #[arg(long, default_value = "http://localhost:7440")]
    ident_url: String,
    /// File of Ident's public keys for the Digital Agency OP (JWK set).
    #[arg(long)]
    digital_id_client_jwks: PathBuf,
    /// File of Ident's public keys for the UTokyo Account OP (JWK set).
    #[arg(long)]
    utokyo_client_jwks: PathBuf,
    /// Algorithm of the Digital Agency OP's ID tokens.
    #[arg(long, value_enum, default_value_t = Alg::Es256, ignore_case = true)]
    digital_id_alg: Alg,
    /// Form of the log on stderr.
    #[arg(long, value_enum, default_value_t = Log::Text)]
    log: Log,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Alg {
    Es256,
    Rs256,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Log {
    Text,
    Json,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let log = tracing_subscriber::fmt().with_writer(io::stderr);
    match arguments.log {
        Log::Text => log.init(),
        Log::Json => log.json().init(),
    }
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "sandbox.failed");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let options = Options {
        data_dir: Some(arguments.data),
        host: arguments.host,
        port: arguments.port,
        account_port: arguments.account_port,
        smtp_port: arguments.smtp_port,
        archive_token: arguments.archive_token,
        ident_url: arguments.ident_url,
        digital_id_client_jwks: key_set(&arguments.digital_id_client_jwks)?,
        utokyo_client_jwks: key_set(&arguments.utokyo_client_jwks)?,
        digital_id_alg: match arguments.digital_id_alg {
            Alg::Es256 => TokenAlgorithm::Es256,
            Alg::Rs256 => TokenAlgorithm::Rs256,
        },
        ..Options::default()
    };
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let running = spawn(options).await?;
    writeln!(io::stdout(), "ready {}", running.portal_url)?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    running.stop().await;
    Ok(())
}

fn key_set(path: &Path) -> Result<serde_json::Value, String> {
    let text = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", path.display()))
}
