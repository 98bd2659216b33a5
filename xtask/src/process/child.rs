//! One started program.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{ExitStatus, Stdio};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};

use rustix::io::Errno;
use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, kill_process, kill_process_group, waitid,
};

use super::event::Event;
use super::{Output, Spec};
use crate::problem::{During, Outcome};

/// How many lines are kept as last words.
const KEPT: usize = 25;

pub(super) enum Sink {
    Terminal,
    File(File),
    Nowhere,
}

pub(super) struct Child {
    pub(super) name: String,
    pub(super) output: Sink,
    pub(super) status: Option<ExitStatus>,
    /// Output streams that are still open.
    pub(super) streams: u8,
    pid: Pid,
    own_group: bool,
    stop: Signal,
    tail: VecDeque<String>,
    /// True once the system may give the number to another process: no signal after that.
    reaped: Arc<Mutex<bool>>,
}

impl Child {
    pub(super) fn start(id: usize, spec: Spec, events: &Sender<Event>) -> Outcome<Self> {
        let Spec {
            name,
            mut command,
            output,
            stop,
            own_group,
        } = spec;
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if own_group {
            command.process_group(0);
        }
        let mut process = command.spawn().during(|| format!("start {name}"))?;
        let pid = Pid::from_child(&process);
        read(id, process.stdout.take(), events);
        read(id, process.stderr.take(), events);
        let reaped = Arc::new(Mutex::new(false));
        reap(id, process, own_group, &reaped, events);
        let output = match output {
            Output::Shown => Sink::Terminal,
            Output::Hidden => Sink::Nowhere,
            Output::Logged(path) => {
                Sink::File(File::create(&path).during(|| format!("write {}", path.display()))?)
            }
        };
        let tail = VecDeque::new();
        Ok(Self {
            name,
            output,
            status: None,
            streams: 2,
            pid,
            own_group,
            stop,
            tail,
            reaped,
        })
    }

    pub(super) fn take_line(&mut self, line: &str) {
        match &mut self.output {
            Sink::Terminal => eprintln!("{line}"),
            // A log that cannot be written must not end the program that writes it.
            Sink::File(file) => drop(writeln!(file, "{line}")),
            Sink::Nowhere => {}
        }
        if self.tail.len() == KEPT {
            self.tail.pop_front();
        }
        self.tail.push_back(line.to_owned());
    }

    pub(super) fn stream_closed(&mut self) {
        self.streams = self.streams.saturating_sub(1);
    }

    pub(super) fn exited(&mut self, status: ExitStatus) {
        self.status = Some(status);
    }

    pub(super) fn last_lines(&self) -> Vec<String> {
        self.tail.iter().cloned().collect()
    }

    pub(super) fn ask_to_end(&self) {
        // Only SIGTERM means the same to every member of a group.
        self.signal(self.stop, self.own_group && self.stop == Signal::TERM);
    }

    pub(super) fn kill(&self) {
        self.signal(Signal::KILL, self.own_group);
    }

    fn signal(&self, signal: Signal, whole_group: bool) {
        let reaped = self.reaped.lock().unwrap_or_else(PoisonError::into_inner);
        if *reaped {
            return;
        }
        // It may have ended in this moment: then there is nothing left to do.
        let _ = if whole_group {
            kill_process_group(self.pid, signal)
        } else {
            kill_process(self.pid, signal)
        };
    }
}

/// Sends each line of `stream` as an event.
fn read(id: usize, stream: Option<impl Read + Send + 'static>, events: &Sender<Event>) {
    let Some(stream) = stream else { return };
    let events = events.clone();
    std::thread::spawn(move || {
        let mut lines = BufReader::new(stream);
        let mut bytes = Vec::new();
        while lines
            .read_until(b'\n', &mut bytes)
            .is_ok_and(|read| read > 0)
        {
            let line = String::from_utf8_lossy(&bytes)
                .trim_end_matches(['\n', '\r'])
                .to_owned();
            bytes.clear();
            if events.send(Event::Line(id, line)).is_err() {
                return;
            }
        }
        let _ = events.send(Event::Closed(id));
    });
}

/// Waits for the end of a program and ends what it left behind in its group.
fn reap(
    id: usize,
    mut process: std::process::Child,
    own_group: bool,
    reaped: &Arc<Mutex<bool>>,
    events: &Sender<Event>,
) {
    let (reaped, events) = (Arc::clone(reaped), events.clone());
    let pid = Pid::from_child(&process);
    std::thread::spawn(move || {
        // NOWAIT keeps the number taken, so that the group below can be no other's.
        let exited = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        while matches!(waitid(WaitId::Pid(pid), exited), Err(Errno::INTR)) {}
        let mut reaped = reaped.lock().unwrap_or_else(PoisonError::into_inner);
        if own_group {
            let _ = kill_process_group(pid, Signal::KILL);
        }
        let status = process.wait();
        *reaped = true;
        drop(reaped);
        let _ = events.send(Event::Exited(id, status.unwrap_or_default()));
    });
}
