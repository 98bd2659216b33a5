//! Keeps the helper alive and passes its word on.

use std::time::Instant;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, ChildStdout};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::{Backoff, Launch, Presence, line};

/// A helper that is started again whenever it ends, hangs, or says what it must not say.
///
/// Dropping this ends the helper: the task that owns it is cancelled, the helper is killed. When
/// this whole process dies, the helper's standard input closes, and it ends by itself.
#[derive(Debug)]
pub struct Supervisor {
    presence: watch::Receiver<Presence>,
    task: JoinHandle<()>,
}

impl Supervisor {
    /// Starts the helper on the current runtime (tokio, with time and I/O), and keeps it alive.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn start(launch: Launch) -> Self {
        let (say, presence) = watch::channel(Presence::ReaderLost);
        let task = tokio::spawn(keep(launch, say));
        Self { presence, task }
    }

    /// The latest word, and a notice whenever it changes. It begins with
    /// [`Presence::ReaderLost`]; that also stands for every time without a helper.
    pub fn presence(&self) -> watch::Receiver<Presence> {
        self.presence.clone()
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn keep(launch: Launch, say: watch::Sender<Presence>) {
    let mut backoff = Backoff::default();
    loop {
        let started = Instant::now();
        // Not to be found is an end like any other: an update may be putting it there right now.
        if let Ok(child) = launch.command().spawn() {
            live(child, &launch, &say).await;
        }
        tell(&say, Presence::ReaderLost);
        let (next, pause) = backoff.after(started.elapsed());
        backoff = next;
        sleep(pause).await;
    }
}

/// Follows one helper until it ends or has to be ended.
async fn live(mut child: Child, launch: &Launch, say: &watch::Sender<Presence>) {
    // Held until the end of this life: the helper takes its closing as the order to end.
    let _stdin = child.stdin.take();
    let Some(stdout) = child.stdout.take() else {
        return;
    };
    let mut lines = BufReader::with_capacity(line::LONGEST + 1, stdout);
    while let Ok(Some(presence)) = timeout(launch.silence, next(&mut lines)).await {
        tell(say, presence);
    }
    // It may have ended already; then this only collects it.
    let _ = child.kill().await;
}

/// The next word, or `None` when there will be none from this helper.
async fn next(lines: &mut BufReader<ChildStdout>) -> Option<Presence> {
    let mut line = Vec::with_capacity(line::LONGEST + 1);
    let longest = line::LONGEST as u64 + 1;
    lines
        .take(longest)
        .read_until(b'\n', &mut line)
        .await
        .ok()?;
    line::decode(&line).ok()
}

fn tell(say: &watch::Sender<Presence>, presence: Presence) {
    say.send_if_modified(|current| {
        let changed = *current != presence;
        *current = presence;
        changed
    });
}
