//! Ending a transaction, and finding out how it ended when the connection breaks meanwhile.

use std::time::Duration;

use deadpool_postgres::{Pool, Transaction};

use super::Fault;

/// How often the database is asked how a transaction ended.
const ASKS: u32 = 10;
/// The pause between two of these questions.
const PAUSE: Duration = Duration::from_millis(500);

const WHICH: &str = "SELECT pg_current_xact_id()::text";
const HOW: &str = "SELECT pg_xact_status($1::text::xid8)";

/// The number of a transaction, by which its end can be asked for.
pub(super) async fn which(open: &Transaction<'_>) -> Result<String, Fault> {
    let sql = open.prepare_cached(WHICH).await?;
    Ok(open.query_one(&sql, &[]).await?.try_get(0)?)
}

/// Commits. A broken connection does not say whether the commit was done; the database does, once
/// it can be reached again.
pub(super) async fn commit(open: Transaction<'_>, which: &str, pool: &Pool) -> Result<(), Fault> {
    match open.commit().await {
        Ok(()) => Ok(()),
        // An answer, if not the one hoped for: nothing was done.
        Err(error) if error.as_db_error().is_some() && !error.is_closed() => Err(error.into()),
        Err(error) => find_out(pool, which)
            .await?
            .then_some(())
            .ok_or(error.into()),
    }
}

/// Whether the transaction was committed.
async fn find_out(pool: &Pool, which: &str) -> Result<bool, Fault> {
    for _ in 0..ASKS {
        match ask(pool, which).await.as_deref() {
            Ok("committed") => return Ok(true),
            Ok("aborted") => return Ok(false),
            // Still in progress, or the database cannot be reached yet.
            _ => tokio::time::sleep(PAUSE).await,
        }
    }
    Err(Fault::Unknown)
}

async fn ask(pool: &Pool, which: &str) -> Result<String, Fault> {
    let client = pool.get().await?;
    let row = client.query_one(HOW, &[&which]).await?;
    Ok(row.try_get::<_, Option<String>>(0)?.unwrap_or_default())
}
