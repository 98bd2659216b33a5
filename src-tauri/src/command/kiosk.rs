//! What only a kiosk's page can ask for.

use tauri::{AppHandle, State};

use super::error::CommandError;
use crate::kiosk::{Kiosk, Known, everything};
use crate::server::{Answer, Server};

/// What this kiosk knows of itself.
#[tauri::command]
pub(crate) async fn kiosk_known(
    app: AppHandle,
    kiosk: State<'_, Kiosk>,
) -> Result<Known, CommandError> {
    Ok(kiosk.known(&app).await)
}

/// Makes a key and hands the code in.
#[tauri::command]
pub(crate) async fn kiosk_enrol(
    app: AppHandle,
    kiosk: State<'_, Kiosk>,
    server: State<'_, Server>,
    code: String,
) -> Result<Answer, CommandError> {
    Ok(kiosk.enrol(&app, &server, &code).await?)
}

/// Begins a visit for the next person.
#[tauri::command]
pub(crate) async fn kiosk_begin(
    kiosk: State<'_, Kiosk>,
    server: State<'_, Server>,
) -> Result<Answer, CommandError> {
    Ok(kiosk.begin(&server).await?)
}

/// Clears everything of the last person. The page that asks does not live to hear an answer.
#[tauri::command]
pub(crate) async fn kiosk_wipe(app: AppHandle) -> Result<(), CommandError> {
    everything(&app).await;
    Ok(())
}
