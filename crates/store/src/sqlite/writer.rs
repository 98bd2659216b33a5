//! The one thread that writes. It takes whatever waits, applies it in one transaction and answers
//! all: concurrent changes share one wait for the disk.

use std::sync::Arc;

use ident_core::change::CommitError;
use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::apply::Group;
use super::sweep::Batch;
use crate::feed::Feed;
use crate::step::Plan;

/// How many pieces of work may wait; more are turned away at once.
const QUEUE: usize = 4_096;
/// How many pieces of work one transaction takes.
const GROUP: usize = 128;

/// Something to be done by the writer.
#[derive(Debug)]
pub(super) enum Work {
    /// Apply a change.
    Change(Plan),
    /// Remove one batch of what is too old.
    Sweep(Batch),
    /// Show that the database can be written to.
    Touch,
}

/// What came of it: how many records a sweep removed, otherwise 0.
type Outcome = Result<u64, CommitError>;

struct Job {
    work: Work,
    reply: oneshot::Sender<Outcome>,
}

/// The way to the writer; the thread ends when the last one is dropped.
#[derive(Clone, Debug)]
pub(super) struct Writer(mpsc::Sender<Job>);

impl Writer {
    /// Starts the thread.
    pub(super) fn start(connection: Connection, feed: Arc<Feed>) -> std::io::Result<Self> {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new().name("store-writer".to_owned());
        thread.spawn(move || serve(connection, receiver, &feed))?;
        Ok(Self(sender))
    }

    /// Has something done; when this returns `Ok`, it is on the disk.
    pub(super) async fn run(&self, work: Work) -> Outcome {
        let (reply, answer) = oneshot::channel();
        self.0
            .try_send(Job { work, reply })
            .map_err(|_| CommitError::Unavailable)?;
        answer.await.unwrap_or(Err(CommitError::Unavailable))
    }
}

fn serve(mut connection: Connection, mut jobs: mpsc::Receiver<Job>, feed: &Feed) {
    while let Some(first) = jobs.blocking_recv() {
        let mut group = vec![first];
        while group.len() < GROUP
            && let Ok(next) = jobs.try_recv()
        {
            group.push(next);
        }
        match write(&mut connection, &group) {
            Ok(outcomes) => answer(group, outcomes, feed),
            Err(error) => {
                tracing::error!(code = ?error.sqlite_error_code(), "the database cannot be written");
                // Those behind have waited as long: they are told at once, too. All are taken
                // before any is told, for who is told may come again and is to be tried anew.
                while let Ok(behind) = jobs.try_recv() {
                    group.push(behind);
                }
                group.into_iter().for_each(turn_away);
            }
        }
    }
}

/// Applies a group in one transaction. An error means that nothing of the group was written.
fn write(connection: &mut Connection, group: &[Job]) -> rusqlite::Result<Vec<Outcome>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut open = Group::new(&transaction);
    let outcomes = group
        .iter()
        .map(|job| match &job.work {
            Work::Change(plan) => Ok(open.apply(plan)?.map(|()| 0).map_err(CommitError::Conflict)),
            Work::Sweep(batch) => open.sweep(batch).map(Ok),
            Work::Touch => open.touch().map(|()| Ok(0)),
        })
        .collect::<rusqlite::Result<_>>()?;
    open.finish()?;
    transaction.commit()?;
    Ok(outcomes)
}

fn answer(group: Vec<Job>, outcomes: Vec<Outcome>, feed: &Feed) {
    for (job, outcome) in group.into_iter().zip(outcomes) {
        if let (Work::Change(plan), Ok(_)) = (&job.work, &outcome) {
            feed.announce(&plan.flows);
        }
        // Whoever has stopped waiting needs no answer.
        let _ = job.reply.send(outcome);
    }
}

fn turn_away(job: Job) {
    let _ = job.reply.send(Err(CommitError::Unavailable));
}
