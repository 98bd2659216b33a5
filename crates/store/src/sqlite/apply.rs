//! What happens inside a transaction: changes one after the other, each whole or not at all.

use ident_core::audit::AuditEvent;
use ident_core::change::Conflict;
use rusqlite::{Connection, ErrorCode};

use super::row;
use super::sweep::Batch;
use crate::audit::Head;
use crate::statement;
use crate::step::{Plan, Step, Task};

/// The updates as long as no key changes, which is the rule: SQLite rewrites the entries of every
/// index that an update names, changed or not.
const SAME_KEY_VISIT: &str = "\
    UPDATE visit SET version = ?1, seen_at = ?3, body = ?4 \
    WHERE id = ?5 AND version + 1 = ?1 AND token = ?2";
const SAME_KEYS_FLOW: &str = "\
    UPDATE flow SET version = ?1, deadline = ?4, body = ?5 \
    WHERE id = ?6 AND version + 1 = ?1 AND state IS ?2 AND offer IS ?3";

/// How a change is taken back of which a later part does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Undo {
    /// By itself, to a savepoint.
    Each,
    /// Not by itself: the transaction has to be taken back.
    Whole,
}

/// One open transaction. The end of the audit chain is read when it is first needed and written
/// back once.
pub(super) struct Group<'c> {
    connection: &'c Connection,
    undo: Undo,
    head: Option<Head>,
}

impl<'c> Group<'c> {
    pub(super) const fn new(connection: &'c Connection, undo: Undo) -> Self {
        Self {
            connection,
            undo,
            head: None,
        }
    }

    /// Applies a change; a guard that does not hold takes back what the change has written so far.
    /// `None` when that would need the whole transaction to be taken back.
    pub(super) fn apply(&mut self, plan: &Plan) -> rusqlite::Result<Option<Result<(), Conflict>>> {
        match self.undo {
            Undo::Each if plan.tasks.len() > 1 => self.apply_to_savepoint(plan).map(Some),
            _ => Ok(match self.tasks(plan)? {
                (Err(_), 1..) => None,
                (held, _) => Some(held),
            }),
        }
    }

    fn apply_to_savepoint(&mut self, plan: &Plan) -> rusqlite::Result<Result<(), Conflict>> {
        let head = self.head;
        self.run("SAVEPOINT change")?;
        let (outcome, _) = self.tasks(plan)?;
        if outcome.is_err() {
            self.run("ROLLBACK TO change")?;
            self.head = head;
        }
        self.run("RELEASE change")?;
        Ok(outcome)
    }

    /// Removes one batch of what is too old; returns how many records.
    pub(super) fn sweep(&self, batch: &Batch) -> rusqlite::Result<u64> {
        batch.remove(self.connection)
    }

    /// Writes something that changes nothing.
    pub(super) fn touch(&self) -> rusqlite::Result<()> {
        self.run("UPDATE audit_head SET sequence = sequence")
    }

    /// Writes back the end of the audit chain; to be called before the transaction is committed.
    pub(super) fn finish(self) -> rusqlite::Result<()> {
        let Some(head) = self.head else { return Ok(()) };
        let values = (head.sequence, head.hash);
        self.connection
            .prepare_cached(statement::MOVE_HEAD)?
            .execute(values)?;
        Ok(())
    }

    /// Whether all of it held, and how many tasks were done before one that did not.
    fn tasks(&mut self, plan: &Plan) -> rusqlite::Result<(Result<(), Conflict>, usize)> {
        for (done, task) in plan.tasks.iter().enumerate() {
            let held = match task {
                Task::Step(step) => self.step(step)?,
                Task::Refuse(conflict) => Err(*conflict),
                Task::Audit(event) => Ok(self.audit(event)?),
            };
            if held.is_err() {
                return Ok((held, done));
            }
        }
        Ok((Ok(()), plan.tasks.len()))
    }

    fn step(&self, step: &Step) -> rusqlite::Result<Result<(), Conflict>> {
        if let Some(sql) = same_keys(step.sql)
            && row::execute(self.connection, sql, &step.values)? > 0
        {
            return Ok(Ok(()));
        }
        match row::execute(self.connection, step.sql, &step.values) {
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
            if self
                .connection
                .prepare_cached(probe.sql)?
                .exists(rusqlite::params_from_iter(&probe.values))?
            {
                return Ok(probe.conflict);
            }
        }
        Ok(step.otherwise)
    }

    fn audit(&mut self, event: &AuditEvent) -> rusqlite::Result<()> {
        let mut head = if let Some(head) = self.head {
            head
        } else {
            let mut ask = self.connection.prepare_cached(statement::AUDIT_HEAD)?;
            ask.query_row((), row::head)?
        };
        let values = head.append(event);
        row::execute(self.connection, statement::APPEND_AUDIT, &values)?;
        self.head = Some(head);
        Ok(())
    }

    fn run(&self, sql: &str) -> rusqlite::Result<()> {
        self.connection.prepare_cached(sql)?.execute(()).map(drop)
    }
}

/// The narrower statement to try before this one.
fn same_keys(sql: &str) -> Option<&'static str> {
    match sql {
        statement::UPDATE_VISIT => Some(SAME_KEY_VISIT),
        statement::UPDATE_FLOW => Some(SAME_KEYS_FLOW),
        _ => None,
    }
}
