//! The way out: words to the app, and the order to end.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use ident_card::{Presence, line};

/// How long a library may take to come back before the process ends without it.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether to go on, or to end.
pub(crate) type Flow = ControlFlow<()>;

/// Standard output as a line of words, and standard input as the order to end.
#[derive(Debug)]
pub(crate) struct Outlet {
    end: Receiver<()>,
    said: Option<(Presence, Instant)>,
}

impl Outlet {
    /// Begins to wait for the order to end.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(crate) fn open() -> io::Result<Self> {
        let (sender, end) = mpsc::channel();
        let listen = move || {
            let _ = io::copy(&mut io::stdin(), &mut io::sink());
            drop(sender);
            // Nobody sends here: this waits for its time to be over. The main thread switches the
            // reader off meanwhile, and ends the process.
            let (_keep, never) = mpsc::channel::<()>();
            let _ = never.recv_timeout(PATIENCE);
            std::process::exit(0);
        };
        thread::Builder::new()
            .name("end".to_owned())
            .spawn(listen)?;
        Ok(Self { end, said: None })
    }

    /// Says a word, if it is another one than before or is due again.
    pub(crate) fn say(&mut self, presence: Presence) -> Flow {
        let is_old = self
            .said
            .is_some_and(|(said, when)| said == presence && when.elapsed() < line::REPEAT);
        if is_old {
            return ControlFlow::Continue(());
        }
        let mut out = io::stdout().lock();
        let written = out.write_all(line::encode(presence).as_bytes());
        if written.and_then(|()| out.flush()).is_err() {
            // Nobody listens any more.
            return ControlFlow::Break(());
        }
        self.said = Some((presence, Instant::now()));
        ControlFlow::Continue(())
    }

    /// Waits so long, and says the last word again when it is due.
    pub(crate) fn pause(&mut self, long: Duration) -> Flow {
        let until = Instant::now() + long;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.end.recv_timeout(left.min(line::REPEAT)) {
                Ok(()) | Err(RecvTimeoutError::Disconnected) => return ControlFlow::Break(()),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if let Some((presence, _)) = self.said {
                self.say(presence)?;
            }
            if Instant::now() >= until {
                return ControlFlow::Continue(());
            }
        }
    }
}
