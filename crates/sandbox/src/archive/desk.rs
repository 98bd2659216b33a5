//! The grants of the desk.

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use crate::clock::Seconds;
use crate::lock::locked;
use crate::random;

/// What is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Archive {
    /// The mail account with all that belongs to it, by a special password.
    Mail,
    /// The files of the cloud drive.
    Onedrive,
}

/// Access of one person to one archive.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    pub(crate) account: String,
    pub(crate) service: Archive,
    pub(crate) until: Seconds,
    pub(crate) password: Option<String>,
    pub(crate) is_ended: bool,
}

impl Grant {
    /// Whether files are handed out at `now`.
    pub(crate) fn is_open(&self, now: Seconds) -> bool {
        !self.is_ended && now < self.until
    }
}

/// What became of an opening.
#[derive(Debug)]
pub(crate) enum Opened {
    /// Newly made.
    New(Grant),
    /// The same had been opened before.
    Known(Grant),
    /// The case stands for something else, or has ended.
    Conflict,
}

/// All grants by case.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    grants: Mutex<BTreeMap<String, Grant>>,
}

impl Desk {
    /// Opens access for a case, once.
    pub(crate) fn open(
        &self,
        case: &str,
        (account, service, until): (String, Archive, Seconds),
        now: Seconds,
    ) -> Opened {
        let mut grants = locked(&self.grants);
        if let Some(known) = grants.get(case) {
            let same = (&known.account, known.service, known.until) == (&account, service, until);
            return if same && known.is_open(now) {
                Opened::Known(known.clone())
            } else {
                Opened::Conflict
            };
        }
        let password = (service == Archive::Mail).then(|| random::token()[..20].to_owned());
        let grant = Grant {
            account,
            service,
            until,
            password,
            is_ended: false,
        };
        grants.insert(case.to_owned(), grant.clone());
        Opened::New(grant)
    }

    /// The grant of a case.
    pub(crate) fn grant(&self, case: &str) -> Option<Grant> {
        locked(&self.grants).get(case).cloned()
    }

    /// Ends access; false when there is no such case.
    pub(crate) fn end(&self, case: &str) -> bool {
        let mut grants = locked(&self.grants);
        let grant = grants.get_mut(case);
        grant.map(|grant| grant.is_ended = true).is_some()
    }

    /// All grants.
    pub(crate) fn all(&self) -> Vec<(String, Grant)> {
        let grants = locked(&self.grants);
        let pairs = grants.iter();
        pairs
            .map(|(case, grant)| (case.clone(), grant.clone()))
            .collect()
    }

    /// As after the start.
    pub(crate) fn clear(&self) {
        locked(&self.grants).clear();
    }
}
