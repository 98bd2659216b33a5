//! The program: what the command line asks for, done with the library.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
