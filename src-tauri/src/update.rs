//! Newer versions: fetched in the background, checked against the policy's key, put in place when
//! the person closes the app. Without a policy that names a source nothing is asked of anybody.

use std::sync::{Mutex, PoisonError};

use tauri::async_runtime::spawn;
use tauri::{AppHandle, Manager};
use tauri_plugin_updater::{Update, UpdaterExt};

use crate::setting::Updates;

/// A checked version that waits for the app to be closed.
#[derive(Default)]
pub(crate) struct Waiting(Mutex<Option<(Update, Vec<u8>)>>);

/// True where the app may replace itself. A Debian or RPM package is its package manager's.
fn is_ours_to_replace() -> bool {
    !cfg!(target_os = "linux") || std::env::var_os("APPIMAGE").is_some()
}

/// Looks for a newer version, once.
pub(crate) fn look(app: &AppHandle, source: Updates) {
    if !is_ours_to_replace() {
        return;
    }
    let app = app.clone();
    spawn(async move {
        match fetch(&app, source).await {
            Ok(found) => {
                let waiting = app.state::<Waiting>();
                *waiting.0.lock().unwrap_or_else(PoisonError::into_inner) = found;
            }
            // Not there, not newer by its signature, or not signed: the app stays as it is.
            Err(error) => eprintln!("Ident found no usable update: {error}"),
        }
    });
}

async fn fetch(
    app: &AppHandle,
    source: Updates,
) -> tauri_plugin_updater::Result<Option<(Update, Vec<u8>)>> {
    let updater = app
        .updater_builder()
        .endpoints(vec![source.url])?
        .pubkey(source.public_key)
        .restart_after_install(false)
        .build()?;
    let Some(update) = updater.check().await? else {
        return Ok(None);
    };
    // Refuses what the key has not signed.
    let bytes = update.download(|_, _| {}, || {}).await?;
    Ok(Some((update, bytes)))
}

/// Puts the waiting version in place; called when the app ends.
pub(crate) fn install(app: &AppHandle) {
    let Some(waiting) = app.try_state::<Waiting>() else {
        return;
    };
    let waiting = waiting
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    if let Some((update, bytes)) = waiting
        && let Err(error) = update.install(bytes)
    {
        eprintln!("Ident could not put the update in place: {error}");
    }
}
