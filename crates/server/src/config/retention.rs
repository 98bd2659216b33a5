//! When records go. Nothing personal outlives its reason.

use ident_core::flow::Lifetimes;
use ident_core::port::Retention;
use ident_core::time::{Span, Timestamp};
use serde::Deserialize;

use super::error::Fault;

/// How long records are kept after their end.
#[derive(Clone, Copy, Debug)]
pub struct RetentionConfig {
    /// Visits, after they were last seen.
    pub visits: Span,
    /// Flows and their proofs, after their deadline; late answers are told why until then.
    pub flows: Span,
    /// Counts, after their window began.
    pub counts: Span,
    /// Acts that ended, after they were asked for.
    pub acts: Span,
    /// Entries of histories.
    pub entries: Span,
    /// Mails that ended, after they were queued.
    pub mails: Span,
    /// Notice addresses, after they were removed; until then they are still told of everything.
    pub contacts: Span,
    /// Applications for rescue that ended, after they were made.
    pub cases: Span,
    /// Kiosks, after they were stopped.
    pub kiosks: Span,
}

impl RetentionConfig {
    /// The points before which records go, at this moment.
    pub fn at(&self, now: Timestamp) -> Retention {
        Retention {
            visits: now - self.visits,
            flows: now - self.flows,
            counts: now - self.counts,
            acts: now - self.acts,
            entries: now - self.entries,
            mails: now - self.mails,
            contacts: now - self.contacts,
            cases: now - self.cases,
            kiosks: now - self.kiosks,
            // A look back at the directory's log goes over a day.
            attempts: now - self.acts.max(ATTEMPTS_AT_LEAST),
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RetentionSection {
    visits_s: Option<u32>,
    flows_s: Option<u32>,
    counts_s: Option<u32>,
    acts_days: Option<u16>,
    entries_days: Option<u16>,
    mails_days: Option<u16>,
    contacts_days: Option<u16>,
    cases_days: Option<u16>,
    kiosks_days: Option<u16>,
}

const DAY_S: u32 = 86_400;
const COUNTS_AT_LEAST: Span = Span::minutes(10);
const ATTEMPTS_AT_LEAST: Span = Span::minutes(2 * 24 * 60);

fn days(days: u16) -> Span {
    Span::minutes(u32::from(days) * 24 * 60)
}

impl RetentionSection {
    pub(super) fn checked(self, lifetimes: &Lifetimes) -> Result<RetentionConfig, Fault> {
        let visits = Span::seconds(self.visits_s.unwrap_or(DAY_S));
        if visits < lifetimes.visit_idle {
            let expected = "no less than lifetimes.visit_idle_s: a living visit must not go";
            return Err(Fault::new("retention.visits_s", expected));
        }
        let counts = Span::seconds(self.counts_s.unwrap_or(DAY_S));
        if counts < COUNTS_AT_LEAST {
            let expected = "at least 600: an assertion of a kiosk is remembered as a count";
            return Err(Fault::new("retention.counts_s", expected));
        }
        Ok(RetentionConfig {
            visits,
            flows: Span::seconds(self.flows_s.unwrap_or(DAY_S)),
            counts,
            acts: days(self.acts_days.unwrap_or(30)),
            entries: days(self.entries_days.unwrap_or(3 * 366)),
            mails: days(self.mails_days.unwrap_or(30)),
            contacts: days(self.contacts_days.unwrap_or(7)),
            // Longer than the window in which a second application would be possible.
            cases: days(self.cases_days.unwrap_or(2 * 366)),
            kiosks: days(self.kiosks_days.unwrap_or(366)),
        })
    }
}
