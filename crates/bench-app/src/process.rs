//! What the operating system knows of a program and all that it has started.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Child;
use std::time::Duration;

use rustix::fs::{Advice, fadvise};
use rustix::process::{Pid, Signal, kill_process, kill_process_group, test_kill_process};
use serde::Serialize;

use crate::screen::wait;

/// The unit of processor times in /proc on Linux.
const TICK: Duration = Duration::from_millis(10);
/// Programs that share their libraries with one of those that are measured (the first 15 letters).
const SHARING: [&str; 3] = ["chromium", "WebKitWebProces", "WebKitNetworkPr"];

/// Memory of one process.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Memory {
    pub(crate) name: String,
    /// Its share of what several processes have together is what is divided by their number.
    pub(crate) pss_mb: f64,
}

/// A program that was started, and its whole family. Both end with the value.
pub(crate) struct Family {
    child: Child,
}

impl Family {
    /// Of a child that leads a process group of its own.
    pub(crate) fn of(child: Child) -> Self {
        Self { child }
    }

    /// All processes, the first one first.
    fn members(&self) -> Vec<u32> {
        let parents: Vec<_> = all()
            .into_iter()
            .filter_map(|pid| Some((pid, parent(pid)?)))
            .collect();
        let mut members = vec![self.child.id()];
        let mut next = 0;
        while let Some(member) = members.get(next).copied() {
            let children = parents.iter().filter(|(_, parent)| *parent == member);
            members.extend(children.map(|(pid, _)| *pid));
            next += 1;
        }
        members
    }

    /// Memory of each process.
    pub(crate) fn memory(&self) -> Vec<Memory> {
        self.members().into_iter().filter_map(memory).collect()
    }

    /// Processor time of all processes so far.
    pub(crate) fn processor(&self) -> Duration {
        self.members().into_iter().map(processor).sum()
    }

    /// The same of the threads that live now, in a unit a million times finer.
    pub(crate) fn processor_of_threads(&self) -> Duration {
        self.members().into_iter().map(processor_of_threads).sum()
    }

    /// Programs, libraries and data that they have mapped.
    pub(crate) fn files(&self) -> BTreeSet<PathBuf> {
        let text = |pid: u32| fs::read_to_string(format!("/proc/{pid}/maps")).unwrap_or_default();
        let maps: Vec<_> = self.members().into_iter().map(text).collect();
        let lines = maps.iter().flat_map(|text| text.lines());
        let files = lines.filter_map(|line| line.find('/').map(|at| PathBuf::from(&line[at..])));
        files.filter(|file| file.is_file()).collect()
    }

    /// Ends it as a session does that ends.
    pub(crate) fn end(mut self) -> Result<(), String> {
        let members = self.members();
        self.signal(Signal::TERM);
        let child = std::cell::RefCell::new(&mut self.child);
        let ended = wait(|| !matches!(child.borrow_mut().try_wait(), Ok(None)));
        let pids = || {
            members
                .iter()
                .filter_map(|pid| Pid::from_raw(pid.cast_signed()))
        };
        // What outlives it would disturb the next start.
        for pid in pids() {
            let _ = kill_process(pid, Signal::KILL);
        }
        ended.and_then(|()| wait(|| pids().all(|pid| test_kill_process(pid).is_err())))
    }

    fn signal(&self, signal: Signal) {
        if let Some(group) = Pid::from_raw(self.child.id().cast_signed()) {
            // It may have ended by itself.
            let _ = kill_process_group(group, signal);
        }
    }
}

impl Drop for Family {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.signal(Signal::KILL);
            let _ = self.child.wait();
        }
    }
}

/// Has the system read these files from the disk again when they are wanted next, as far as no other
/// program has them mapped.
pub(crate) fn forget(files: &BTreeSet<PathBuf>) {
    for file in files.iter().filter_map(|file| File::open(file).ok()) {
        // Advice: a system that does not take it has warmer starts.
        let _ = fadvise(&file, 0, None, Advice::DontNeed);
    }
}

/// Processes of others that share libraries with what is measured: they make its share smaller.
pub(crate) fn strangers() -> usize {
    let name = |pid: u32| fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    all()
        .into_iter()
        .filter(|pid| SHARING.contains(&name(*pid).trim()))
        .count()
}

/// Processes that wanted a core, on average over the last minute.
pub(crate) fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let first = text.split_whitespace().next();
    first.and_then(|text| text.parse().ok()).unwrap_or_default()
}

fn all() -> Vec<u32> {
    let entries = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(Result::ok);
    entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}

/// The fields of /proc/PID/stat after the name, which may contain anything.
fn stat(pid: u32) -> Option<Vec<u32>> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = text.rsplit_once(')')?;
    Some(
        fields
            .split_whitespace()
            .map(|field| field.parse().unwrap_or_default())
            .collect(),
    )
}

fn parent(pid: u32) -> Option<u32> {
    stat(pid)?.get(1).copied()
}

fn processor(pid: u32) -> Duration {
    let stat = stat(pid).unwrap_or_default();
    let field = |index: usize| stat.get(index).copied().unwrap_or_default();
    TICK * (field(11) + field(12))
}

/// The first field of a thread's schedstat: nanoseconds on a processor.
fn processor_of_threads(pid: u32) -> Duration {
    let tasks = fs::read_dir(format!("/proc/{pid}/task"))
        .into_iter()
        .flatten();
    let texts =
        tasks.filter_map(|task| fs::read_to_string(task.ok()?.path().join("schedstat")).ok());
    let nanoseconds = texts.filter_map(|text| text.split_whitespace().next()?.parse().ok());
    nanoseconds.map(Duration::from_nanos).sum()
}

fn memory(pid: u32) -> Option<Memory> {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    let name = fs::read_to_string(format!("/proc/{pid}/comm")).ok()?;
    Some(Memory {
        name: name.trim().to_owned(),
        pss_mb: kilobytes / 1024.0,
    })
}
