//! Temporary Access Passes.

use serde::Serialize;

use crate::clock::Seconds;
use crate::random;

/// Why a pass can or cannot be used, as Graph names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Usability {
    EnabledByPolicy,
    DisabledByPolicy,
    Expired,
    NotYetValid,
    OneTimeUsed,
}

/// A pass with its value, which nobody is told after its creation.
#[derive(Debug, Clone)]
pub(crate) struct Pass {
    pub(crate) id: String,
    pub(crate) value: String,
    pub(crate) created: Seconds,
    pub(crate) start: Seconds,
    pub(crate) lifetime_min: i64,
    pub(crate) is_one_time: bool,
    /// When it was first signed in with.
    pub(crate) used_at: Option<Seconds>,
}

impl Pass {
    /// A fresh pass of `length` characters.
    pub(crate) fn issue(
        (now, start): (Seconds, Seconds),
        (length, lifetime_min): (usize, i64),
        is_one_time: bool,
    ) -> Self {
        Self {
            id: random::uuid(),
            value: value(length),
            created: now,
            start,
            lifetime_min,
            is_one_time,
            used_at: None,
        }
    }

    /// The moment from which it is worth nothing.
    pub(crate) fn ends(&self) -> Seconds {
        self.start + self.lifetime_min * 60
    }

    /// Whether it can be signed in with at `now`.
    pub(crate) fn usability(&self, now: Seconds, is_enabled: bool) -> Usability {
        if !is_enabled {
            Usability::DisabledByPolicy
        } else if self.is_one_time && self.used_at.is_some() {
            Usability::OneTimeUsed
        } else if now >= self.ends() {
            Usability::Expired
        } else if now < self.start {
            Usability::NotYetValid
        } else {
            Usability::EnabledByPolicy
        }
    }

    /// Whether it can be used now or will be.
    pub(crate) fn is_live(&self, now: Seconds) -> bool {
        now < self.ends() && !(self.is_one_time && self.used_at.is_some())
    }
}

/// Characters that are not mistaken for one another; 64 of them, so that each is equally likely.
const ALPHABET: &[u8; 64] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789+&%#@!*?";

fn value(length: usize) -> String {
    let mut out = String::with_capacity(length);
    while out.len() < length {
        let bytes = random::bytes::<16>();
        let chars = bytes
            .iter()
            .map(|&byte| char::from(ALPHABET[usize::from(byte & 63)]));
        out.extend(chars.take(length - out.len()));
    }
    out
}
