//! `cargo xtask test`: everything that CI runs, ring by ring.

mod closing;
mod failed;
mod postgres;
pub(crate) mod ring;
mod runner;
mod rust;
mod tally;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::args::TestOptions;
use crate::console;
use crate::install::apt;
use crate::problem::{Outcome, Problem};
use crate::process::Session;
use crate::{disk, path};
use ring::Ring;
use runner::Runner;
use tally::Tally;

/// What a first build of everything takes, in MiB.
const ROOM: u64 = 1500;

/// How one ring went.
struct Report {
    ring: Ring,
    tally: Tally,
    time: Duration,
    problem: Option<Problem>,
    failures: Vec<Vec<String>>,
}

/// Runs the rings asked for and says how they went.
///
/// # Errors
/// When the tests cannot be run at all, or on Ctrl-C. Failing tests are an exit code.
pub(crate) fn run(options: &TestOptions) -> Outcome<ExitCode> {
    if options.list {
        for ring in Ring::ALL {
            println!("{:<8} {}", ring.name(), ring.purpose());
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut session = Session::new()?;
    disk::ensure_room(path::root(), ROOM)?;
    apt::ensure(&mut session, apt::COMPILER)?;
    let mut reports = Vec::new();
    for ring in Ring::ALL
        .into_iter()
        .filter(|ring| is_wanted(*ring, options))
    {
        reports.push(run_ring(&mut session, ring)?);
    }
    let failed = summary(&reports);
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn is_wanted(ring: Ring, options: &TestOptions) -> bool {
    options.only.is_empty() || options.only.contains(&ring)
}

fn run_ring(session: &mut Session, ring: Ring) -> Outcome<Report> {
    println!("== {}: {}", ring.name(), ring.purpose());
    let begun = Instant::now();
    let mut runner = Runner::new(session);
    let problem = ring.run(&mut runner).err();
    let tally = runner.tally();
    if problem.as_ref().is_some_and(Problem::is_interruption) {
        return Err(Problem::interrupted());
    }
    let mut report = judged(ring, tally, begun.elapsed(), problem);
    report.failures = runner.into_failures();
    println!("{}", line(&report));
    Ok(report)
}

/// A ring that could not finish, or that had nothing to run, has failed whatever its tests say.
fn judged(ring: Ring, tally: Tally, time: Duration, problem: Option<Problem>) -> Report {
    let empty = (tally.passed + tally.failed == 0)
        .then(|| Problem::new(format!("The ring {} found nothing to run.", ring.name())));
    let problem = problem.or(empty);
    let failed = if problem.is_some() {
        tally.failed.max(1)
    } else {
        tally.failed
    };
    Report {
        ring,
        tally: Tally { failed, ..tally },
        time,
        problem,
        failures: Vec::new(),
    }
}

fn line(report: &Report) -> String {
    let Report {
        ring,
        tally,
        time,
        problem,
        ..
    } = report;
    let verdict = if tally.failed == 0 { "ok" } else { "FAILED" };
    let time = console::duration(*time);
    let line = format!("== {}: {verdict}, {tally}, {time}\n", ring.name());
    problem
        .as_ref()
        .map_or(line.clone(), |problem| format!("{problem}\n{line}"))
}

/// Prints what failed, the table and the closing line; true when anything failed.
fn summary(reports: &[Report]) -> bool {
    for report in reports {
        for failure in &report.failures {
            println!("-- {}: {}\n", report.ring.name(), failure.join("\n"));
        }
    }
    for Report {
        ring, tally, time, ..
    } in reports
    {
        let mark = if tally.failed == 0 {
            "ok    "
        } else {
            "FAILED"
        };
        println!(
            "{mark} {:<8} {:>12}  {tally}",
            ring.name(),
            console::duration(*time)
        );
    }
    let total = reports
        .iter()
        .fold(Tally::default(), |sum, report| sum + report.tally);
    println!("{total}");
    // Last of all, because of a long output often only the end is kept.
    reports
        .iter()
        .flat_map(names)
        .for_each(|name| println!("{name}"));
    total.failed > 0
}

/// What failed in this ring, a line each.
fn names(report: &Report) -> Vec<String> {
    let problem = report.problem.as_ref().map(ToString::to_string);
    let firsts = report.failures.iter().map(|block| block[0].clone());
    let ring = report.ring.name();
    problem
        .into_iter()
        .chain(firsts)
        .map(|name| format!("{ring}: {}", name.trim().trim_end_matches('─').trim_end()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIME: Duration = Duration::from_secs(3);

    #[test]
    fn a_ring_with_nothing_to_run_fails() {
        let report = judged(Ring::Peer, Tally::default(), TIME, None);
        assert_eq!(report.tally.failed, 1);
        assert!(line(&report).contains("nothing to run"));
    }

    #[test]
    fn a_ring_that_could_not_finish_fails_even_when_its_tests_passed() {
        let tally = Tally {
            passed: 3,
            ..Tally::default()
        };
        let report = judged(Ring::Unit, tally, TIME, Some(Problem::new("cargo failed.")));
        assert_eq!(
            report.tally,
            Tally {
                passed: 3,
                failed: 1,
                skipped: 0
            }
        );
    }

    #[test]
    fn a_ring_that_only_skipped_fails() {
        let tally = Tally {
            skipped: 4,
            ..Tally::default()
        };
        assert_eq!(judged(Ring::Store, tally, TIME, None).tally.failed, 1);
    }

    #[test]
    fn what_failed_is_named_in_a_line_each() {
        let mut report = judged(Ring::Browser, Tally::default(), TIME, None);
        report.problem = Some(Problem::new("npm failed."));
        report.failures = vec![
            vec!["  1) spec/a.spec.ts:1:1 › links ────".to_owned()],
            vec![" FAIL  src/b.test.ts".to_owned(), "left 1".to_owned()],
        ];
        let expected = [
            "browser: npm failed.",
            "browser: 1) spec/a.spec.ts:1:1 › links",
            "browser: FAIL  src/b.test.ts",
        ];
        assert_eq!(names(&report), expected);
    }

    #[test]
    fn a_passing_ring_is_one_line_with_its_time() {
        let tally = Tally {
            passed: 3,
            ..Tally::default()
        };
        let report = judged(Ring::Unit, tally, TIME, None);
        assert_eq!(line(&report), "== unit: ok, 3 passed, 0 failed, 3.0 s\n");
    }

    #[test]
    fn without_only_every_ring_is_wanted() {
        let all = TestOptions::default();
        assert!(Ring::ALL.into_iter().all(|ring| is_wanted(ring, &all)));
        let one = TestOptions {
            only: vec![Ring::Ui],
            list: false,
        };
        let wanted: Vec<_> = Ring::ALL
            .into_iter()
            .filter(|ring| is_wanted(*ring, &one))
            .collect();
        assert_eq!(wanted, [Ring::Ui]);
    }
}
