//! Checking the audit chain from its beginning to its end.

use deadpool_postgres::{Pool, Transaction};
use tokio_postgres::IsolationLevel;

use super::{Fault, row};
use crate::audit::{Head, Page};
use crate::statement;

/// How many rows are read at a time.
const PAGE: i64 = 1_024;

/// The number of the first row that does not follow from the one before it, is missing, or is
/// more than the end of the chain says.
pub(super) async fn broken_audit_row(pool: &Pool) -> Result<Option<u64>, Fault> {
    let mut client = pool.get().await?;
    // One snapshot, so that all is read as of one moment.
    let isolation = IsolationLevel::RepeatableRead;
    let snapshot = client
        .build_transaction()
        .isolation_level(isolation)
        .read_only(true);
    let moment = snapshot.start().await?;
    let end = row::head(&moment.query_one(statement::AUDIT_HEAD, &[]).await?)?;
    let mut head = Head::GENESIS;
    loop {
        match next_page(&moment, &mut head).await? {
            Page::Whole => {}
            Page::Broken => return Ok(Some(head.sequence.unsigned_abs())),
            Page::End => return Ok(head.differs_from(&end)),
        }
    }
}

/// Follows one page of rows.
async fn next_page(moment: &Transaction<'_>, head: &mut Head) -> Result<Page, Fault> {
    let sql = moment.prepare_cached(statement::AUDIT_ROWS).await?;
    let rows = moment.query(&sql, &[&head.sequence, &PAGE]).await?;
    for found in &rows {
        if !row::audit(found)?.follows(head) {
            return Ok(Page::Broken);
        }
    }
    Ok(if rows.is_empty() {
        Page::End
    } else {
        Page::Whole
    })
}
