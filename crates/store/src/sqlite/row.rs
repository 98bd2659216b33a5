//! Rows and values in rusqlite's terms.

use ident_core::id::ActId;
use ident_core::link::Link;
use ident_core::proof::Proof;
use ident_core::time::Timestamp;
use rusqlite::types::{FromSqlError, ToSql, ToSqlOutput, Value as Owned, ValueRef};
use rusqlite::{Connection, OptionalExtension, Params, Row};
use serde::de::DeserializeOwned;

use crate::audit;
use crate::body;
use crate::step::Value;

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Absent => ToSqlOutput::Owned(Owned::Null),
            Self::Number(number) => ToSqlOutput::Owned(Owned::Integer(*number)),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Self::Name(name) => ToSqlOutput::Borrowed(ValueRef::Text(name.as_bytes())),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        })
    }
}

/// The one row that a question has as its answer, or none.
pub(super) fn find<T>(
    connection: &Connection,
    sql: &str,
    values: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Option<T>> {
    connection
        .prepare_cached(sql)?
        .query_row(values, read)
        .optional()
}

/// The records that a question has as its answers; their bodies are the first column.
pub(super) fn list<T: DeserializeOwned>(
    connection: &Connection,
    sql: &str,
    values: &[Value],
) -> rusqlite::Result<Vec<T>> {
    connection
        .prepare_cached(sql)?
        .query_map(rusqlite::params_from_iter(values), record)?
        .collect()
}

/// A record whose body is the first column.
pub(super) fn record<T: DeserializeOwned>(row: &Row<'_>) -> rusqlite::Result<T> {
    let body = row.get_ref(0)?.as_blob()?;
    body::decode(body).map_err(|error| FromSqlError::Other(Box::new(error)).into())
}

/// A proof, with the use that was noted beside its body.
pub(super) fn proof(row: &Row<'_>) -> rusqlite::Result<Proof> {
    let used_by = row.get::<_, Option<[u8; 16]>>(1)?.map(ActId::from_random);
    Ok(Proof {
        used_by,
        ..record(row)?
    })
}

/// A link, with the last use that was noted beside its body.
pub(super) fn link(row: &Row<'_>) -> rusqlite::Result<Link> {
    let last_used_at = row.get::<_, Option<i64>>(1)?.map(Timestamp::from_millis);
    Ok(Link {
        last_used_at,
        ..record(row)?
    })
}

/// A row of the audit log.
pub(super) fn audit(row: &Row<'_>) -> rusqlite::Result<audit::Row> {
    Ok(audit::Row {
        sequence: row.get(0)?,
        at: row.get(1)?,
        code: row.get(2)?,
        errand: row.get(3)?,
        way: row.get(4)?,
        flow: row.get(5)?,
        act: row.get(6)?,
        reference: row.get(7)?,
        kiosk: row.get(8)?,
        previous: row.get(9)?,
        hash: row.get(10)?,
    })
}

/// The end of the audit chain.
pub(super) fn head(row: &Row<'_>) -> rusqlite::Result<audit::Head> {
    Ok(audit::Head {
        sequence: row.get(0)?,
        hash: row.get(1)?,
    })
}

/// Executes a statement with a list of values; returns how many rows it touched.
pub(super) fn execute(
    connection: &Connection,
    sql: &str,
    values: &[Value],
) -> rusqlite::Result<usize> {
    connection
        .prepare_cached(sql)?
        .execute(rusqlite::params_from_iter(values))
}
