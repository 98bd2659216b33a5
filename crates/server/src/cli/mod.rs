//! The command line.

mod audit;
mod check;
mod directory;
mod failure_codes;
mod keygen;
mod log;
mod serve;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use ident_oidc::Alg;

/// The backend of Ident.
#[derive(Parser)]
#[command(name = "ident-server", version, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// The configuration file; the server is started with it.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Check the configuration and the files it names, and print what is in effect.
    Check(Configured),
    /// Make the server's own keys and its keys at the two providers.
    Keygen {
        /// The folder for the files; it is made if need be.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// How the server will sign at the providers.
        #[arg(long, default_value = "ES256", value_parser = algorithm)]
        alg: Alg,
    },
    /// Hold the directory's credential, for the server that starts this or connects to its socket.
    Directory(Configured),
    /// Print the OpenAPI document.
    Openapi,
    /// Print docs/FAILURE-CODES.md.
    FailureCodes,
    /// Work with the audit log.
    #[command(subcommand)]
    Audit(Audit),
}

#[derive(Subcommand)]
enum Audit {
    /// Check that no row was removed or altered.
    Verify(Configured),
}

#[derive(Args)]
struct Configured {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

/// Any reason not to go on, in words for an operator.
type Outcome = Result<ExitCode, Box<dyn Error>>;

/// Does what the command line says.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match (cli.command, cli.config) {
        (Some(Command::Check(file)), _) => check::run(&file.config),
        (Some(Command::Keygen { out, alg }), _) => keygen::run(&out, alg),
        (Some(Command::Directory(file)), _) => directory::run(&file.config),
        (Some(Command::Openapi), _) => print(&ident_server::http::openapi::text()),
        (Some(Command::FailureCodes), _) => failure_codes::text().and_then(|text| print(&text)),
        (Some(Command::Audit(Audit::Verify(file))), _) => audit::verify(&file.config),
        (None, Some(file)) => serve::run(&file),
        (None, None) => Err("--config FILE is missing; --help says more".into()),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("ident-server: {}", chain(error.as_ref()));
        ExitCode::FAILURE
    })
}

fn algorithm(name: &str) -> Result<Alg, &'static str> {
    Alg::parse(name).ok_or("ES256, RS256 or PS256")
}

/// An error with all its causes; one that its source repeats is said once.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !text.contains(&words) {
            text = format!("{text}: {words}");
        }
        cause = error.source();
    }
    text
}

fn print(text: &str) -> Outcome {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
        let parsed = |words: &[&str]| {
            let words = std::iter::once("ident-server").chain(words.iter().copied());
            Cli::try_parse_from(words).is_ok()
        };
        assert!(parsed(&["--config", "a.toml"]));
        assert!(parsed(&["check", "--config", "a.toml"]));
        assert!(parsed(&["keygen", "--out", "keys", "--alg", "RS256"]));
        assert!(parsed(&["audit", "verify", "--config", "a.toml"]));
        assert!(!parsed(&["keygen", "--out", "keys", "--alg", "HS256"]));
        assert!(!parsed(&["check"]));
    }
}
