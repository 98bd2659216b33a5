//! How often something may be started.

use ident_core::limit::Limit;
use ident_core::time::Span;
use serde::Deserialize;

use super::error::Fault;

/// The allowances.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Flows started from one network prefix. A campus shares few addresses, so this is wide.
    pub starts_by_network: Limit,
    /// Flows started by one visit.
    pub starts_by_visit: Limit,
    /// Hand-off links opened from one network prefix.
    pub openings_by_network: Limit,
    /// Connections open at one moment; more are told to come back.
    pub connections: usize,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LimitsSection {
    starts_by_network: Option<LimitSection>,
    starts_by_visit: Option<LimitSection>,
    openings_by_network: Option<LimitSection>,
    connections: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitSection {
    max: u32,
    window_s: u32,
}

const CONNECTIONS: usize = 16_384;

impl LimitsSection {
    pub(super) fn checked(self) -> Result<Limits, Fault> {
        let connections = self.connections.unwrap_or(CONNECTIONS);
        if connections == 0 {
            return Err(Fault::new("limits.connections", "at least 1"));
        }
        Ok(Limits {
            starts_by_network: limit("starts_by_network", self.starts_by_network, 600)?,
            starts_by_visit: limit("starts_by_visit", self.starts_by_visit, 20)?,
            openings_by_network: limit("openings_by_network", self.openings_by_network, 600)?,
            connections,
        })
    }
}

fn limit(key: &str, given: Option<LimitSection>, usual: u32) -> Result<Limit, Fault> {
    let given = given.unwrap_or(LimitSection {
        max: usual,
        window_s: 60,
    });
    if given.max == 0 || given.window_s == 0 {
        return Err(Fault::new(
            format!("limits.{key}"),
            "max and window_s of at least 1",
        ));
    }
    Ok(Limit {
        max: given.max,
        window: Span::seconds(given.window_s),
    })
}
