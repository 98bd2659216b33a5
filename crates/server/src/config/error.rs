//! What can be wrong with a configuration.

use std::path::PathBuf;

use thiserror::Error;

/// Why the configuration is not usable.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration file {}", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is not TOML of the agreed form; the source names line and key.
    #[error("{}: {source}", path.display())]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// A value is of the right type and still not acceptable.
    #[error("{}: {fault}", path.display())]
    Refused {
        /// Which file.
        path: PathBuf,
        /// Which key, and what is expected.
        fault: Fault,
    },
}

/// A key whose value is not acceptable.
#[derive(Debug, PartialEq, Eq, Error)]
#[error("key `{key}`: expected {expected}")]
pub struct Fault {
    /// The key, dotted.
    pub key: String,
    /// What it should be.
    pub expected: String,
}

impl Fault {
    pub(super) fn new(key: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            expected: expected.into(),
        }
    }
}
