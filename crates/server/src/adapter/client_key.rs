//! Our private keys at the providers, read from their files.

use std::path::{Path, PathBuf};

use ident_core::secret::Secret;
use ident_oidc::{Alg, ClientKey};
use thiserror::Error;

use crate::config::{
    AlumniConfig, DirectoryConfig, DirectoryLogConfig, ProviderConfig, SessionsConfig, thumbprint,
};

/// Why a private key is not usable.
#[derive(Debug, Error)]
pub enum ClientKeyError {
    /// The file cannot be read.
    #[error("cannot read the private key file {}", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is not a key, or not one for the configured algorithm.
    #[error("{} must hold a PKCS#8 private key in PEM form for {algorithm}", path.display())]
    Unfit {
        /// Which file.
        path: PathBuf,
        /// What was configured.
        algorithm: &'static str,
    },
}

/// Our key at a provider.
///
/// # Errors
/// When the file cannot be read or does not hold a fitting key.
pub fn of_provider(config: &ProviderConfig) -> Result<ClientKey, ClientKeyError> {
    read(
        &config.key,
        config.algorithm,
        config.certificate_sha256.as_deref(),
    )
}

/// Our keys for the directory, one for each registration.
pub struct DirectoryKeys {
    /// For accounts, passes and passwords.
    pub main: ClientKey,
    /// For ending sessions, where that is a registration of its own.
    pub sessions: Option<ClientKey>,
    /// For reading the directory's log, where that is configured.
    pub log: Option<ClientKey>,
}

/// Our keys for the directory.
///
/// # Errors
/// When a file cannot be read or does not hold a fitting key.
pub fn of_directory(config: &DirectoryConfig) -> Result<DirectoryKeys, ClientKeyError> {
    let certificate = config.certificate_sha256.as_deref();
    let sessions =
        |own: &SessionsConfig| read(&own.key, own.algorithm, own.certificate_sha256.as_deref());
    let log =
        |own: &DirectoryLogConfig| read(&own.key, own.algorithm, own.certificate_sha256.as_deref());
    Ok(DirectoryKeys {
        main: read(&config.key, config.algorithm, certificate)?,
        sessions: config.sessions.as_ref().map(sessions).transpose()?,
        log: config.log.as_ref().map(log).transpose()?,
    })
}

/// The key that signs statements to the alumni service, where one is configured. It signs nothing
/// else.
///
/// # Errors
/// When the file cannot be read or does not hold a fitting key.
pub fn of_alumni(config: Option<&AlumniConfig>) -> Result<Option<ClientKey>, ClientKeyError> {
    config
        .map(|config| read(&config.key, Alg::Es256, None))
        .transpose()
}

fn read(path: &Path, alg: Alg, certificate: Option<&str>) -> Result<ClientKey, ClientKeyError> {
    let pem = std::fs::read_to_string(path)
        .map(Secret::new)
        .map_err(|source| ClientKeyError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
    let key = ClientKey::from_pkcs8_pem(pem.expose(), alg).map_err(|_| ClientKeyError::Unfit {
        path: path.to_owned(),
        algorithm: alg.name(),
    })?;
    Ok(match certificate.and_then(thumbprint) {
        Some(certificate) => key.with_certificate(certificate),
        None => key,
    })
}
