//! Opens the database that the configuration names.

use std::path::Path;
use std::sync::Arc;

use ident_core::port::Store;
use ident_store::{OpenError, Postgres, Sqlite};
use thiserror::Error;

use crate::config::StoreConfig;

/// Why the database is not usable.
#[derive(Debug, Error)]
pub enum DatabaseError {
    /// It cannot be opened.
    #[error("the database cannot be opened")]
    Open(#[from] OpenError),
    /// The file with its password cannot be read.
    #[error("the file in store.password_file cannot be read")]
    Password(#[source] std::io::Error),
}

/// Opens the database, or makes it, and brings its schema up to date.
///
/// # Errors
/// Says in words what is wrong.
pub async fn open(config: &StoreConfig) -> Result<Arc<dyn Store>, DatabaseError> {
    let connection = config.connection().map_err(DatabaseError::Password)?;
    Ok(match connection.expose().strip_prefix("sqlite:") {
        Some(path) => Arc::new(Sqlite::open(Path::new(path))?),
        None => Arc::new(Postgres::connect(connection.expose()).await?),
    })
}
