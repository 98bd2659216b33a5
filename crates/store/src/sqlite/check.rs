//! Checking the audit chain from its beginning to its end.

use std::path::Path;

use rusqlite::Connection;

use super::{open, row};
use crate::audit::{Head, Page};
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
    loop {
        match next_page(&moment, &mut head)? {
            Page::Whole => {}
            Page::Broken => return Ok(Some(head.sequence.unsigned_abs())),
            Page::End => return Ok(head.differs_from(&end)),
        }
    }
}

/// Follows one page of rows.
fn next_page(moment: &Connection, head: &mut Head) -> rusqlite::Result<Page> {
    let mut ask = moment.prepare_cached(statement::AUDIT_ROWS)?;
    let mut rows = ask.query((head.sequence, PAGE))?;
    let mut page = Page::End;
    while let Some(found) = rows.next()? {
        page = Page::Whole;
        if !row::audit(found)?.follows(head) {
            return Ok(Page::Broken);
        }
    }
    Ok(page)
}
