//! What the outside services were asked since the last reset. Never secrets, never names.

use std::collections::VecDeque;
use std::sync::Mutex;

use serde::Serialize;

use crate::lock::locked;
use crate::service::{Endpoint, Service};

/// One request that was received.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Entry {
    /// Which outside service.
    pub(crate) op: Service,
    /// Which of its endpoints.
    pub(crate) endpoint: Endpoint,
    /// HTTP method, or the command for mail.
    pub(crate) method: String,
    /// When (RFC 3339).
    pub(crate) at: String,
    /// HTTP status of the answer, or of the answer that a fault replaced.
    pub(crate) status: u16,
    /// `ok`, an error code of the protocol, or `fault:NAME`.
    pub(crate) outcome: String,
    /// Whether the request changed something at once.
    pub(crate) effect: bool,
}

/// The list of requests, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    entries: Mutex<VecDeque<Entry>>,
}

impl Journal {
    const CAPACITY: usize = 50_000;

    /// Adds a request; the oldest goes when the list is full.
    pub(crate) fn add(&self, entry: Entry) {
        let mut entries = locked(&self.entries);
        if entries.len() >= Self::CAPACITY {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    /// All entries, oldest first.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        locked(&self.entries).iter().cloned().collect()
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        locked(&self.entries).clear();
    }
}
