//! What we aim at, and whether it is met in this run.

use serde::Serialize;

use crate::figures::Run;
use crate::peer::Peer;
use crate::report::Report;

/// One aim.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Aim {
    what: String,
    measured: f64,
    /// `>=` or `<=`.
    bound: &'static str,
    wanted: f64,
    met: bool,
}

impl Aim {
    fn at_least(what: impl Into<String>, measured: f64, aim: f64) -> Self {
        Self {
            what: what.into(),
            measured,
            bound: ">=",
            wanted: aim,
            met: measured >= aim,
        }
    }

    fn at_most(what: impl Into<String>, measured: f64, aim: f64) -> Self {
        Self {
            what: what.into(),
            measured,
            bound: "<=",
            wanted: aim,
            met: measured <= aim,
        }
    }

    /// One line for a person.
    pub(crate) fn line(&self) -> String {
        let met = if self.met { "met" } else { "NOT MET" };
        let (what, bound) = (&self.what, self.bound);
        format!(
            "{what:<44} {:>7.2}  {bound} {:<6} {met}",
            self.measured, self.wanted
        )
    }
}

/// All aims that this run can tell about.
pub(crate) fn of(report: &Report) -> Vec<Aim> {
    let mut aims = Vec::new();
    for (alg, times) in [("ES256", 4.5), ("RS256", 2.5)] {
        let Some(ours) = find(&report.runs, alg) else {
            continue;
        };
        aims.extend(beside(&report.peers, ours, times));
        let cpu = ours.cpu_us / report.floor.cpu_us(alg);
        aims.push(Aim::at_most(
            format!("{alg} CPU, times the floor"),
            cpu,
            2.0,
        ));
    }
    aims.extend(with_many_links(&report.runs));
    if let Some(waiting) = &report.waiting {
        let what = format!("MB with {} waiting flows", waiting.flows);
        aims.push(Aim::at_most(what, f64::from(waiting.memory_mb), 150.0));
    }
    aims
}

/// Ahead of every peer, and of Node by as much as we aim at.
fn beside(peers: &[Run], ours: &Run, times: f64) -> Vec<Aim> {
    let (alg, mut aims) = (ours.alg, Vec::new());
    for peer in peers.iter().filter(|peer| peer.alg == alg) {
        let (is_node, name) = (peer.party == Peer::Node.name(), peer.party);
        let rate = ours.per_second / peer.per_second;
        let late = ours.times.p99_ms / peer.times.p99_ms;
        let (rate_wanted, late_wanted) = if is_node { (times, 0.3) } else { (1.0, 1.0) };
        let what = format!("{alg} logins/s, times those of {name}");
        aims.push(Aim::at_least(what, rate, rate_wanted));
        let what = format!("{alg} p99, times that of {name}");
        aims.push(Aim::at_most(what, late, late_wanted));
    }
    aims
}

fn find<'a>(runs: &'a [Run], alg: &str) -> Option<&'a Run> {
    runs.iter().find(|run| run.alg == alg && run.stored == 0)
}

/// The speed with the most links beside the speed with none.
fn with_many_links(runs: &[Run]) -> Option<Aim> {
    let most = runs.iter().max_by_key(|run| run.stored)?;
    let none = find(runs, most.alg)?;
    let what = format!("logins/s with {} links, times none", most.stored);
    let rate = most.per_second / none.per_second;
    (most.stored > 0).then(|| Aim::at_least(what, rate, 0.9))
}
