//! Kiosks: how long their codes and visits live, how often they may ask, and from where.

use std::net::IpAddr;

use ident_core::limit::Limit;
use ident_core::time::Span;
use ident_wire::Both;
use serde::Deserialize;

use super::error::Fault;
use super::limits::{LimitSection, limit_of};
use super::proxy::Network;

/// Kiosks.
#[derive(Clone, Debug)]
pub struct KioskConfig {
    /// How long an enrolment code is good.
    pub invitation: Span,
    /// A visit of a kiosk without activity. Its screen ends it much earlier (K-02); this is for one
    /// that has lost its power.
    pub visit_idle: Span,
    /// A visit of a kiosk in all.
    pub visit_absolute: Span,
    /// How often a kiosk says that it lives.
    pub heartbeat: Span,
    /// After how long without a word a kiosk is called silent.
    pub stale: Span,
    /// From where kiosks may ask; from anywhere if empty (R-50).
    pub networks: Vec<Network>,
    /// Where the counter is that helps when a kiosk cannot.
    pub counter: Both,
    /// Tries at an enrolment code from one network prefix (A-16).
    pub enrolments_by_network: Limit,
    /// Tries at an enrolment code in all (A-16).
    pub enrolments: Limit,
    /// Visits begun by one kiosk (R-47).
    pub visits_by_kiosk: Limit,
    /// Flows started on one kiosk (R-47).
    pub starts_by_kiosk: Limit,
    /// What one kiosk says of itself.
    pub heartbeats_by_kiosk: Limit,
}

impl KioskConfig {
    /// Whether a kiosk may ask from this address.
    pub fn admits(&self, address: IpAddr) -> bool {
        let is_inside = |network: &Network| network.contains(address);
        self.networks.is_empty() || self.networks.iter().any(is_inside)
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct KioskSection {
    invitation_s: Option<u32>,
    visit_idle_s: Option<u32>,
    visit_absolute_s: Option<u32>,
    heartbeat_s: Option<u32>,
    stale_s: Option<u32>,
    networks: Vec<Network>,
    counter: Option<Both>,
    enrolments_by_network: Option<LimitSection>,
    enrolments: Option<LimitSection>,
    visits_by_kiosk: Option<LimitSection>,
    starts_by_kiosk: Option<LimitSection>,
    heartbeats_by_kiosk: Option<LimitSection>,
}

const MINUTE: u32 = 60;
const HOUR: u32 = 3600;
/// Tries of the whole service at enrolment codes in an hour, so that a day of them finds an open one
/// with less than a millionth (A-16).
const MOST_ENROLMENTS: u32 = 400;

impl KioskSection {
    pub(super) fn checked(self) -> Result<KioskConfig, Fault> {
        let heartbeat = within("heartbeat_s", self.heartbeat_s, 60, 10..=600)?;
        let stale = within("stale_s", self.stale_s, 300, 30..=86_400)?;
        if stale < heartbeat {
            return Err(Fault::new(
                "kiosk.stale_s",
                "no less than kiosk.heartbeat_s",
            ));
        }
        let of = |key: &str, given, usual, window_s| {
            limit_of(&format!("kiosk.{key}"), given, usual, window_s)
        };
        let enrolments = of("enrolments", self.enrolments, 60, HOUR)?;
        if u64::from(enrolments.max) * u64::from(HOUR)
            > u64::from(MOST_ENROLMENTS) * u64::from(enrolments.window.whole_seconds_up())
        {
            return Err(Fault::new("kiosk.enrolments", "at most 400 in an hour"));
        }
        Ok(KioskConfig {
            invitation: within("invitation_s", self.invitation_s, 600, 60..=600)?,
            visit_idle: within("visit_idle_s", self.visit_idle_s, 600, 60..=1_800)?,
            visit_absolute: within("visit_absolute_s", self.visit_absolute_s, 1_800, 60..=3_600)?,
            heartbeat,
            stale,
            networks: self.networks,
            counter: self.counter.unwrap_or_else(usual_counter),
            enrolments_by_network: of(
                "enrolments_by_network",
                self.enrolments_by_network,
                5,
                10 * MINUTE,
            )?,
            enrolments,
            visits_by_kiosk: of("visits_by_kiosk", self.visits_by_kiosk, 60, 10 * MINUTE)?,
            starts_by_kiosk: of("starts_by_kiosk", self.starts_by_kiosk, 120, 10 * MINUTE)?,
            heartbeats_by_kiosk: of("heartbeats_by_kiosk", self.heartbeats_by_kiosk, 20, MINUTE)?,
        })
    }
}

fn usual_counter() -> Both {
    Both {
        ja: "この建物の窓口".to_owned(),
        en: "the counter in this building".to_owned(),
    }
}

fn within(
    key: &str,
    given: Option<u32>,
    usual: u32,
    allowed: std::ops::RangeInclusive<u32>,
) -> Result<Span, Fault> {
    let seconds = given.unwrap_or(usual);
    if allowed.contains(&seconds) {
        return Ok(Span::seconds(seconds));
    }
    let (least, most) = (allowed.start(), allowed.end());
    Err(Fault::new(
        format!("kiosk.{key}"),
        format!("{least} to {most} seconds"),
    ))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::{Config, ConfigError};
    use super::*;

    const SANDBOX: &str = include_str!("sandbox.test.toml");

    fn parse(more: &str) -> Result<Config, ConfigError> {
        let path = Path::new("/etc/ident/ident.toml");
        Config::parse(&format!("{SANDBOX}\n[kiosk]\n{more}"), path)
    }

    #[test]
    fn what_is_configured_is_in_force_and_shown_so_that_it_can_be_read_again() {
        let text = r#"
            invitation_s = 300
            networks = ["192.0.2.0/24", "2001:db8::/48"]
            counter = { ja = "安田講堂の1階", en = "ground floor of Yasuda" }
            enrolments_by_network = { max = 9, window_s = 60 }
        "#;
        let config = parse(text).expect("a configuration");
        assert_eq!(config.kiosk.invitation, Span::minutes(5));
        assert_eq!(config.kiosk.counter.ja, "安田講堂の1階");
        assert_eq!(config.kiosk.enrolments_by_network.max, 9);
        let again = Config::parse(&config.show(), Path::new("/")).expect("a configuration");
        assert_eq!(format!("{again:?}"), format!("{config:?}"));
    }

    #[test]
    fn r50_only_the_networks_that_are_named_may_ask() {
        let address = |text: &str| text.parse().expect("an address");
        let anywhere = parse("").expect("a configuration").kiosk;
        assert!(anywhere.admits(address("203.0.113.9")));
        let named = parse("networks = [\"192.0.2.0/24\"]").expect("a configuration");
        assert!(named.kiosk.admits(address("192.0.2.7")));
        assert!(!named.kiosk.admits(address("203.0.113.9")));
    }

    #[test]
    fn a16_values_that_would_weaken_it_are_refused() {
        for (text, key) in [
            ("invitation_s = 601", "kiosk.invitation_s"),
            ("visit_idle_s = 0", "kiosk.visit_idle_s"),
            ("visit_absolute_s = 3601", "kiosk.visit_absolute_s"),
            ("stale_s = 59", "kiosk.stale_s"),
            (
                "enrolments = { max = 401, window_s = 3600 }",
                "kiosk.enrolments",
            ),
            (
                "enrolments = { max = 7, window_s = 60 }",
                "kiosk.enrolments",
            ),
            (
                "visits_by_kiosk = { max = 0, window_s = 60 }",
                "kiosk.visits_by_kiosk",
            ),
            ("networks = [\"office\"]", "networks"),
            ("nets = []", "nets"),
        ] {
            let refused = parse(text).expect_err("a complaint").to_string();
            assert!(refused.contains(key), "{text}: {refused}");
        }
    }
}
