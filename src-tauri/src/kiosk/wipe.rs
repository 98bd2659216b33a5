//! The end of a person's time: everything of them that can be reached is cleared (K-01). What
//! memory keeps goes with the processes (`anew.rs`).

use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager};
use tauri_plugin_clipboard_manager::ClipboardExt;

use super::Kiosk;
use crate::command::Watches;
use crate::server::{ApiPath, Method, Server};
use crate::window;

/// Says that it was done.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Wiped {
    /// When, by the server's clock where it answered. RFC 3339.
    pub(crate) at: Option<String>,
}

/// Clears it, and begins anew: the next life of the program shows when it was done.
pub(crate) async fn everything(app: &AppHandle) {
    let wiped = clear(app).await;
    app.state::<Kiosk>().begin_anew(app, Some(wiped));
}

/// Clears it. The visit's secret goes first, so that nothing that is still on its way can come in
/// any more (K-07); the server's word is not waited for before that.
pub(super) async fn clear(app: &AppHandle) -> Wiped {
    let server = app.state::<Server>();
    app.state::<Watches>().end();
    let last = server.leave().await;
    // Cookies, storage, caches, history of input. The next life makes a profile of its own anyway.
    if let Some(window) = app.get_webview_window(window::KIOSK) {
        let _ = window.clear_all_browsing_data();
    }
    let _ = app.clipboard().clear();
    let ended = match last {
        Some(last) => server.end_visit(last).await,
        None => None,
    };
    Wiped { at: ended }
}

impl Server {
    /// Says at the server that this visit is over; gives the server's time.
    async fn end_visit(&self, visit: reqwest::header::HeaderValue) -> Option<String> {
        let path = ApiPath::try_from("/api/v1/visit/end".to_owned()).ok()?;
        self.call_as(Some(visit), Method::Post, &path, None)
            .await
            .ok()?
            .now
    }
}
