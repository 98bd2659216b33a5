//! What the app itself has to tell.

use tauri::ipc::Channel;
use tauri::{AppHandle, Manager, State};
use tauri_plugin_notification::NotificationExt;

use super::error::CommandError;
use crate::hand_back::HandBack;
use crate::kiosk::Kiosk;
use crate::news::{AppMessage, News};
use crate::server::Server;
use crate::window;

/// Longest title and text of a notification, in characters.
const LONGEST_TITLE: usize = 100;
const LONGEST_TEXT: usize = 300;

/// Tells the page on `channel` what happens in the app, beginning with where secrets are kept.
#[tauri::command]
pub(crate) async fn watch_app(
    app: AppHandle,
    server: State<'_, Server>,
    news: State<'_, News>,
    hand_back: State<'_, HandBack>,
    channel: Channel<AppMessage>,
) -> Result<(), CommandError> {
    news.listen(channel);
    let place = server.vault().open().await;
    news.tell(AppMessage::Kept { place });
    if let Some(kiosk) = app.try_state::<Kiosk>() {
        let health = kiosk.health();
        news.tell(AppMessage::Kiosk { health });
    } else {
        hand_back.take_up(&app).await;
    }
    Ok(())
}

/// Calls the person back to this window; does nothing while they look at it.
#[tauri::command]
pub(crate) fn notify(app: AppHandle, title: String, body: String) -> Result<(), CommandError> {
    let is_short = |text: &str, longest| text.chars().count() <= longest;
    if !is_short(&title, LONGEST_TITLE) || !is_short(&body, LONGEST_TEXT) {
        return Err(CommandError::Refused);
    }
    if window::is_looked_at(&app) {
        return Ok(());
    }
    window::ask_for_attention(&app);
    let notification = app.notification().builder().title(title).body(body);
    notification.show().map_err(|_| CommandError::Unavailable)
}
