//! Faults that are armed now, and how often each will still strike.

use std::collections::HashSet;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use crate::fault::{Fault, Kind};
use crate::lock::locked;
use crate::service::{Endpoint, Service};

/// A fault as it is asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Arming {
    pub(crate) op: Service,
    pub(crate) fault: Fault,
    /// How often it strikes; absent means until it is taken away.
    #[serde(default)]
    pub(crate) times: Option<u32>,
    /// Which endpoint a transport fault strikes.
    #[serde(default)]
    pub(crate) endpoint: Option<Endpoint>,
    #[serde(default)]
    pub(crate) delay_ms: Option<u64>,
    #[serde(default)]
    pub(crate) retry_after_s: Option<u32>,
    /// How much later, in seconds, an effect happens that is delayed.
    #[serde(default)]
    pub(crate) effect_after_s: Option<u32>,
}

#[derive(Debug, Default)]
struct State {
    armed: Vec<Arming>,
    ever: HashSet<(Service, Fault)>,
}

/// All armed faults.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    state: Mutex<State>,
}

impl Faults {
    /// Arms a fault; false when that service has no such part or it would never strike.
    pub(crate) fn arm(&self, mut arming: Arming) -> bool {
        if (arming.op, arming.fault) == (Service::Smtp, Fault::Slow) {
            arming.fault = Fault::SlowMail;
        }
        if !arming.fault.kind().fits(arming.op) || arming.times == Some(0) {
            return false;
        }
        let mut state = locked(&self.state);
        state.ever.insert((arming.op, arming.fault));
        state.armed.push(arming);
        true
    }

    /// Takes all faults away.
    pub(crate) fn clear(&self) {
        *locked(&self.state) = State::default();
    }

    /// The faults still armed.
    pub(crate) fn list(&self) -> Vec<Arming> {
        locked(&self.state).armed.clone()
    }

    /// Whether the fault was armed since faults were last cleared, struck or not.
    pub(crate) fn ever(&self, op: Service, fault: Fault) -> bool {
        locked(&self.state).ever.contains(&(op, fault))
    }

    /// Whether the fault strikes now; counts it.
    pub(crate) fn strikes(&self, op: Service, fault: Fault) -> bool {
        self.struck(op, fault).is_some()
    }

    /// As [`Self::strikes`], with what it was armed with.
    pub(crate) fn struck(&self, op: Service, fault: Fault) -> Option<Arming> {
        self.take(|arming| arming.op == op && arming.fault == fault)
    }

    /// The fault of that kind that strikes now, the one armed first.
    pub(crate) fn of_kind(&self, op: Service, kind: Kind) -> Option<Arming> {
        self.take(|arming| arming.op == op && arming.fault.kind() == kind)
    }

    /// The transport fault that strikes this endpoint now.
    pub(crate) fn on_endpoint(&self, op: Service, endpoint: Endpoint) -> Option<Arming> {
        self.take(|arming| {
            arming.op == op
                && arming.fault.kind() == Kind::Transport
                && arming
                    .endpoint
                    .or(Endpoint::usual(op))
                    .is_none_or(|aimed| aimed == endpoint)
        })
    }

    /// The fault of Graph itself that strikes this endpoint now.
    pub(crate) fn on_graph(&self, endpoint: Endpoint) -> Option<Arming> {
        self.take(|arming| {
            arming.op == Service::Graph
                && arming.fault.kind() == Kind::Graph
                && arming.endpoint.is_none_or(|aimed| aimed == endpoint)
                && arming.fault.shows_at(endpoint)
        })
    }

    fn take(&self, wanted: impl Fn(&Arming) -> bool) -> Option<Arming> {
        let armed = &mut locked(&self.state).armed;
        let index = armed.iter().position(wanted)?;
        let taken = armed[index].clone();
        if let Some(times) = &mut armed[index].times {
            *times -= 1;
            if *times == 0 {
                armed.remove(index);
            }
        }
        Some(taken)
    }
}
