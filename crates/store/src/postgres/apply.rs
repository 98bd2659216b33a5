//! One change as one transaction.
//!
//! The guarded statements go off together and are answered together (pipelining); the audit rows
//! come last, because whoever appends holds up all others who append until the transaction ends.

use deadpool_postgres::{Pool, Transaction};
use futures_util::future::{join_all, try_join_all};
use ident_core::audit::AuditEvent;
use ident_core::change::Conflict;
use tokio_postgres::Statement;
use tokio_postgres::error::SqlState;

use super::{Fault, outcome, row};
use crate::statement;
use crate::step::{Plan, Step, Task, Value};

const LOCK_HEAD: &str = "SELECT sequence, hash FROM audit_head FOR UPDATE";
const NOTIFY: &str = "SELECT pg_notify($1, $2)";

/// How often a change that had to give in to another one tries again.
const TRIES: usize = 8;

/// Applies a change; names its flows on `channel`.
pub(super) async fn apply(
    pool: &Pool,
    plan: &Plan,
    channel: &str,
) -> Result<Result<(), Conflict>, Fault> {
    let mut tries = 1;
    loop {
        match apply_once(pool, plan, channel).await {
            Err(fault) if fault.is_collision() && tries < TRIES => tries += 1,
            other => return other,
        }
    }
}

async fn apply_once(
    pool: &Pool,
    plan: &Plan,
    channel: &str,
) -> Result<Result<(), Conflict>, Fault> {
    let mut client = pool.get().await?;
    let open = client.transaction().await?;
    if let Err(conflict) = tasks(&open, plan).await? {
        open.rollback().await?;
        return Ok(Err(conflict));
    }
    notify(&open, plan, channel).await?;
    let which = outcome::which(&open).await?;
    append(&open, plan).await?;
    outcome::commit(open, &which, pool).await?;
    Ok(Ok(()))
}

/// Sends off all statements, then looks at the answers in order. Those behind the first guard that
/// does not hold have no effect: the transaction is taken back.
async fn tasks(open: &Transaction<'_>, plan: &Plan) -> Result<Result<(), Conflict>, Fault> {
    let mut sent = Vec::new();
    let mut ahead = Ok(());
    for task in &plan.tasks {
        match task {
            Task::Step(step) => sent.push((open.prepare_cached(step.sql).await?, step)),
            Task::Audit(_) => {}
            Task::Refuse(conflict) => {
                ahead = Err(*conflict);
                break;
            }
        }
    }
    let answers = join_all(
        sent.iter()
            .map(|(sql, step)| execute(open, sql, &step.values)),
    )
    .await;
    for (answer, (_, step)) in answers.into_iter().zip(&sent) {
        match answer {
            Ok(0) => return Ok(Err(conflict(open, step).await?)),
            Ok(_) => {}
            // The last line: a unique key that an update would break.
            Err(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => {
                return Ok(Err(step.otherwise));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(ahead)
}

async fn conflict(open: &Transaction<'_>, step: &Step) -> Result<Conflict, Fault> {
    for probe in &step.probes {
        let sql = open.prepare_cached(probe.sql).await?;
        if open
            .query_opt(&sql, &row::values(&probe.values))
            .await?
            .is_some()
        {
            return Ok(probe.conflict);
        }
    }
    Ok(step.otherwise)
}

async fn notify(open: &Transaction<'_>, plan: &Plan, channel: &str) -> Result<(), Fault> {
    if plan.flows.is_empty() {
        return Ok(());
    }
    let sql = open.prepare_cached(NOTIFY).await?;
    for flow in &plan.flows {
        open.query_one(&sql, &[&channel, &flow.to_string()]).await?;
    }
    Ok(())
}

/// Appends the audit rows, if there are any.
async fn append(open: &Transaction<'_>, plan: &Plan) -> Result<(), Fault> {
    let events: Vec<&AuditEvent> = plan.tasks.iter().filter_map(audited).collect();
    if events.is_empty() {
        return Ok(());
    }
    let insert = open.prepare_cached(statement::APPEND_AUDIT).await?;
    let move_head = open.prepare_cached(statement::MOVE_HEAD).await?;
    let lock = open.prepare_cached(LOCK_HEAD).await?;
    let mut head = row::head(&open.query_one(&lock, &[]).await?)?;
    let rows: Vec<Vec<Value>> = events.into_iter().map(|event| head.append(event)).collect();
    let end = vec![Value::from(head.sequence), Value::from(&head.hash[..])];
    let inserts = rows.iter().map(|row| execute(open, &insert, row));
    try_join_all(inserts.chain([execute(open, &move_head, &end)])).await?;
    Ok(())
}

const fn audited(task: &Task) -> Option<&AuditEvent> {
    match task {
        Task::Audit(event) => Some(event),
        _ => None,
    }
}

async fn execute(
    open: &Transaction<'_>,
    sql: &Statement,
    values: &[Value],
) -> Result<u64, tokio_postgres::Error> {
    open.execute(sql, &row::values(values)).await
}
