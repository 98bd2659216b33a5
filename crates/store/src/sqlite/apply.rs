//! What happens inside a transaction: changes one after the other, each whole or not at all.

use ident_core::audit::AuditEvent;
use ident_core::change::Conflict;
use ident_core::port::Retention;
use rusqlite::{Connection, ErrorCode};

use super::row;
use crate::audit::Head;
use crate::statement;
use crate::step::{Plan, Step, Task};

/// How many records of a kind one sweep removes before others have their turn.
pub(super) const SWEEP_BATCH: u64 = 256;

const SWEEP_VISITS: &str = "\
    DELETE FROM visit WHERE id IN (SELECT id FROM visit WHERE seen_at < $1 LIMIT $2)";
const SWEEP_PROOFS: &str = "DELETE FROM proof WHERE flow IN \
    (SELECT id FROM flow WHERE deadline < $1 ORDER BY deadline, id LIMIT $2)";
const SWEEP_FLOWS: &str = "DELETE FROM flow WHERE id IN \
    (SELECT id FROM flow WHERE deadline < $1 ORDER BY deadline, id LIMIT $2)";
const SWEEP_TALLIES: &str = "DELETE FROM tally WHERE (kind, who, window_start) IN \
    (SELECT kind, who, window_start FROM tally WHERE window_start < $1 LIMIT $2)";

/// One open transaction. The end of the audit chain is read when it is first needed and written
/// back once.
pub(super) struct Group<'c> {
    connection: &'c Connection,
    head: Option<Head>,
}

impl<'c> Group<'c> {
    pub(super) const fn new(connection: &'c Connection) -> Self {
        Self { connection, head: None }
    }

    /// Applies a change; a guard that does not hold takes back what the change has written so far.
    pub(super) fn apply(&mut self, plan: &Plan) -> rusqlite::Result<Result<(), Conflict>> {
        if plan.tasks.len() < 2 {
            return self.tasks(plan);
        }
        let head = self.head;
        self.run("SAVEPOINT change")?;
        let outcome = self.tasks(plan)?;
        if outcome.is_err() {
            self.run("ROLLBACK TO change")?;
            self.head = head;
        }
        self.run("RELEASE change")?;
        Ok(outcome)
    }

    /// Removes one batch of what is too old; returns how many records.
    pub(super) fn sweep(&self, older_than: &Retention) -> rusqlite::Result<u64> {
        let batch = |sql, before: ident_core::time::Timestamp| -> rusqlite::Result<u64> {
            let values = (before.millis(), SWEEP_BATCH.cast_signed());
            let removed = self.connection.prepare_cached(sql)?.execute(values)?;
            Ok(removed as u64)
        };
        // The proofs go by the same choice of flows, so they come first.
        Ok(batch(SWEEP_PROOFS, older_than.flows)?
            + batch(SWEEP_FLOWS, older_than.flows)?
            + batch(SWEEP_VISITS, older_than.visits)?
            + batch(SWEEP_TALLIES, older_than.counts)?)
    }

    /// Writes something that changes nothing.
    pub(super) fn touch(&self) -> rusqlite::Result<()> {
        self.run("UPDATE audit_head SET sequence = sequence")
    }

    /// Writes back the end of the audit chain; to be called before the transaction is committed.
    pub(super) fn finish(self) -> rusqlite::Result<()> {
        let Some(head) = self.head else { return Ok(()) };
        let values = (head.sequence, head.hash);
        self.connection.prepare_cached(statement::MOVE_HEAD)?.execute(values)?;
        Ok(())
    }

    fn tasks(&mut self, plan: &Plan) -> rusqlite::Result<Result<(), Conflict>> {
        for task in &plan.tasks {
            let held = match task {
                Task::Step(step) => self.step(step)?,
                Task::Refuse(conflict) => Err(*conflict),
                Task::Audit(event) => Ok(self.audit(event)?),
            };
            if held.is_err() {
                return Ok(held);
            }
        }
        Ok(Ok(()))
    }

    fn step(&self, step: &Step) -> rusqlite::Result<Result<(), Conflict>> {
        let mut statement = self.connection.prepare_cached(step.sql)?;
        match row::execute(&mut statement, &step.values) {
            Ok(0) => Ok(Err(self.conflict(step)?)),
            Ok(_) => Ok(Ok(())),
            // The last line: a unique key that an update would break.
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                Ok(Err(step.otherwise))
            }
            Err(error) => Err(error),
        }
    }

    fn conflict(&self, step: &Step) -> rusqlite::Result<Conflict> {
        for probe in &step.probes {
            if self.connection.prepare_cached(probe.sql)?.exists((&probe.value,))? {
                return Ok(probe.conflict);
            }
        }
        Ok(step.otherwise)
    }

    fn audit(&mut self, event: &AuditEvent) -> rusqlite::Result<()> {
        let mut head = match self.head {
            Some(head) => head,
            None => {
                let mut ask = self.connection.prepare_cached(statement::AUDIT_HEAD)?;
                ask.query_row((), row::head)?
            }
        };
        let values = head.append(event);
        row::execute(&mut *self.connection.prepare_cached(statement::APPEND_AUDIT)?, &values)?;
        self.head = Some(head);
        Ok(())
    }

    fn run(&self, sql: &str) -> rusqlite::Result<()> {
        self.connection.prepare_cached(sql)?.execute(()).map(drop)
    }
}
