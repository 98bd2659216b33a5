//! The program with its failpoints, for the tests that kill it. It stands beside the real one, so
//! that nobody takes it for that.

#[path = "cli/mod.rs"]
mod cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::run()
}
