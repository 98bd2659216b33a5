//! What Graph holds beside the accounts: the policy for passes, the write budget, effects to come.

use std::collections::VecDeque;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use crate::clock::Seconds;
use crate::graph::effect::Effect;
use crate::graph::policy::TapPolicy;
use crate::graph::registration::Grants;
use crate::graph::trail::{Habits, Origin, Trail};
use crate::lock::locked;

/// What a second pass does while one is live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SecondPass {
    /// It is refused, as seen in the field.
    #[default]
    Refuse,
    /// It takes the place of the first, as documented.
    Replace,
}

/// How many writes are taken within a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WriteBudget {
    pub(crate) writes: usize,
    /// Length of the sliding window in seconds.
    pub(crate) window_s: u32,
}

/// What can be set by the control interface.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settings {
    pub(crate) policy: TapPolicy,
    pub(crate) second_pass: SecondPass,
    pub(crate) write_budget: Option<WriteBudget>,
    pub(crate) log: Habits,
    pub(crate) grants: Grants,
}

/// The state of Graph.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    settings: Mutex<Settings>,
    /// Moments of the latest writes, in milliseconds.
    writes: Mutex<VecDeque<i64>>,
    pending: Mutex<Vec<(Seconds, (Effect, Origin))>>,
    trail: Trail,
}

impl Directory {
    pub(crate) fn settings(&self) -> Settings {
        locked(&self.settings).clone()
    }

    /// Changes the settings.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut Settings) -> T) -> T {
        change(&mut locked(&self.settings))
    }

    /// The log of what was changed.
    pub(super) fn trail(&self) -> &Trail {
        &self.trail
    }

    /// Takes one write from the budget, or says after how many seconds to come again.
    pub(crate) fn spend(&self, now_ms: i64) -> Result<(), i64> {
        let Some(budget) = locked(&self.settings).write_budget else {
            return Ok(());
        };
        let window_ms = i64::from(budget.window_s) * 1000;
        let mut writes = locked(&self.writes);
        writes.retain(|&at| at <= now_ms && at + window_ms > now_ms);
        if writes.len() < budget.writes {
            writes.push_back(now_ms);
            return Ok(());
        }
        let free_at = writes.front().map_or(now_ms, |&at| at) + window_ms;
        Err(((free_at - now_ms) + 999).div_euclid(1000).max(1))
    }

    /// Puts an effect off until `due`.
    pub(crate) fn put_off(&self, due: Seconds, effect: (Effect, Origin)) {
        locked(&self.pending).push((due, effect));
    }

    /// The effects whose time has come, in order.
    pub(crate) fn due(&self, now: Seconds) -> Vec<(Effect, Origin)> {
        let mut pending = locked(&self.pending);
        let (mut ripe, rest): (Vec<_>, Vec<_>) =
            pending.drain(..).partition(|&(due, _)| due <= now);
        *pending = rest;
        ripe.sort_by_key(|&(due, _)| due);
        ripe.into_iter().map(|(_, effect)| effect).collect()
    }

    /// As after the start.
    pub(crate) fn clear(&self) {
        *locked(&self.settings) = Settings::default();
        locked(&self.writes).clear();
        locked(&self.pending).clear();
        self.trail.clear();
    }
}
