//! Phones known to the sandbox; each browser is one.

use std::collections::HashMap;
use std::sync::Mutex;

use crate::digital_id::{AppState, Phone};
use crate::lock::locked;
use crate::page::Reader;
use crate::random;

/// Name of the cookie that says which phone a browser is.
pub(crate) const COOKIE: &str = "practice_phone";
const FIRST_CARD: &str = "sakura";

/// All phones.
#[derive(Debug, Default)]
pub(crate) struct Phones {
    known: Mutex<HashMap<String, Phone>>,
}

impl Phones {
    const CAPACITY: usize = 1_000;

    /// The phone of this browser; a browser not seen before is a phone with the app ready.
    pub(crate) fn of(&self, reader: &Reader) -> Phone {
        let id = reader.cookie(COOKIE).unwrap_or_default();
        if let Some(phone) = locked(&self.known).get(id) {
            return phone.clone();
        }
        Phone {
            id: random::token(),
            card: FIRST_CARD.to_owned(),
            app: AppState::Ready,
        }
    }

    /// Remembers how a phone stands.
    pub(crate) fn keep(&self, phone: &Phone) {
        let mut known = locked(&self.known);
        if known.len() >= Self::CAPACITY {
            known.clear();
        }
        known.insert(phone.id.clone(), phone.clone());
    }

    pub(crate) fn clear(&self) {
        locked(&self.known).clear();
    }
}
