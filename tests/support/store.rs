//! What the database holds, read past the server.

use std::fmt::Write as _;
use std::path::Path;

use ident_core::id::FlowId;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

/// A row of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The event's code.
    pub code: String,
    /// The errand.
    pub errand: Option<String>,
    /// The way.
    pub way: Option<String>,
    /// The flow, as its id reads.
    pub flow: Option<String>,
    /// The reference that the person was shown.
    pub reference: Option<String>,
    /// The kiosk, as its id reads.
    pub kiosk: Option<String>,
}

/// The audit log, oldest row first.
#[derive(Clone, Debug)]
pub struct Audit(pub Vec<Row>);

impl Audit {
    pub(crate) fn read(path: &Path) -> Self {
        let open = open(path);
        let sql = "SELECT code, errand, way, flow, reference, kiosk FROM audit ORDER BY sequence";
        let mut rows = open.prepare(sql).expect("the audit log");
        let rows = rows.query_map([], |row| {
            Ok(Row {
                code: row.get(0)?,
                errand: row.get(1)?,
                way: row.get(2)?,
                flow: id(row, 3)?,
                reference: row.get(4)?,
                kiosk: id(row, 5)?,
            })
        });
        Self(rows.expect("rows").map(|row| row.expect("a row")).collect())
    }

    /// The codes of all rows.
    pub fn codes(&self) -> Vec<&str> {
        self.0.iter().map(|row| row.code.as_str()).collect()
    }

    /// How many rows have this code.
    pub fn count(&self, code: &str) -> usize {
        self.0.iter().filter(|row| row.code == code).count()
    }

    /// The one row with this code.
    pub fn one(&self, code: &str) -> &Row {
        assert_eq!(self.count(code), 1, "one {code} in {:?}", self.codes());
        let mut rows = self.0.iter();
        rows.find(|row| row.code == code).expect("just counted")
    }
}

/// An identifier as it reads; all identifiers share one form.
fn id(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Option<String>> {
    let bytes: Option<[u8; 16]> = row.get(column)?;
    Ok(bytes.map(|bytes| FlowId::from_random(bytes).to_string()))
}

fn open(path: &Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the database")
}

/// How many rows a table has.
pub(crate) fn count(path: &Path, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    open(path)
        .query_row(&sql, [], |row| row.get(0))
        .expect("a number")
}

/// Everything in these tables, as text.
pub(crate) fn dump(path: &Path, tables: &[&str]) -> String {
    let open = open(path);
    let mut text = String::new();
    for table in tables {
        let mut rows = open
            .prepare(&format!("SELECT * FROM {table} ORDER BY 1"))
            .expect("a table");
        let columns = rows.column_count();
        let mut rows = rows.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            let _ = write!(text, "\n{table}");
            for column in 0..columns {
                let _ = write!(text, "|{}", shown(row.get_ref(column).expect("a value")));
            }
        }
    }
    text
}

fn shown(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        ValueRef::Blob(bytes) => bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        }),
    }
}
