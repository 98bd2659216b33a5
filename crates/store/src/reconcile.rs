//! The statements of attempts, and of the entries of the directory's log that were dealt with.

use ident_core::change::Conflict;
use ident_core::reconcile::{Attempt, Standing};
use ident_core::time::Timestamp;

use crate::body::{self, BodyError};
use crate::key;
use crate::step::{Step, plain};

const INSERT: &str = "\
    INSERT INTO attempt (version, account, waiting, begun_at, body, id) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
const UPDATE: &str = "\
    UPDATE attempt SET version = $1, account = $2, waiting = $3, begun_at = $4, body = $5 \
    WHERE id = $6 AND version + 1 = $1";
const NOTE_TRACE: &str = "\
    INSERT INTO trace (at, id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
pub(crate) const OF_ACCOUNT: &str = "\
    SELECT body FROM attempt WHERE account = $1 AND begun_at >= $2 ORDER BY begun_at, number";
pub(crate) const WAITING: &str = "\
    SELECT body FROM attempt WHERE waiting = 1 AND begun_at < $1 \
    ORDER BY begun_at, number LIMIT $2";
/// With the number in it, so that the answer reads like all others.
pub(crate) const KNOWS_TRACE: &str = "SELECT at FROM trace WHERE id = $1";

pub(crate) fn insert(attempt: &Attempt) -> Result<Step, BodyError> {
    step(INSERT, attempt)
}

pub(crate) fn update(attempt: &Attempt) -> Result<Step, BodyError> {
    step(UPDATE, attempt)
}

fn step(sql: &'static str, attempt: &Attempt) -> Result<Step, BodyError> {
    let values = vec![
        i64::from(attempt.version).into(),
        key::account(&attempt.account).into(),
        i64::from(attempt.standing == Standing::Waiting).into(),
        attempt.begun_at.millis().into(),
        body::encode(attempt)?.into(),
        attempt.id.bytes()[..].into(),
    ];
    Ok(plain(sql, values, Conflict::Attempt))
}

pub(crate) fn note_trace(trace: [u8; 32], at: Timestamp) -> Step {
    let values = vec![at.millis().into(), trace[..].into()];
    plain(NOTE_TRACE, values, Conflict::Trace)
}
