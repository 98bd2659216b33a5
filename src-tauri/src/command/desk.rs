//! What happens outside the window: the system browser and the clipboard.

use tauri::{AppHandle, State, Url};
use tauri_plugin_clipboard_manager::ClipboardExt;

use super::error::CommandError;
use crate::server::Server;

/// Longest text for the clipboard, in characters: an address or a reference number.
const LONGEST_COPY: usize = 2_000;

/// Opens a page in the system browser, where the person can see whose page it is.
#[tauri::command]
pub(crate) fn open_url(server: State<'_, Server>, url: Url) -> Result<(), CommandError> {
    open_outside(&server, &url)
}

/// The same for a link that wants a tab of its own.
pub(crate) fn open_outside(server: &Server, url: &Url) -> Result<(), CommandError> {
    if !server.may_open(url) {
        return Err(CommandError::Refused);
    }
    open::that_detached(url.as_str()).map_err(|_| CommandError::Unavailable)
}

/// Puts a short text on the clipboard.
#[tauri::command]
pub(crate) fn copy_text(app: AppHandle, text: String) -> Result<(), CommandError> {
    if text.chars().count() > LONGEST_COPY {
        return Err(CommandError::Refused);
    }
    app.clipboard()
        .write_text(text)
        .map_err(|_| CommandError::Unavailable)
}
