//! What the app tells the page without being asked.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde_json::Value;
use tauri::ipc::Channel;

use crate::vault::Place;

/// One piece of news. None of them carries a secret.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum AppMessage {
    /// Where the visit's secret is kept.
    Kept { place: Place },
    /// The visit is not what it was; the page has to ask for it.
    Visit,
    /// What came back was refused, as the server says.
    Refused { refusal: Value },
}

/// The page that listens. A newer one takes the place of an older one.
#[derive(Default)]
pub(crate) struct News(Mutex<Option<Channel<AppMessage>>>);

impl News {
    /// Listens from now on.
    pub(crate) fn listen(&self, channel: Channel<AppMessage>) {
        *self.lock() = Some(channel);
    }

    /// Tells the page; what happens before there is one is asked for when it begins.
    pub(crate) fn tell(&self, message: AppMessage) {
        let mut channel = self.lock();
        if channel
            .as_ref()
            .is_some_and(|channel| channel.send(message).is_err())
        {
            *channel = None;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Channel<AppMessage>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
