//! What was measured, told to a person or a program.

use std::fmt::Write;

use serde::Serialize;
use serde_json::json;

use crate::figures::{Floor, Run, Waiting};

/// Everything that was measured.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    pub(crate) runs: Vec<Run>,
    pub(crate) floor: Floor,
    pub(crate) waiting: Waiting,
}

impl Report {
    /// For a program.
    pub(crate) fn json(&self) -> String {
        let floors: Vec<_> = ["ES256", "RS256"]
            .map(|alg| json!({ "alg": alg, "cpu_us": self.floor.cpu_us(alg) }))
            .into();
        json!({ "report": self, "floor_of_a_login": floors }).to_string()
    }

    /// For a person.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "alg    links    logins/s  p50 ms  p99 ms  CPU us  signing  verifying  database  rest  MB  x floor"
        );
        for run in &self.runs {
            let _ = writeln!(text, "{}", self.line(run));
        }
        let floor = &self.floor;
        let _ = writeln!(
            text,
            "floor  ES256 {:.0} us, RS256 {:.0} us of CPU a login (sign {:.0}/{:.0}, verify {:.0}/{:.0}, \
             commit {:.0} of {:.0} wall, round trip {:.0})",
            floor.cpu_us("ES256"),
            floor.cpu_us("RS256"),
            floor.es256_sign_us,
            floor.rs256_sign_us,
            floor.es256_verify_us,
            floor.rs256_verify_us,
            floor.commit_cpu_us,
            floor.commit_us,
            floor.loopback_us,
        );
        let waiting = &self.waiting;
        let _ = write!(
            text,
            "{} waiting flows with open event streams: {} MB (before {} MB); logins among them \
             {:.0}/s, p50 {:.1} ms, p99 {:.1} ms",
            waiting.flows,
            waiting.memory_mb,
            waiting.memory_before_mb,
            waiting.per_second,
            waiting.times.p50_ms,
            waiting.times.p99_ms,
        );
        text
    }

    fn line(&self, run: &Run) -> String {
        let floor = &self.floor;
        let (sign, verify) = if run.alg == "ES256" {
            (floor.es256_sign_us, floor.es256_verify_us)
        } else {
            (floor.rs256_sign_us, floor.rs256_verify_us)
        };
        let rest = run.cpu_us - sign - verify - run.database_us;
        format!(
            "{:<6} {:>8} {:>8.0} {:>7.1} {:>7.1} {:>7.0} {:>8.0} {:>10.0} {:>9.0} {:>5.0} {:>4} {:>7.2}",
            run.alg,
            run.stored,
            run.per_second,
            run.times.p50_ms,
            run.times.p99_ms,
            run.cpu_us,
            sign,
            verify,
            run.database_us,
            rest,
            run.memory_mb,
            run.cpu_us / floor.cpu_us(run.alg),
        )
    }
}
