//! What is logged, and how.

use serde::Deserialize;
use tracing_subscriber::EnvFilter;

use super::error::Fault;

/// What is logged, and how.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogConfig {
    /// The form of a line.
    pub format: LogFormat,
    /// Which events, in the notation of `tracing` (`info,ident_server=debug`).
    pub filter: String,
}

/// The form of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self {
            format: LogFormat::Text,
            filter: "info".to_owned(),
        }
    }
}

impl LogConfig {
    pub(super) fn checked(self) -> Result<Self, Fault> {
        if EnvFilter::try_new(&self.filter).is_err() {
            return Err(Fault::new(
                "log.filter",
                "directives such as info,ident_server=debug",
            ));
        }
        Ok(self)
    }
}
