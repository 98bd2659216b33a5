//! Who has joined, and which statements were used.

use std::sync::Mutex;

use serde::Serialize;

use crate::clock::{Seconds, rfc3339};
use crate::lock::locked;
use crate::swept::Swept;

/// A member of the alumni service.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Member {
    pub(crate) sub: String,
    pub(crate) name: String,
    /// When (RFC 3339).
    pub(crate) at: String,
}

/// All members, in the order of joining.
#[derive(Debug, Default)]
pub(crate) struct Roll {
    members: Mutex<Vec<Member>>,
    used: Mutex<Swept<Seconds>>,
}

impl Roll {
    /// Marks a statement as used; false when it was before.
    pub(super) fn take(&self, jti: &str, expires: Seconds, now: Seconds) -> bool {
        let mut used = locked(&self.used);
        if used.get(jti).is_some() {
            return false;
        }
        // Kept longer than needed, for a clock that is put back.
        used.insert(jti.to_owned(), expires + 3600, |&known| known > now);
        true
    }

    /// Enrols a member; who joins again stays one member.
    pub(super) fn enrol(&self, sub: &str, name: &str, now: Seconds) {
        let mut members = locked(&self.members);
        members.retain(|known| known.sub != sub);
        members.push(Member {
            sub: sub.to_owned(),
            name: name.to_owned(),
            at: rfc3339(now),
        });
    }

    /// All members.
    pub(crate) fn members(&self) -> Vec<Member> {
        locked(&self.members).clone()
    }

    /// As after the start.
    pub(crate) fn clear(&self) {
        locked(&self.members).clear();
        *locked(&self.used) = Swept::default();
    }
}
