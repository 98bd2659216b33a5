//! What a process costs, as the kernel counts it.

use std::fs;
use std::io;
use std::time::Duration;

/// The cost of a process up to now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Processor time, in user mode and in the kernel.
    pub processor: Duration,
    /// Memory of its own in KiB, resident or swapped. Pages of files are not counted: the system
    /// takes them away as it likes, and that would hide a leak.
    pub memory: u64,
    /// Open files; 0 where that may not be seen.
    pub files: u64,
}

impl Cost {
    pub(super) fn of(process: u32) -> io::Result<Self> {
        let folder = format!("/proc/{process}");
        let stat = fs::read_to_string(format!("{folder}/stat"))?;
        let status = fs::read_to_string(format!("{folder}/status"))?;
        let files = fs::read_dir(format!("{folder}/fd")).map_or(0, Iterator::count);
        let ticks = ticks(&stat).ok_or_else(|| io::Error::other("proc/stat"))?;
        let second = rustix::param::clock_ticks_per_second();
        Ok(Self {
            processor: Duration::from_micros(ticks * 1_000_000 / second.max(1)),
            memory: memory(&status).ok_or_else(|| io::Error::other("proc/status"))?,
            files: files as u64,
        })
    }
}

/// User and kernel time, the 14th and 15th field. The second is a name that may contain anything.
fn ticks(stat: &str) -> Option<u64> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let kernel: u64 = fields.next()?.parse().ok()?;
    Some(user + kernel)
}

fn memory(status: &str) -> Option<u64> {
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().strip_suffix(" kB")?.parse::<u64>().ok()
    };
    Some(field("RssAnon:")? + field("VmSwap:")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_s_lines_are_read() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4194304 100 0 0 0 12 34 0 0 20 0 1 0 5 6 7";
        assert_eq!(ticks(stat), Some(46));
        assert_eq!(
            memory("RssAnon:\t    512 kB\nVmSwap:\t       8 kB\n"),
            Some(520)
        );
        assert_eq!(memory("Name:\tx\n"), None);
    }

    #[test]
    fn this_process_has_a_cost() {
        let cost = Cost::of(std::process::id()).expect("a cost");
        assert!(cost.memory > 0 && cost.files > 0);
    }
}
