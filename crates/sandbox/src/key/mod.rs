//! Keys: what the sandbox signs with, what its clients registered, and where they are kept.

mod client;
mod ring;
mod signing;
mod vault;

pub(crate) use client::{ClientKey, read_client_keys};
pub(crate) use ring::{Extras, KeyRing};
pub(crate) use signing::{Algorithm, SigningKey};
pub(crate) use vault::Vault;

/// Why a key cannot be used or kept.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Reading or writing the data folder failed.
    #[error("{path}: {source}")]
    File {
        /// The file or folder.
        path: std::path::PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A stored key is not what it should be.
    #[error("a stored key cannot be read")]
    Malformed,
    /// The cryptographic library refused.
    #[error("a key could not be made")]
    Refused,
}
