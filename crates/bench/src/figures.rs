//! What was measured.

use std::time::Duration;

use serde::Serialize;

/// Times of many logins.
#[expect(
    clippy::struct_field_names,
    reason = "the unit belongs to the name of a figure"
)]
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Times {
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
    pub(crate) max_ms: f64,
}

impl Times {
    pub(crate) fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |per_cent: usize| {
            let index = (times.len() * per_cent / 100).min(times.len().saturating_sub(1));
            times
                .get(index)
                .map_or(0.0, |time| time.as_secs_f64() * 1000.0)
        };
        Self {
            p50_ms: at(50),
            p99_ms: at(99),
            max_ms: at(100),
        }
    }
}

/// One run of logins.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Run {
    /// Which relying party.
    pub(crate) party: &'static str,
    pub(crate) alg: &'static str,
    pub(crate) stored: u64,
    pub(crate) logins: usize,
    pub(crate) per_second: f64,
    #[serde(flatten)]
    pub(crate) times: Times,
    /// Processor time of the server for one login.
    pub(crate) cpu_us: f64,
    /// … of which its writing thread of the database.
    pub(crate) database_us: f64,
    pub(crate) memory_mb: u32,
}

/// With the browser; those with the provider are left out, as where others were measured.
const ROUND_TRIPS: f64 = 3.0;

/// What no relying party can go below on this machine.
#[expect(
    clippy::struct_field_names,
    reason = "the unit belongs to the name of a figure"
)]
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Floor {
    pub(crate) es256_sign_us: f64,
    pub(crate) es256_verify_us: f64,
    pub(crate) rs256_sign_us: f64,
    pub(crate) rs256_verify_us: f64,
    /// Wall time of one durable commit.
    pub(crate) commit_us: f64,
    /// … of which processor time.
    pub(crate) commit_cpu_us: f64,
    /// One question and answer over a kept loopback connection.
    pub(crate) loopback_us: f64,
}

impl Floor {
    /// Processor time of one login: our signature, the check of the provider's, one commit, three
    /// round trips.
    pub(crate) fn cpu_us(&self, alg: &str) -> f64 {
        let (sign, verify) = self.signatures_us(alg);
        sign + verify + self.commit_cpu_us + ROUND_TRIPS * self.loopback_us
    }

    /// Our signature, and the check of the provider's.
    pub(crate) fn signatures_us(&self, alg: &str) -> (f64, f64) {
        if alg == "ES256" {
            (self.es256_sign_us, self.es256_verify_us)
        } else {
            (self.rs256_sign_us, self.rs256_verify_us)
        }
    }
}

/// Logins among many flows that wait.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Waiting {
    pub(crate) flows: usize,
    pub(crate) memory_before_mb: u32,
    pub(crate) memory_mb: u32,
    #[serde(flatten)]
    pub(crate) times: Times,
    pub(crate) per_second: f64,
}

/// Passes given, one after another.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Issues {
    pub(crate) per_second: f64,
    #[serde(flatten)]
    pub(crate) times: Times,
    /// Processor time of the server for one, with its card check.
    pub(crate) cpu_us: f64,
}

/// A rush of people under the directory's budget.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Drain {
    pub(crate) people: u32,
    /// From the first request to the last pass.
    pub(crate) drained_s: f64,
    /// From asking to the pass.
    pub(crate) waited: Times,
    /// From the turn that was told at asking to the pass.
    pub(crate) after_turn: Times,
    /// The most people who were told to be before one.
    pub(crate) most_ahead: u64,
    /// People whose turn was before that of somebody who had asked a second or more earlier.
    pub(crate) turns_out_of_order: usize,
    /// Looks at which more people were before one than at the look before.
    pub(crate) pushed_back: u32,
    /// People who had to come again.
    pub(crate) put_off: usize,
    /// Answers 429 of the directory.
    pub(crate) throttled: u32,
    /// Writes for an account before the time that a 429 had told for it.
    pub(crate) early_writes: u32,
    /// Writes for others that were under way when a 429 came.
    pub(crate) under_way: u32,
    pub(crate) passes: u32,
    /// The most live passes that one account had at any time.
    pub(crate) most_live: usize,
}
