//! What the operating system knows: cores, processor time, memory.

use std::process::{Command, ExitCode};
use std::time::Duration;

use time::format_description::well_known::Rfc3339;

const PINNED: &str = "IDENT_BENCH_PINNED";
/// The unit of processor times in /proc on Linux.
const TICK: Duration = Duration::from_millis(10);

/// Whether this is the second run, on one core.
pub(crate) fn is_pinned() -> bool {
    std::env::var_os(PINNED).is_some()
}

/// Runs this program again on the second core, with room for many connections.
pub(crate) fn pinned_again() -> ExitCode {
    let own = std::env::current_exe().unwrap_or_default();
    let status = Command::new("sh")
        .args([
            "-c",
            "ulimit -n 65536 2>/dev/null || ulimit -n $(ulimit -Hn); exec taskset -c 1 \"$@\"",
            "sh",
        ])
        .arg(own)
        .args(std::env::args_os().skip(1))
        .env(PINNED, "1")
        .status();
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Seconds since the Unix epoch.
#[expect(
    clippy::disallowed_methods,
    reason = "a benchmark measures against real time"
)]
pub(crate) fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}

/// The same as RFC 3339 writes it.
pub(crate) fn now_text() -> String {
    let now = time::OffsetDateTime::from_unix_timestamp(now()).ok();
    now.and_then(|now| now.format(&Rfc3339).ok())
        .unwrap_or_default()
}

/// Milliseconds from now to a point in time as RFC 3339 writes it; 0 for what is past.
pub(crate) fn until(text: &str) -> Result<Duration, String> {
    let at = time::OffsetDateTime::parse(text, &Rfc3339).map_err(|error| error.to_string())?;
    let wait = at - time::OffsetDateTime::now_utc();
    Ok(wait.try_into().unwrap_or_default())
}

/// Processor time of a process so far.
pub(crate) fn cpu(pid: u32) -> Duration {
    times(&format!("/proc/{pid}/stat"))
}

/// Processor time of this thread so far. Finer than the unit of a process's.
pub(crate) fn own_cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = text.split_whitespace().next();
    Duration::from_nanos(first.and_then(|text| text.parse().ok()).unwrap_or_default())
}

/// Processor time of the threads of a process whose name begins with `name`.
pub(crate) fn cpu_of_threads(pid: u32, name: &str) -> Duration {
    let Ok(tasks) = std::fs::read_dir(format!("/proc/{pid}/task")) else {
        return Duration::ZERO;
    };
    tasks
        .filter_map(Result::ok)
        .map(|task| task.path())
        .filter(|task| {
            let found = std::fs::read_to_string(task.join("comm")).unwrap_or_default();
            found.starts_with(name)
        })
        .map(|task| times(&task.join("stat").to_string_lossy()))
        .sum()
}

/// Resident memory of a process in MB.
pub(crate) fn memory_mb(pid: u32) -> u32 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u32>().ok());
    kilobytes.unwrap_or_default() / 1024
}

fn times(path: &str) -> Duration {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    // The name in parentheses may contain anything; the fields after it are fixed.
    let after = text.rsplit_once(')').map_or("", |(_, after)| after);
    let field = |index: usize| after.split_whitespace().nth(index)?.parse::<u32>().ok();
    TICK * (field(11).unwrap_or_default() + field(12).unwrap_or_default())
}

/// Processes that wanted a core, on average over the last minute.
pub(crate) fn load() -> f64 {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let first = text.split_whitespace().next();
    first.and_then(|text| text.parse().ok()).unwrap_or_default()
}
