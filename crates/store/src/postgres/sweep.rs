//! Removing what is too old, in batches; several nodes may do it at once.

use deadpool_postgres::Pool;
use ident_core::port::Retention;
use ident_core::time::Timestamp;

use super::Fault;

/// How many records of a kind one statement removes. Each statement scans anew.
const BATCH: i64 = 2_048;

const FLOWS: &str = "\
    WITH old AS (SELECT id FROM flow WHERE deadline < $1 LIMIT $2 FOR UPDATE SKIP LOCKED), \
    flows AS (DELETE FROM flow USING old WHERE flow.id = old.id RETURNING 1), \
    proofs AS (DELETE FROM proof USING old WHERE proof.flow = old.id RETURNING 1) \
    SELECT (SELECT count(*) FROM flows) + (SELECT count(*) FROM proofs)";
const VISITS: &str = "\
    WITH old AS (SELECT id FROM visit WHERE seen_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED), \
    visits AS (DELETE FROM visit USING old WHERE visit.id = old.id RETURNING 1) \
    SELECT count(*) FROM visits";
const TALLIES: &str = "\
    WITH old AS (SELECT window_start, kind, who FROM tally WHERE window_start < $1 LIMIT $2 \
                 FOR UPDATE SKIP LOCKED), \
    tallies AS (DELETE FROM tally USING old WHERE tally.window_start = old.window_start \
                AND tally.kind = old.kind AND tally.who = old.who RETURNING 1) \
    SELECT count(*) FROM tallies";
const ACTS: &str = "\
    WITH old AS (SELECT id FROM act WHERE open = 0 AND asked_at < $1 LIMIT $2 \
                 FOR UPDATE SKIP LOCKED), \
    gone AS (DELETE FROM act USING old WHERE act.id = old.id RETURNING 1) \
    SELECT count(*) FROM gone";
const ENTRIES: &str = "\
    WITH old AS (SELECT id FROM entry WHERE at < $1 LIMIT $2 \
                 FOR UPDATE SKIP LOCKED), \
    gone AS (DELETE FROM entry USING old WHERE entry.id = old.id RETURNING 1) \
    SELECT count(*) FROM gone";
const MAILS: &str = "\
    WITH old AS (SELECT id FROM mail WHERE ended = 1 AND queued_at < $1 LIMIT $2 \
                 FOR UPDATE SKIP LOCKED), \
    gone AS (DELETE FROM mail USING old WHERE mail.id = old.id RETURNING 1) \
    SELECT count(*) FROM gone";
const CONTACTS: &str = "\
    WITH old AS (SELECT id FROM contact WHERE removed_at < $1 LIMIT $2 \
                 FOR UPDATE SKIP LOCKED), \
    gone AS (DELETE FROM contact USING old WHERE contact.id = old.id RETURNING 1) \
    SELECT count(*) FROM gone";
const CASES: &str = "\
    WITH old AS (SELECT id FROM rescue_case WHERE open = 0 AND applied_at < $1 LIMIT $2 \
                 FOR UPDATE SKIP LOCKED), \
    gone AS (DELETE FROM rescue_case USING old WHERE rescue_case.id = old.id RETURNING 1) \
    SELECT count(*) FROM gone";
const KIOSKS: &str = "\
    WITH old AS (SELECT id FROM kiosk WHERE ended_at < $1 LIMIT $2 \
                 FOR UPDATE SKIP LOCKED), \
    gone AS (DELETE FROM kiosk USING old WHERE kiosk.id = old.id RETURNING 1) \
    SELECT count(*) FROM gone";
const ATTEMPTS: &str = "\
    WITH old AS (SELECT id FROM attempt WHERE begun_at < $1 LIMIT $2 \
                 FOR UPDATE SKIP LOCKED), \
    gone AS (DELETE FROM attempt USING old WHERE attempt.id = old.id RETURNING 1) \
    SELECT count(*) FROM gone";
const TRACES: &str = "\
    WITH old AS (SELECT id FROM trace WHERE at < $1 LIMIT $2 \
                 FOR UPDATE SKIP LOCKED), \
    gone AS (DELETE FROM trace USING old WHERE trace.id = old.id RETURNING 1) \
    SELECT count(*) FROM gone";

/// Removes all that is too old and not held by a change at this moment; returns how many records.
pub(super) async fn sweep(pool: &Pool, older_than: &Retention) -> Result<u64, Fault> {
    let mut removed = 0;
    for (sql, before) in [
        (FLOWS, older_than.flows),
        (VISITS, older_than.visits),
        (TALLIES, older_than.counts),
        (ACTS, older_than.acts),
        (ENTRIES, older_than.entries),
        (MAILS, older_than.mails),
        (CONTACTS, older_than.contacts),
        (CASES, older_than.cases),
        (KIOSKS, older_than.kiosks),
        (ATTEMPTS, older_than.attempts),
        (TRACES, older_than.attempts),
    ] {
        removed += kind(pool, sql, before).await?;
    }
    Ok(removed)
}

async fn kind(pool: &Pool, sql: &str, before: Timestamp) -> Result<u64, Fault> {
    let mut removed = 0;
    loop {
        let client = pool.get().await?;
        let statement = client.prepare_cached(sql).await?;
        let row = client
            .query_one(&statement, &[&before.millis(), &BATCH])
            .await?;
        match row.try_get::<_, i64>(0)?.unsigned_abs() {
            0 => return Ok(removed),
            batch => removed += batch,
        }
    }
}
