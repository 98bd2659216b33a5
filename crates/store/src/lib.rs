//! The store: the domain's `Records` and `Store` on SQLite ([`Sqlite`]) and PostgreSQL
//! ([`Postgres`]).
//!
//! **Invariants**
//! - A guard is part of the statement that writes (`… AND version = …`, a unique key), so that two
//!   at once cannot both pass it, on any number of nodes.
//! - A change is applied whole or not at all, and is durable when `commit` returns.
//! - Uniqueness (person, account, one proof per flow, visit token, `state`, offer, one open act
//!   per account, one application per account and service) is the schema's, not the program's.
//! - The domain's writes become statements in one place (`step`, `recovery`); a database's
//!   module only says how statements are executed there.

mod audit;
mod body;
mod error;
mod feed;
mod key;
mod postgres;
mod reconcile;
mod recovery;
mod sqlite;
mod statement;
mod step;

pub use error::OpenError;
pub use postgres::Postgres;
pub use sqlite::{Sqlite, SqliteOptions};
