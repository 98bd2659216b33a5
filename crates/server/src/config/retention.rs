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
}

impl RetentionConfig {
    /// The points before which records go, at this moment.
    pub fn at(&self, now: Timestamp) -> Retention {
        Retention {
            visits: now - self.visits,
            flows: now - self.flows,
            counts: now - self.counts,
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(
    clippy::struct_field_names,
    reason = "the unit is part of each key in the file"
)]
pub(super) struct RetentionSection {
    visits_s: Option<u32>,
    flows_s: Option<u32>,
    counts_s: Option<u32>,
}

const DAY_S: u32 = 86_400;

impl RetentionSection {
    pub(super) fn checked(self, lifetimes: &Lifetimes) -> Result<RetentionConfig, Fault> {
        let visits = Span::seconds(self.visits_s.unwrap_or(DAY_S));
        if visits < lifetimes.visit_idle {
            let expected = "no less than lifetimes.visit_idle_s: a living visit must not go";
            return Err(Fault::new("retention.visits_s", expected));
        }
        Ok(RetentionConfig {
            visits,
            flows: Span::seconds(self.flows_s.unwrap_or(DAY_S)),
            counts: Span::seconds(self.counts_s.unwrap_or(DAY_S)),
        })
    }
}
