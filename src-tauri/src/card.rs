//! What lies on the card reader, passed on to the page. It proves nothing about anybody.

use ident_card::{Launch, Presence, Supervisor};
use tauri::async_runtime::spawn;
use tauri::{AppHandle, Manager};

use crate::kiosk::Kiosk;
use crate::news::{AppMessage, News};

/// Starts the helper and passes its words on; an installation without one has no reader.
pub(crate) fn watch(app: &AppHandle) {
    let Ok(launch) = Launch::beside_this_program() else {
        return;
    };
    let app = app.clone();
    spawn(async move {
        // Ends with this task, and that with the app.
        let supervisor = Supervisor::start(launch);
        let mut presence = supervisor.presence();
        // Before the first word of a helper nothing is known, and a reader that was never there is
        // not lost.
        while presence.changed().await.is_ok() {
            let now = *presence.borrow_and_update();
            tell(&app, now);
        }
    });
}

fn tell(app: &AppHandle, presence: Presence) {
    app.state::<News>().tell(AppMessage::Card { presence });
    if let Some(kiosk) = app.try_state::<Kiosk>() {
        kiosk.tell(app, |health| health.reader = health.reader.after(presence));
    }
}
