//! The server's connection to the process that holds the credential: one stream for all questions,
//! made anew when it has ended.

use std::io::{Error, ErrorKind, Result};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use ident_core::port::Fault;
use ident_core::refusal::Refusal;
use tokio::net::UnixStream;
use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::time::{Instant, timeout};

use super::answers::Answers;
use super::dial::Dial;
use super::frames::{Frame, Frames, frame, send};
use super::message::{Answer, Ask, Asking, Said};
use crate::http::metrics::Metrics;

/// The process needs no longer to read its keys.
const READY_WITHIN: Duration = Duration::from_secs(5);
/// Longer than any call to the directory takes there, with a new token before it.
const ANSWER_WITHIN: Duration = Duration::from_secs(40);
/// A process that does not hold is not started more often.
const PAUSE: Duration = Duration::from_secs(1);

/// The words by which calls are counted; others are not known and not counted.
const OPS: [&str; 10] = [
    "user",
    "roles",
    "methods",
    "pass_policy",
    "pass_list",
    "pass_delete",
    "revoke_sessions",
    "pass_create",
    "password_set",
    "log",
];
const OUTCOMES: [&str; 7] = [
    "ok",
    "absent",
    "not_sent",
    "unknown",
    "throttled",
    "refused",
    "failed",
];

/// The line to that process.
pub(super) struct Line {
    dial: Dial,
    metrics: Metrics,
    open: RwLock<Option<Arc<Connection>>>,
    /// When it was dialled last; one dials at a time.
    dialled: Mutex<Option<Instant>>,
    serial: AtomicU64,
}

struct Connection {
    queue: UnboundedSender<Frame>,
    answers: Arc<Answers>,
}

impl Line {
    pub(super) fn new(dial: Dial, metrics: Metrics) -> Self {
        Self {
            dial,
            metrics,
            open: RwLock::default(),
            dialled: Mutex::default(),
            serial: AtomicU64::default(),
        }
    }

    /// Asks, and waits for the answer.
    pub(super) async fn ask(&self, ask: Ask) -> std::result::Result<Answer, Fault> {
        let lost = if ask.is_order() {
            Fault::Unknown
        } else {
            NOT_DONE
        };
        let connection = self.connection().await.map_err(|error| {
            tracing::error!(%error, "agent.unreachable");
            NOT_DONE
        })?;
        let id = self.serial.fetch_add(1, Ordering::Relaxed);
        let frame = frame(&Asking { id, ask }).map_err(|_| NOT_DONE)?;
        let answer = connection.answers.expect(id).ok_or(NOT_DONE)?;
        // From here on it may have been read on the other side.
        connection.queue.send(frame).map_err(|_| lost)?;
        if let Ok(Ok(answer)) = timeout(ANSWER_WITHIN, answer).await {
            return Ok(answer);
        }
        connection.answers.forget(id);
        tracing::error!("agent.no_answer");
        Err(lost)
    }

    /// The connection that there is, or a new one.
    pub(super) async fn ready(&self) -> Result<()> {
        self.connection().await.map(drop)
    }

    async fn connection(&self) -> Result<Arc<Connection>> {
        if let Some(open) = self.still_open() {
            return Ok(open);
        }
        let mut dialled = self.dialled.lock().await;
        if let Some(open) = self.still_open() {
            return Ok(open);
        }
        if dialled.is_some_and(|at| at.elapsed() < PAUSE) {
            return Err(ErrorKind::ConnectionRefused.into());
        }
        *dialled = Some(Instant::now());
        let connection = Arc::new(self.connect().await?);
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        *open = Some(Arc::clone(&connection));
        Ok(connection)
    }

    fn still_open(&self) -> Option<Arc<Connection>> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.clone()
            .filter(|connection| !connection.answers.have_ended())
    }

    async fn connect(&self) -> Result<Connection> {
        let stream: UnixStream = self.dial.stream().await?;
        let (read, write) = stream.into_split();
        let mut frames = Frames::new(read);
        let first = timeout(READY_WITHIN, frames.next()).await;
        let first = first.map_err(|_| Error::from(ErrorKind::TimedOut))??;
        if !matches!(first, Some(Said::Ready)) {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let (queue, queued) = unbounded_channel();
        let answers = Arc::new(Answers::new());
        tokio::spawn(send(write, queued));
        let listening = listen(frames, Arc::clone(&answers), self.metrics.clone());
        tokio::spawn(listening);
        Ok(Connection { queue, answers })
    }
}

const NOT_DONE: Fault = Fault::NotDone(Refusal::DirectoryUnreachable);

async fn listen(mut frames: Frames, answers: Arc<Answers>, metrics: Metrics) {
    let known = |words: &[&'static str], word: &str| words.iter().copied().find(|w| *w == word);
    loop {
        match frames.next().await {
            Ok(Some(Said::Answer(id, answer))) => answers.came(id, answer),
            Ok(Some(Said::Called(op, outcome))) => {
                if let Some((op, outcome)) = known(&OPS, &op).zip(known(&OUTCOMES, &outcome)) {
                    metrics.directory(op, outcome);
                }
            }
            Ok(Some(Said::Ready)) => {}
            Ok(None) | Err(_) => break,
        }
    }
    answers.end();
    tracing::error!("agent.gone");
}
