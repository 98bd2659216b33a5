//! `audit verify`: whether the log is what was written.

use std::path::Path;
use std::process::ExitCode;

use ident_server::adapter::database;
use ident_server::config::Config;

use super::{Outcome, print};

pub(super) fn verify(file: &Path) -> Outcome {
    let config = Config::load(file)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let broken = runtime.block_on(async {
        let store = database::open(&config.store).await?;
        Ok::<_, Box<dyn std::error::Error>>(store.broken_audit_row().await?)
    })?;
    match broken {
        None => print("The audit log is whole.\n"),
        Some(row) => {
            print(&format!(
                "The audit log was altered at or before row {row}.\n"
            ))?;
            Ok(ExitCode::FAILURE)
        }
    }
}
