//! Programs that this one starts: their output, their end, and ending them.
//!
//! Every program gets a process group of its own, so that ending it ends what it started in turn
//! and nothing else. All that happens arrives as events on one channel, read by one thread: there
//! is no polling and no waiting on time, except for the deadlines that the caller names.

mod child;
mod event;
mod spec;

use std::process::ExitStatus;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::{Handle, Signals};

use crate::problem::{During, Outcome, Problem};
use child::Child;
use event::Event;
pub(crate) use spec::{Output, Spec};

/// How long a program may take to end after it was asked to.
const GRACE: Duration = Duration::from_secs(10);
/// How long the output of an ended program may stay open (something it left behind may hold it).
const DRAIN: Duration = Duration::from_secs(2);

/// Names a started program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Id(usize);

/// What [`Session::next`] saw.
#[derive(Debug)]
pub(crate) enum Happening {
    Line(Id, String),
    Closed,
    Exited(Id),
    Interrupted,
    TimedOut,
}

/// All programs that one run of this command started.
pub(crate) struct Session {
    events: Receiver<Event>,
    sender: Sender<Event>,
    signals: Handle,
    children: Vec<Child>,
}

impl Session {
    /// From here on Ctrl-C and SIGTERM are events.
    ///
    /// # Errors
    /// When the system does not let signals be caught.
    pub(crate) fn new() -> Outcome<Self> {
        let (sender, events) = channel();
        let mut caught =
            Signals::new([SIGINT, SIGTERM, SIGHUP]).during(|| "catch Ctrl-C".into())?;
        let signals = caught.handle();
        let to = sender.clone();
        std::thread::spawn(move || {
            for _ in caught.forever() {
                if to.send(Event::Signal).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            events,
            sender,
            signals,
            children: Vec::new(),
        })
    }

    /// Starts a program.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(crate) fn start(&mut self, spec: Spec) -> Outcome<Id> {
        let id = self.children.len();
        self.children.push(Child::start(id, spec, &self.sender)?);
        Ok(Id(id))
    }

    /// The next thing that happens, at most until `deadline`.
    pub(crate) fn next(&mut self, deadline: Option<Instant>) -> Happening {
        match self.receive(deadline) {
            Err(RecvTimeoutError::Timeout) => Happening::TimedOut,
            // We hold a sender ourselves, so the channel never disconnects.
            Err(RecvTimeoutError::Disconnected) | Ok(Event::Signal) => Happening::Interrupted,
            Ok(Event::Line(id, line)) => {
                self.children[id].take_line(&line);
                Happening::Line(Id(id), line)
            }
            Ok(Event::Closed(id)) => {
                self.children[id].stream_closed();
                Happening::Closed
            }
            Ok(Event::Exited(id, status)) => {
                self.children[id].exited(status);
                Happening::Exited(Id(id))
            }
        }
    }

    fn receive(&self, deadline: Option<Instant>) -> Result<Event, RecvTimeoutError> {
        match deadline {
            None => self.events.recv().map_err(RecvTimeoutError::from),
            Some(at) => self
                .events
                .recv_timeout(at.saturating_duration_since(Instant::now())),
        }
    }

    /// Waits for a line of `id` that `wanted` accepts.
    ///
    /// # Errors
    /// When the program ends before, when `within` has passed, or on Ctrl-C.
    pub(crate) fn wait_line<T>(
        &mut self,
        id: Id,
        within: Duration,
        wanted: impl Fn(&str) -> Option<T>,
    ) -> Outcome<T> {
        let deadline = Instant::now() + within;
        loop {
            match self.next(Some(deadline)) {
                Happening::Line(from, line) if from == id => {
                    if let Some(found) = wanted(&line) {
                        return Ok(found);
                    }
                }
                Happening::Exited(gone) => {
                    self.drain(gone, &mut |_| {});
                    return Err(self.death(gone));
                }
                Happening::Interrupted => return Err(Problem::interrupted()),
                Happening::TimedOut => {
                    let child = &self.children[id.0];
                    let what = format!(
                        "{} was not ready within {} s.",
                        child.name,
                        within.as_secs()
                    );
                    return Err(Problem::new(what).lines(child.last_lines()));
                }
                Happening::Line(..) | Happening::Closed => {}
            }
        }
    }

    /// Waits until `id` has ended and hands each of its lines to `on_line`.
    ///
    /// # Errors
    /// On Ctrl-C.
    pub(crate) fn wait_end(
        &mut self,
        id: Id,
        on_line: &mut dyn FnMut(&str),
    ) -> Outcome<ExitStatus> {
        loop {
            if let Some(status) = self.children[id.0].status {
                self.drain(id, on_line);
                return Ok(status);
            }
            match self.next(None) {
                Happening::Line(from, line) if from == id => on_line(&line),
                Happening::Interrupted => return Err(Problem::interrupted()),
                _ => {}
            }
        }
    }

    /// Reads what an ended program still had to say.
    fn drain(&mut self, id: Id, on_line: &mut dyn FnMut(&str)) {
        let deadline = Instant::now() + DRAIN;
        while self.children[id.0].streams > 0 {
            match self.next(Some(deadline)) {
                Happening::Line(from, line) if from == id => on_line(&line),
                Happening::TimedOut | Happening::Interrupted => return,
                _ => {}
            }
        }
    }

    /// Starts a program and waits for its end.
    ///
    /// # Errors
    /// When it cannot be started, ends with an error, or on Ctrl-C.
    pub(crate) fn run(&mut self, spec: Spec) -> Outcome<()> {
        let id = self.start(spec)?;
        let status = self.wait_end(id, &mut |_| {})?;
        if status.success() {
            Ok(())
        } else {
            Err(self.death(id))
        }
    }

    /// Says that `id` ended, how, and its last lines.
    pub(crate) fn death(&self, id: Id) -> Problem {
        let child = &self.children[id.0];
        let lines = child.last_lines();
        let end = child.status.map_or_else(|| "ended".to_owned(), describe);
        let advice = crate::cause::Cause::of(lines.iter().map(String::as_str)).advice();
        let shown = matches!(child.output, child::Sink::Terminal);
        Problem::new(format!("{} {end}.", child.name))
            .advice(advice)
            .lines(if shown { Vec::new() } else { lines })
    }

    /// The last lines of `id`.
    pub(crate) fn last_lines(&self, id: Id) -> Vec<String> {
        self.children[id.0].last_lines()
    }

    /// True when `id` ended by itself and without an error.
    pub(crate) fn ended_well(&self, id: Id) -> bool {
        self.children[id.0]
            .status
            .is_some_and(|status| status.success())
    }

    /// Ends `id` and waits for its end.
    pub(crate) fn stop(&mut self, id: Id) {
        self.children[id.0].ask_to_end();
        self.wait_for_ends(&[id]);
    }

    /// Ends all programs, the latest first, and waits for their ends.
    pub(crate) fn stop_all(&mut self) {
        for child in self.children.iter().rev() {
            child.ask_to_end();
        }
        let all: Vec<Id> = (0..self.children.len()).map(Id).collect();
        self.wait_for_ends(&all);
    }

    /// Waits; what has not ended after [`GRACE`], or on a further Ctrl-C, is killed.
    fn wait_for_ends(&mut self, ids: &[Id]) {
        let mut deadline = Instant::now() + GRACE;
        while ids.iter().any(|id| self.children[id.0].status.is_none()) {
            if let Happening::TimedOut | Happening::Interrupted = self.next(Some(deadline)) {
                for id in ids {
                    self.children[id.0].kill();
                }
                deadline = Instant::now() + GRACE;
            }
        }
        for id in ids {
            self.drain(*id, &mut |_| {});
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.stop_all();
        self.signals.close();
    }
}

fn describe(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(0), _) => "ended".to_owned(),
        (Some(code), _) => format!("failed with code {code}"),
        (None, Some(signal)) => format!("was ended by signal {signal}"),
        (None, None) => "failed".to_owned(),
    }
}

#[cfg(test)]
mod tests;
