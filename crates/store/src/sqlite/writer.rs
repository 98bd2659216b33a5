//! The one thread that writes. It takes whatever waits, applies it in one transaction and answers
//! all: concurrent changes share one wait for the disk.

use std::sync::{Arc, Mutex};

use ident_core::change::CommitError;
use ident_core::id::FlowId;
use rusqlite::Connection;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};

use super::apply::{Group, Undo};
use super::checkpoint::Checkpoints;
use super::log::Log;
use super::open;
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
    /// Whether the answer waits for the disk.
    durable: bool,
    reply: oneshot::Sender<Outcome>,
}

/// The way to the writer; the thread ends when the last one is dropped.
#[derive(Clone, Debug)]
pub(super) struct Writer(mpsc::Sender<Job>);

impl Writer {
    /// Starts the thread.
    pub(super) fn start(
        (connection, checkpoints, log): (Arc<Mutex<Connection>>, Checkpoints, Log),
        feed: Arc<Feed>,
    ) -> std::io::Result<Self> {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let messenger = Messenger::start();
        let thread = std::thread::Builder::new().name("store-writer".to_owned());
        thread.spawn(move || {
            serve(
                (&connection, checkpoints, &log),
                receiver,
                &feed,
                &messenger,
            );
        })?;
        Ok(Self(sender))
    }

    /// Has something done; when this returns `Ok`, it is on the disk.
    pub(super) async fn run(&self, work: Work) -> Outcome {
        self.give(work, true).await
    }

    /// Has something done; when this returns `Ok`, it is in the hands of the system.
    pub(super) async fn run_soon(&self, work: Work) -> Outcome {
        self.give(work, false).await
    }

    async fn give(&self, work: Work, durable: bool) -> Outcome {
        let (reply, answer) = oneshot::channel();
        let job = Job {
            work,
            durable,
            reply,
        };
        self.0.try_send(job).map_err(|_| CommitError::Unavailable)?;
        answer.await.unwrap_or(Err(CommitError::Unavailable))
    }
}

/// Answers of one transaction, given when this is dropped: none is lost on the way.
struct Answers {
    feed: Arc<Feed>,
    flows: Vec<FlowId>,
    replies: Vec<(oneshot::Sender<Outcome>, Outcome)>,
}

impl Drop for Answers {
    fn drop(&mut self) {
        self.feed.announce(&self.flows);
        for (reply, outcome) in self.replies.drain(..) {
            // Whoever has stopped waiting needs no answer.
            let _ = reply.send(outcome);
        }
    }
}

/// Gives the answers inside the runtime, if there is one: from this thread every single one would
/// be a system call that wakes it.
struct Messenger(Option<mpsc::UnboundedSender<Answers>>);

impl Messenger {
    fn start() -> Self {
        let runtime = Handle::try_current().ok();
        Self(runtime.map(|runtime| {
            let (sender, mut receiver) = mpsc::unbounded_channel();
            runtime.spawn(async move { while receiver.recv().await.map(drop).is_some() {} });
            sender
        }))
    }

    /// A runtime that has ended hands the answers back, and they are given here.
    fn send(&self, answers: Answers) {
        match &self.0 {
            Some(sender) => drop(sender.send(answers)),
            None => drop(answers),
        }
    }
}

fn serve(
    (connection, mut checkpoints, log): (&Mutex<Connection>, Checkpoints, &Log),
    mut jobs: mpsc::Receiver<Job>,
    feed: &Arc<Feed>,
    messenger: &Messenger,
) {
    while let Some(first) = jobs.blocking_recv() {
        let mut group = vec![first];
        gather(&mut jobs, &mut group);
        // Several at once: more are on their way, and on a busy core those who bring them wait for
        // this thread to let them run. Who comes alone is served at once.
        if group.len() > 1 {
            std::thread::yield_now();
            gather(&mut jobs, &mut group);
        }
        let written = write(&open::locked(connection), &group);
        match written {
            Ok(outcomes) => {
                tell(group.into_iter().zip(outcomes), log, feed, messenger);
                checkpoints.after_group(connection);
            }
            Err(error) => {
                tracing::error!(code = ?error.sqlite_error_code(), "the database cannot be written");
                // Those behind have waited as long: they are told at once, too. All are taken
                // before any is told, for who is told may come again and is to be tried anew.
                while let Ok(behind) = jobs.try_recv() {
                    group.push(behind);
                }
                let outcomes = vec![Err(CommitError::Unavailable); group.len()];
                messenger.send(answers(group.into_iter().zip(outcomes), feed));
            }
        }
    }
}

/// Takes what waits.
fn gather(jobs: &mut mpsc::Receiver<Job>, group: &mut Vec<Job>) {
    while group.len() < GROUP
        && let Ok(next) = jobs.try_recv()
    {
        group.push(next);
    }
}

/// Applies a group in one transaction. An error means that nothing of the group was written.
///
/// A change that turns out not to hold after it has begun to write is rare, and being able to take
/// back each one by itself costs a copy of every page it touches. So the group is first written
/// without; if it comes to that, everything is taken back and written again with it.
fn write(connection: &Connection, group: &[Job]) -> rusqlite::Result<Vec<Outcome>> {
    if let Some(outcomes) = within(connection, group, Undo::Whole)? {
        return Ok(outcomes);
    }
    let outcomes = within(connection, group, Undo::Each)?;
    Ok(outcomes.expect("with a savepoint each, no change spoils another"))
}

/// One transaction; `None` when it was taken back because a change would have left a part of itself.
fn within(
    connection: &Connection,
    group: &[Job],
    undo: Undo,
) -> rusqlite::Result<Option<Vec<Outcome>>> {
    run(connection, "BEGIN IMMEDIATE")?;
    let applied = apply(connection, group, undo);
    let ended = match &applied {
        Ok(Some(_)) => run(connection, "COMMIT"),
        Ok(None) => run(connection, "ROLLBACK"),
        Err(_) => Ok(()),
    };
    // After some errors SQLite has rolled back by itself.
    if (applied.is_err() || ended.is_err()) && !connection.is_autocommit() {
        run(connection, "ROLLBACK")?;
    }
    ended.and(applied)
}

fn apply(
    connection: &Connection,
    group: &[Job],
    undo: Undo,
) -> rusqlite::Result<Option<Vec<Outcome>>> {
    let mut open = Group::new(connection, undo);
    let mut outcomes = Vec::with_capacity(group.len());
    for job in group {
        outcomes.push(match &job.work {
            Work::Change(plan) => match open.apply(plan)? {
                Some(held) => held.map(|()| 0).map_err(CommitError::Conflict),
                None => return Ok(None),
            },
            Work::Sweep(batch) => Ok(open.sweep(batch)?),
            Work::Touch => open.touch().map(|()| Ok(0))?,
        });
    }
    open.finish()?;
    Ok(Some(outcomes))
}

fn run(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute(()).map(drop)
}

/// Tells at once who need not wait for the disk, then the others.
fn tell(
    done: impl Iterator<Item = (Job, Outcome)>,
    log: &Log,
    feed: &Arc<Feed>,
    messenger: &Messenger,
) {
    let (mut durable, soon): (Vec<_>, Vec<_>) = done.partition(|(job, _)| job.durable);
    if !soon.is_empty() {
        messenger.send(answers(soon.into_iter(), feed));
    }
    if durable.is_empty() {
        return;
    }
    if let Err(error) = log.sync() {
        tracing::error!(%error, "the database cannot be brought to the disk");
        for (_, outcome) in &mut durable {
            *outcome = Err(CommitError::Unavailable);
        }
    }
    messenger.send(answers(durable.into_iter(), feed));
}

fn answers(done: impl Iterator<Item = (Job, Outcome)>, feed: &Arc<Feed>) -> Answers {
    let mut flows = Vec::new();
    let replies = done.map(|(job, outcome)| {
        if let (Work::Change(plan), Ok(_)) = (job.work, &outcome) {
            flows.extend(plan.flows);
        }
        (job.reply, outcome)
    });
    let replies = replies.collect();
    Answers {
        feed: Arc::clone(feed),
        flows,
        replies,
    }
}
