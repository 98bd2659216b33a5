//! What was measured, told to a person or a program.

use std::fmt::Write;

use serde::Serialize;
use serde_json::json;

use crate::aims;
use crate::figures::{Drain, Floor, Issues, Run, Waiting};
use crate::first_load::FirstLoad;

/// Everything that was measured.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// Ours.
    pub(crate) runs: Vec<Run>,
    /// The relying parties to compare with.
    pub(crate) peers: Vec<Run>,
    pub(crate) floor: Floor,
    pub(crate) waiting: Option<Waiting>,
    /// Passes a second.
    pub(crate) issues: Option<Issues>,
    /// Many who want a pass at once.
    pub(crate) rush: Option<Drain>,
    pub(crate) first_load: Option<FirstLoad>,
    /// What was left out, and why.
    pub(crate) left_out: Vec<String>,
    /// Processes that wanted a core, on average over a minute, before and after.
    pub(crate) load: [f64; 2],
}

const HEAD: &str = "        alg     links  logins/s  p50 ms  p99 ms  CPU us  x floor  MB   \
    signing  verifying  database  rest";

impl Report {
    /// For a program.
    pub(crate) fn json(&self) -> String {
        let floors =
            ["ES256", "RS256"].map(|alg| json!({ "alg": alg, "cpu_us": self.floor.cpu_us(alg) }));
        let aims = aims::of(self);
        json!({ "report": self, "floor_of_a_login": floors, "aims": aims }).to_string()
    }

    /// For a person.
    pub(crate) fn text(&self) -> String {
        let mut lines = vec![HEAD.to_owned()];
        lines.extend(self.runs.iter().map(|run| self.ours(run)));
        lines.extend(self.peers.iter().map(|run| self.common(run)));
        lines.extend(["ES256", "RS256"].map(|alg| self.floor(alg)));
        lines.extend(self.waiting.as_ref().map(waiting));
        lines.extend(self.issues.as_ref().map(issues));
        lines.extend(self.rush.as_ref().map(rush));
        lines.extend(self.first_load.as_ref().map(first_load));
        lines.extend(self.left_out.iter().map(|why| format!("left out: {why}")));
        lines.push(format!(
            "load of the machine: {:.1} before, {:.1} after",
            self.load[0], self.load[1]
        ));
        lines.push(String::new());
        lines.extend(aims::of(self).iter().map(aims::Aim::line));
        lines.join("\n")
    }

    /// What a run of any relying party has.
    fn common(&self, run: &Run) -> String {
        format!(
            "{:<7} {:<6} {:>7} {:>8.0} {:>8.1} {:>7.1} {:>7.0} {:>8.2} {:>4}",
            run.party,
            run.alg,
            run.stored,
            run.per_second,
            run.times.p50_ms,
            run.times.p99_ms,
            run.cpu_us,
            run.cpu_us / self.floor.cpu_us(run.alg),
            run.memory_mb,
        )
    }

    /// The signatures are the floor's: both use the same library.
    fn ours(&self, run: &Run) -> String {
        let (sign, verify) = self.floor.signatures_us(run.alg);
        let rest = run.cpu_us - sign - verify - run.database_us;
        let mut line = self.common(run);
        // Writing to a string does not fail.
        let _ = write!(
            line,
            " {sign:>8.0} {verify:>10.0} {:>9.0} {rest:>5.0}",
            run.database_us
        );
        line
    }

    fn floor(&self, alg: &str) -> String {
        let (floor, all) = (&self.floor, self.floor.cpu_us(alg));
        let (sign, verify) = floor.signatures_us(alg);
        let commit = floor.commit_cpu_us;
        let rest = all - sign - verify - commit;
        format!(
            "floor   {alg:<6}        - {:>8.0}        -       - {all:>7.0}     1.00    - {sign:>8.0} {verify:>10.0} {commit:>9.0} {rest:>5.0}",
            1e6 / all
        )
    }
}

fn waiting(waiting: &Waiting) -> String {
    format!(
        "{} waiting flows with open event streams: {} MB (before {}); logins among them {:.0}/s, \
         p50 {:.1} ms, p99 {:.1} ms",
        waiting.flows,
        waiting.memory_mb,
        waiting.memory_before_mb,
        waiting.per_second,
        waiting.times.p50_ms,
        waiting.times.p99_ms,
    )
}

fn issues(issues: &Issues) -> String {
    let times = &issues.times;
    format!(
        "passes, from the card check to the value: {:.0}/s, p50 {:.1} ms, p99 {:.1} ms, {:.0} us of CPU each",
        issues.per_second, times.p50_ms, times.p99_ms, issues.cpu_us,
    )
}

fn rush(rush: &Drain) -> String {
    let seconds = |ms: f64| ms / 1000.0;
    format!(
        "{} people ask for a pass within a minute (or as fast): all have one after {:.0} s; waited p50 \
         {:.0} s, at most {:.0} s, with at most {} before them; the pass came p50 {:.0} ms, p99 {:.0} ms \
         after the turn told at first; {} turns out of order, {} pushed back, {} put off; directory: {} \
         passes, {} answers 429, {} writes too early ({} of others were under way), at most {} live pass of one account",
        rush.people,
        rush.drained_s,
        seconds(rush.waited.p50_ms),
        seconds(rush.waited.max_ms),
        rush.most_ahead,
        rush.after_turn.p50_ms,
        rush.after_turn.p99_ms,
        rush.turns_out_of_order,
        rush.pushed_back,
        rush.put_off,
        rush.passes,
        rush.throttled,
        rush.early_writes,
        rush.under_way,
        rush.most_live,
    )
}

fn first_load(load: &FirstLoad) -> String {
    let kilobytes = |bytes: f64| bytes / 1000.0;
    format!(
        "first load on a slow phone (1.6 Mbit/s, 150 ms, a quarter of the processor): usable after \
         {:.2} s and {:.0} kB; {:.0} kB in all, {:.0} kB of them fonts",
        load.usable_ms / 1000.0,
        kilobytes(load.bytes_until_usable),
        kilobytes(load.bytes),
        kilobytes(load.font_bytes),
    )
}
