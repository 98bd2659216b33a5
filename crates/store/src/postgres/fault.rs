//! What can go wrong between this program and PostgreSQL.

use deadpool_postgres::PoolError;
use thiserror::Error;
use tokio_postgres::error::SqlState;

use crate::body::BodyError;

/// A question or a change that did not come through.
#[derive(Debug, Error)]
pub(super) enum Fault {
    /// No connection could be had.
    #[error("no connection to the database")]
    Pool(#[from] PoolError),
    /// The database refused, or the connection broke.
    #[error("the database did not do as it was told")]
    Database(#[from] tokio_postgres::Error),
    /// A record cannot be read or written.
    #[error(transparent)]
    Body(#[from] BodyError),
    /// A column has another length than it should.
    #[error("a key in the database has the wrong length")]
    Shape,
    /// The connection broke while a transaction was ending, and nobody could be asked how.
    #[error("the outcome of a transaction is not known")]
    Unknown,
}

impl Fault {
    /// The code by which PostgreSQL names the cause. The message itself may hold keys.
    pub(super) fn code(&self) -> Option<&SqlState> {
        match self {
            Self::Database(error) | Self::Pool(PoolError::Backend(error)) => error.code(),
            _ => None,
        }
    }

    /// Whether two changes were in each other's way and one had to give in: it may try again.
    pub(super) fn is_collision(&self) -> bool {
        let collisions = [
            &SqlState::T_R_DEADLOCK_DETECTED,
            &SqlState::T_R_SERIALIZATION_FAILURE,
        ];
        self.code().is_some_and(|code| collisions.contains(&code))
    }

    /// Notes the cause for the operator; the caller learns only that there is no answer.
    pub(super) fn note(&self) {
        tracing::error!(code = ?self.code().map(SqlState::code), "{self}");
    }
}
