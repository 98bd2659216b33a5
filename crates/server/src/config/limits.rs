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
    /// Answers of a provider that nobody waits for, from one network prefix; beyond it they leave
    /// no audit row.
    pub stray_answers_by_network: Limit,
    /// Mail codes sent on behalf of one account.
    pub codes_by_account: Limit,
    /// Mail codes sent for one network prefix.
    pub codes_by_network: Limit,
    /// Mail codes sent to one address.
    pub codes_by_address: Limit,
    /// Freezes by the link of a notice from one network prefix.
    pub freezes_by_network: Limit,
    /// Passes and passwords asked for one account.
    pub acts_by_account: Limit,
    /// Connections open at one moment; more are told to come back.
    pub connections: usize,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LimitsSection {
    starts_by_network: Option<LimitSection>,
    starts_by_visit: Option<LimitSection>,
    openings_by_network: Option<LimitSection>,
    stray_answers_by_network: Option<LimitSection>,
    codes_by_account: Option<LimitSection>,
    codes_by_network: Option<LimitSection>,
    codes_by_address: Option<LimitSection>,
    freezes_by_network: Option<LimitSection>,
    acts_by_account: Option<LimitSection>,
    connections: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitSection {
    max: u32,
    window_s: u32,
}

const MINUTE: u32 = 60;
const HOUR: u32 = 3600;
const CONNECTIONS: usize = 16_384;

impl LimitsSection {
    pub(super) fn checked(self) -> Result<Limits, Fault> {
        let connections = self.connections.unwrap_or(CONNECTIONS);
        if connections == 0 {
            return Err(Fault::new("limits.connections", "at least 1"));
        }
        Ok(Limits {
            starts_by_network: limit("starts_by_network", self.starts_by_network, 600, MINUTE)?,
            starts_by_visit: limit("starts_by_visit", self.starts_by_visit, 20, MINUTE)?,
            openings_by_network: limit(
                "openings_by_network",
                self.openings_by_network,
                600,
                MINUTE,
            )?,
            stray_answers_by_network: limit(
                "stray_answers_by_network",
                self.stray_answers_by_network,
                60,
                MINUTE,
            )?,
            acts_by_account: limit("acts_by_account", self.acts_by_account, 10, HOUR)?,
            codes_by_account: limit("codes_by_account", self.codes_by_account, 6, HOUR)?,
            codes_by_network: limit("codes_by_network", self.codes_by_network, 600, HOUR)?,
            codes_by_address: limit("codes_by_address", self.codes_by_address, 6, HOUR)?,
            freezes_by_network: limit("freezes_by_network", self.freezes_by_network, 60, MINUTE)?,
            connections,
        })
    }
}

fn limit(
    key: &str,
    given: Option<LimitSection>,
    usual: u32,
    window_s: u32,
) -> Result<Limit, Fault> {
    limit_of(&format!("limits.{key}"), given, usual, window_s)
}

/// An allowance under its whole key.
pub(super) fn limit_of(
    key: &str,
    given: Option<LimitSection>,
    usual: u32,
    window_s: u32,
) -> Result<Limit, Fault> {
    let given = given.unwrap_or(LimitSection {
        max: usual,
        window_s,
    });
    if given.max == 0 || given.window_s == 0 {
        return Err(Fault::new(key, "max and window_s of at least 1"));
    }
    Ok(Limit {
        max: given.max,
        window: Span::seconds(given.window_s),
    })
}
