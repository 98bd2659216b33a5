//! Checking the audit chain from its beginning to its end.

use std::path::Path;

use rusqlite::Connection;

use super::{open, row};
use crate::audit::Head;
use crate::statement;

/// How many rows are read at a time.
const PAGE: i64 = 1_024;

/// The number of the first row that does not follow from the one before it, is missing, or is
/// more than the end of the chain says. On a connection of its own: it takes long.
pub(super) fn broken_audit_row(path: &Path) -> rusqlite::Result<Option<u64>> {
    let mut connection = open::reader(path)?;
    // One transaction, so that all is read as of one moment.
    let moment = connection.transaction()?;
    let end = moment.query_row(statement::AUDIT_HEAD, (), row::head)?;
    let mut head = Head::GENESIS;
    while let Some(broken) = next_page(&moment, &mut head)? {
        if let Some(sequence) = broken {
            return Ok(Some(sequence.unsigned_abs()));
        }
    }
    Ok(head.differs_from(&end))
}

/// Follows one page of rows. `None` after the last; otherwise the first broken row, if any.
fn next_page(moment: &Connection, head: &mut Head) -> rusqlite::Result<Option<Option<i64>>> {
    let mut ask = moment.prepare_cached(statement::AUDIT_ROWS)?;
    let mut rows = ask.query((head.sequence, PAGE))?;
    let mut seen = false;
    while let Some(found) = rows.next()? {
        seen = true;
        if !row::audit(found)?.follows(head) {
            return Ok(Some(Some(head.sequence)));
        }
    }
    Ok(seen.then_some(None))
}
