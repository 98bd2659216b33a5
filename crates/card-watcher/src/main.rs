//! The helper process that speaks with card readers.
//!
//! It says one of six words on its standard output (`ident_card::line`) and nothing else,
//! anywhere. It ends when its standard input closes. The libraries that it calls are C; what they
//! print is thrown away before the first call, and no core file of it is ever written.

#[cfg(all(feature = "board", target_os = "linux"))]
mod board;
mod outlet;
mod pcsc;
mod quiet;
mod select;
mod settings;

use std::process::ExitCode;

use clap::Parser;

use outlet::Outlet;
use settings::{Arguments, Reader, Settings};

fn main() -> ExitCode {
    let settings = match Settings::from(Arguments::parse()) {
        Ok(settings) => settings,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    let Ok(mut outlet) = quiet::be_quiet().and_then(|()| Outlet::open()) else {
        return ExitCode::FAILURE;
    };
    match &settings.reader {
        Reader::Pcsc => pcsc::watch(&settings, &mut outlet),
        #[cfg(all(feature = "board", target_os = "linux"))]
        Reader::Board(name) => board::watch(name, &settings, &mut outlet),
    }
    ExitCode::SUCCESS
}
