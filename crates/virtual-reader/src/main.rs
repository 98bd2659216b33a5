//! The virtual reader as a program: a page to put cards on it, or a long measurement of the helper.

use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};
use ident_virtual_reader::{Card, Pad, Pn532, Slot, control, soak};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// Card readers that are not there.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Plays a reader until it is told to end (Ctrl-C), with a page to put cards on it.
    Serve {
        /// Port of the page, on the loopback address; 0 takes a free one.
        #[arg(long, default_value_t = 7445)]
        port: u16,
        /// Where the board's serial port appears; the path must not contain a colon.
        #[arg(long)]
        link: PathBuf,
        /// The card lies there from the beginning.
        #[arg(long, value_parser = card)]
        card: Option<Card>,
        /// Also puts the card into the virtual reader (vsmartcard-vpcd) that listens here.
        #[arg(long, value_name = "ADDRESS")]
        vpcd: Option<SocketAddr>,
    },
    /// Measures the helper while cards come and go.
    Soak {
        /// How long, after a first minute.
        #[arg(long, default_value_t = 60)]
        minutes: u64,
        /// Which reader the helper has.
        #[arg(long, value_enum, default_value_t = Kind::Board)]
        reader: Kind,
        /// The helper's program; by default the one that was built with this.
        #[arg(long)]
        helper: Option<PathBuf>,
        /// Figures for a program.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Board,
    Pcsc,
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> io::Result<ExitCode> {
    match task {
        Task::Serve {
            port,
            link,
            card,
            vpcd,
        } => {
            let pad = Pad::new();
            if let Some(card) = card {
                pad.put(card);
            }
            serve(&pad, port, &link, vpcd).map(|()| ExitCode::SUCCESS)
        }
        Task::Soak {
            minutes,
            reader,
            helper,
            json,
        } => measure(minutes, reader, helper, json),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn serve(pad: &Pad, port: u16, link: &Path, vpcd: Option<SocketAddr>) -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let chip = Pn532::start(pad, link)?;
    let _slot = vpcd.map(|address| Slot::start(pad, address)).transpose()?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    writeln!(
        io::stdout(),
        "ready http://{}/ {}",
        listener.local_addr()?,
        chip.connection()
    )?;
    // A page that is open asks again and again; it is not waited for.
    tokio::select! {
        served = axum::serve(listener, control::routes(pad.clone())) => served,
        _ = terminate.recv() => Ok(()),
        _ = interrupt.recv() => Ok(()),
    }
}

fn card(name: &str) -> Result<Card, String> {
    let names = || Card::ALL.map(Card::name).join(", ");
    let found = Card::ALL.into_iter().find(|card| card.name() == name);
    found.ok_or_else(|| format!("one of {}", names()))
}

fn measure(
    minutes: u64,
    reader: Kind,
    helper: Option<PathBuf>,
    json: bool,
) -> io::Result<ExitCode> {
    let beside = soak::helper_beside(&std::env::current_exe()?);
    let plan = soak::Plan {
        helper: helper.unwrap_or(beside),
        kind: match reader {
            Kind::Board => soak::Kind::Board,
            Kind::Pcsc => soak::Kind::Pcsc,
        },
        length: Duration::from_secs(minutes * 60),
    };
    let outcome = soak::run(&plan, |cost| {
        eprintln!(
            "{} ms, {} KiB, {} files",
            cost.processor.as_millis(),
            cost.memory,
            cost.files
        );
    })?;
    if json {
        writeln!(io::stdout(), "{}", outcome.json())?;
    } else {
        writeln!(io::stdout(), "{outcome}")?;
    }
    Ok(if outcome.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
