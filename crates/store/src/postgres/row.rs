//! Rows and values in tokio-postgres' terms.

use ident_core::id::ActId;
use ident_core::link::Link;
use ident_core::proof::Proof;
use ident_core::time::Timestamp;
use serde::de::DeserializeOwned;
use tokio_postgres::Row;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::Fault;
use crate::audit;
use crate::body;
use crate::step::Value;

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Absent => Ok(IsNull::Yes),
            Self::Number(number) => number.to_sql(kind, out),
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
            Self::Name(name) => name.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::BYTEA, Type::TEXT].contains(kind)
    }

    to_sql_checked!();
}

/// Values as the driver takes them.
pub(super) fn values(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as _).collect()
}

/// A record whose body is the first column.
pub(super) fn record<T: DeserializeOwned>(row: &Row) -> Result<T, Fault> {
    Ok(body::decode(row.try_get(0)?)?)
}

/// A proof, with the use that was noted beside its body.
pub(super) fn proof(row: &Row) -> Result<Proof, Fault> {
    let used_by = row.try_get::<_, Option<&[u8]>>(1)?.map(sized).transpose()?;
    Ok(Proof {
        used_by: used_by.map(ActId::from_random),
        ..record(row)?
    })
}

/// A link, with the last use that was noted beside its body.
pub(super) fn link(row: &Row) -> Result<Link, Fault> {
    let last_used_at = row
        .try_get::<_, Option<i64>>(1)?
        .map(Timestamp::from_millis);
    Ok(Link {
        last_used_at,
        ..record(row)?
    })
}

/// A row of the audit log.
pub(super) fn audit(row: &Row) -> Result<audit::Row, Fault> {
    Ok(audit::Row {
        sequence: row.try_get(0)?,
        at: row.try_get(1)?,
        code: row.try_get(2)?,
        errand: row.try_get(3)?,
        way: row.try_get(4)?,
        flow: row.try_get(5)?,
        act: row.try_get(6)?,
        reference: row.try_get(7)?,
        kiosk: row.try_get(8)?,
        previous: row.try_get(9)?,
        hash: row.try_get(10)?,
    })
}

/// The end of the audit chain.
pub(super) fn head(row: &Row) -> Result<audit::Head, Fault> {
    Ok(audit::Head {
        sequence: row.try_get(0)?,
        hash: sized(row.try_get(1)?)?,
    })
}

fn sized<const N: usize>(bytes: &[u8]) -> Result<[u8; N], Fault> {
    bytes.try_into().map_err(|_| Fault::Shape)
}
