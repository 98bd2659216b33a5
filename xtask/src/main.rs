//! The project's own commands.
//!
//! `cargo xtask demo` runs Ident with everything it talks to on this machine, `cargo xtask test`
//! runs all tests, `cargo xtask bench` measures, `cargo xtask gen` writes the generated files.
//! Nothing here is part of the product; whatever a newcomer would otherwise have to install,
//! configure or remember is programmed here instead.

mod args;
mod bench;
mod cause;
mod console;
mod demo;
mod disk;
mod fingerprint;
mod generate;
mod install;
mod package;
mod path;
mod port;
mod problem;
mod process;
mod step;
mod test;
mod ui;

use std::process::ExitCode;

use args::Task;
use problem::Outcome;

fn main() -> ExitCode {
    match args::parse(std::env::args_os().skip(1)).and_then(run) {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("\n{problem}");
            ExitCode::from(problem.exit_code())
        }
    }
}

fn run(task: Task) -> Outcome<ExitCode> {
    match task {
        Task::Demo(options) => demo::run(&options),
        Task::Test(options) => test::run(&options),
        Task::Bench(args) => bench::run(&args),
        Task::Generate { check } => generate::run(check),
        Task::Help => {
            println!("{}", args::HELP);
            Ok(ExitCode::SUCCESS)
        }
    }
}
