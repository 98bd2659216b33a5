//! What the app tells the page without being asked.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde_json::Value;
use tauri::ipc::Channel;

use ident_card::Presence;

use crate::kiosk::Health;
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
    /// What came back cannot be handed in yet: the server is not reached, and is asked again.
    Held,
    /// A link came that belongs to nothing here; nothing was changed by it.
    Unexpected,
    /// What lies on the card reader.
    Card { presence: Presence },
    /// How the kiosk is.
    Kiosk { health: Health },
}

/// The page that listens. A newer one takes the place of an older one.
#[derive(Default)]
pub(crate) struct News(Mutex<Audience>);

#[derive(Default)]
struct Audience {
    channel: Option<Channel<AppMessage>>,
    /// For a page that begins to listen later.
    presence: Option<Presence>,
    /// What has happened before there was a page: a link may be what has started the app.
    missed: Vec<AppMessage>,
}

/// More than can happen before there is a page.
const MISSED: usize = 8;

impl News {
    /// Listens from now on.
    pub(crate) fn listen(&self, channel: Channel<AppMessage>) {
        let mut audience = self.lock();
        audience.channel = Some(channel);
        if let Some(presence) = audience.presence {
            audience.tell(AppMessage::Card { presence });
        }
        for message in std::mem::take(&mut audience.missed) {
            audience.tell(message);
        }
    }

    /// Tells the page, or the one that will come.
    pub(crate) fn tell(&self, message: AppMessage) {
        let mut audience = self.lock();
        if let AppMessage::Card { presence } = message {
            audience.presence = Some(presence);
        }
        if audience.channel.is_some() {
            audience.tell(message);
        } else if audience.missed.len() < MISSED {
            audience.missed.push(message);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Audience> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Audience {
    fn tell(&mut self, message: AppMessage) {
        if self
            .channel
            .as_ref()
            .is_some_and(|channel| channel.send(message).is_err())
        {
            self.channel = None;
        }
    }
}
