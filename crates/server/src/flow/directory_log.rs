//! Reading the directory's own log and laying it beside what was ordered.

use std::collections::BTreeMap;
use std::time::Duration;

use ident_core::account::AccountKey;
use ident_core::audit::{AuditEvent, Event};
use ident_core::change::{Change, CommitError, Conflict, Queue, Write};
use ident_core::port::{Fault, Unavailable};
use ident_core::reconcile::{Attempt, Found, Outcome, ReadSpan, Terms, Trace, overdue, reconcile};
use ident_core::refusal::Refusal;
use ident_core::time::{Span, Timestamp};
use tokio::time::sleep;

use crate::state::App;

/// So many pages in a row, then one every other second: Graph gives out its reports at five
/// requests in ten seconds.
const AT_ONCE: u32 = 4;
const PAUSE: Duration = Duration::from_secs(2);
/// Attempts that began so long before the first entry of a page cannot have left it.
const BEFORE: Span = Span::minutes(15);
/// How often a page is decided anew while others write to the same records.
const ROUNDS: u8 = 5;
/// How many attempts whose time is over are looked at in one go.
const BATCH: u32 = 500;

/// What a reading came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Attempts of which everything is in the log.
    pub traced: u32,
    /// Attempts that had been missed and have come up.
    pub late: u32,
    /// Attempts that are missed: an alarm each.
    pub untraced: u32,
    /// Entries that nothing of ours explains: an alarm each.
    pub foreign: u32,
}

/// Reads on where the last reading ended, on whatever node.
///
/// # Errors
/// Why the log cannot be read; nothing is lost by that.
pub async fn read_directory_log(app: &App) -> Result<Reading, Fault> {
    let down = |_: Unavailable| Fault::NotDone(Refusal::StoreUnavailable);
    let Some(config) = &app.config.directory.log else {
        return Ok(Reading::default());
    };
    let terms = config.terms(app.config.directory.settle());
    let now = app.now();
    let read_to = app.store.queue_end(Queue::LogRead).await.map_err(down)?;
    let looked = app.store.queue_end(Queue::LogLookedBack).await;
    let looked = looked.map_err(down)?;
    let waiting = app.store.waiting_attempts(now, 1).await.map_err(down)?;
    let oldest = waiting.first().map(|attempt| attempt.begun_at);
    let span = ReadSpan::next(read_to, looked, oldest, now);
    let mut reading = Reading::default();
    pages(app, &span, &terms, &mut reading).await?;
    late(app, now, &terms, &mut reading).await.map_err(down)?;
    let mut change = Change::from(moved(Queue::LogRead, read_to, now));
    if span.looks_back || looked.is_none() {
        change = change.with(moved(Queue::LogLookedBack, looked, now));
    }
    match app.store.commit(change).await {
        // Another node has read as far.
        Ok(()) | Err(CommitError::Conflict(_)) => {}
        Err(CommitError::Unavailable) => return Err(down(Unavailable)),
    }
    app.metrics.log_read(now);
    Ok(reading)
}

const fn moved(queue: Queue, from: Option<Timestamp>, to: Timestamp) -> Write {
    Write::MoveQueue { queue, from, to }
}

async fn pages(
    app: &App,
    span: &ReadSpan,
    terms: &Terms,
    reading: &mut Reading,
) -> Result<(), Fault> {
    let (mut next, mut count) = (None, 0);
    loop {
        let page = app.log.page((span.from, span.to), next).await?;
        settle(app, page.traces, terms, reading)
            .await
            .map_err(|_| Fault::NotDone(Refusal::StoreUnavailable))?;
        next = page.next;
        if next.is_none() {
            return Ok(());
        }
        count += 1;
        if count >= AT_ONCE {
            sleep(PAUSE).await;
        }
    }
}

/// Deals with the entries of a page, each once.
async fn settle(
    app: &App,
    traces: Vec<Trace>,
    terms: &Terms,
    reading: &mut Reading,
) -> Result<(), Unavailable> {
    for _ in 0..ROUNDS {
        let mut new = Vec::new();
        for trace in &traces {
            if !app.store.knows_trace(trace.key()).await? {
                new.push(trace.clone());
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        // After the entries: what was ordered is stored before it can be in the log.
        let attempts = attempts(app, &new).await?;
        let outcome = reconcile(attempts, &new, app.now(), terms);
        let (change, alarms) = written(app, &outcome, &new);
        match app.store.commit(change).await {
            Ok(()) => {
                told(app, &outcome.changed, reading);
                foreign(app, &outcome, &new, (&alarms, reading));
                return Ok(());
            }
            Err(CommitError::Unavailable) => return Err(Unavailable),
            // Another node, or the act itself, was faster: look again.
            Err(CommitError::Conflict(_)) => {}
        }
    }
    // The next reading begins before this one's end.
    tracing::warn!("directory_log.page_left");
    Ok(())
}

async fn attempts(app: &App, traces: &[Trace]) -> Result<Vec<Attempt>, Unavailable> {
    let mut first: BTreeMap<&str, Timestamp> = BTreeMap::new();
    for trace in traces {
        if let Some(object) = &trace.object {
            let at = first.entry(object).or_insert(trace.at);
            *at = (*at).min(trace.at);
        }
    }
    let mut attempts = Vec::new();
    for (object, at) in first {
        let account = AccountKey {
            tenant: app.config.tenant.id.to_ascii_lowercase(),
            object: object.to_owned(),
        };
        attempts.extend(app.store.attempts(&account, at - BEFORE).await?);
    }
    Ok(attempts)
}

/// All that is stored of a page, and the references of its alarms.
fn written(app: &App, outcome: &Outcome, traces: &[Trace]) -> (Change, Vec<String>) {
    let now = app.now();
    let mut change = Change::new();
    for (attempt, found) in &outcome.changed {
        change = change.with(Write::UpdateAttempt(attempt.clone()));
        change.0.extend(row(attempt, *found, now).map(Write::Audit));
    }
    for place in outcome.explained.iter().chain(&outcome.foreign) {
        let trace = &traces[*place];
        change = change.with(Write::NoteTrace {
            trace: trace.key(),
            at: trace.at,
        });
    }
    let references: Vec<String> = outcome
        .foreign
        .iter()
        .map(|_| app.entropy.reference())
        .collect();
    for reference in &references {
        change = change.audited(AuditEvent {
            reference: Some(reference.clone()),
            ..AuditEvent::new(Event::Foreign, now)
        });
    }
    (change, references)
}

fn row(attempt: &Attempt, found: Option<Found>, now: Timestamp) -> Option<AuditEvent> {
    let event = match found? {
        Found::Whole => Event::Traced,
        Found::Late => Event::TracedLate,
        Found::Missing => Event::Untraced,
    };
    Some(AuditEvent {
        act: attempt.act,
        ..AuditEvent::new(event, now)
    })
}

/// Attempts whose entries have not come up in time.
async fn late(
    app: &App,
    read_to: Timestamp,
    terms: &Terms,
    reading: &mut Reading,
) -> Result<(), Unavailable> {
    // Those that began at that very moment too.
    let begun_before = read_to - terms.patience + Span::millis_of(1);
    loop {
        let waiting = app.store.waiting_attempts(begun_before, BATCH).await?;
        let due = waiting
            .iter()
            .filter_map(|attempt| overdue(attempt, read_to, terms));
        let mut stored = 0;
        for (attempt, found) in due {
            let mut change = Change::from(Write::UpdateAttempt(attempt.clone()));
            change
                .0
                .extend(row(&attempt, found, app.now()).map(Write::Audit));
            match app.store.commit(change).await {
                Ok(()) => {
                    stored += 1;
                    told(app, &[(attempt, found)], reading);
                }
                // Its own process, or another node, has written to it.
                Err(CommitError::Conflict(Conflict::Attempt)) => {}
                Err(_) => return Err(Unavailable),
            }
        }
        if stored == 0 || waiting.len() < BATCH as usize {
            return Ok(());
        }
    }
}

/// Counts and logs what has become of attempts. The word of an alarm names no person.
fn told(app: &App, changed: &[(Attempt, Option<Found>)], reading: &mut Reading) {
    for (attempt, found) in changed {
        let act = attempt.act.map(|act| act.to_string());
        let attempt = attempt.id.to_string();
        match found {
            None => {}
            Some(Found::Whole) => {
                reading.traced += 1;
                app.metrics.log_outcome("traced");
            }
            Some(Found::Late) => {
                reading.late += 1;
                app.metrics.log_outcome("late");
                tracing::warn!(act, attempt, "directory_log.traced_late");
            }
            Some(Found::Missing) => {
                reading.untraced += 1;
                app.metrics.log_outcome("untraced");
                tracing::error!(alarm = true, act, attempt, "directory_log.untraced");
            }
        }
    }
}

fn foreign(
    app: &App,
    outcome: &Outcome,
    traces: &[Trace],
    (references, reading): (&[String], &mut Reading),
) {
    for (place, reference) in outcome.foreign.iter().zip(references) {
        let trace = &traces[*place];
        let (entry, activity) = (trace.id.as_str(), trace.activity.word());
        reading.foreign += 1;
        app.metrics.log_outcome("foreign");
        tracing::error!(
            alarm = true,
            reference,
            entry,
            activity,
            success = trace.success,
            "directory_log.foreign"
        );
    }
}
