//! The virtual reader as a program: a page to put cards on it, or a long measurement of the helper.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};
use ident_virtual_reader::soak;

/// Card readers that are not there.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
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
        Task::Soak {
            minutes,
            reader,
            helper,
        } => measure(minutes, reader, helper),
    }
}

fn measure(minutes: u64, reader: Kind, helper: Option<PathBuf>) -> io::Result<ExitCode> {
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
    writeln!(io::stdout(), "{outcome}")?;
    Ok(if outcome.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
