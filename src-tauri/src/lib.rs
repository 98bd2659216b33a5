//! The Tauri shell: one window with the same user interface that the server gives to browsers.
//!
//! The page in the window is not trusted with anything secret: it has no network of its own (the
//! content security policy allows none), and the visit's token stays in [`vault`]. All it can do
//! is in [`command`]; there is no logic of the service here.

#[cfg(test)]
mod boundary;
#[expect(
    clippy::needless_pass_by_value,
    reason = "Tauri gives commands what they ask for by value"
)]
mod command;
mod hand_back;
mod incoming;
mod news;
mod renderer;
mod server;
mod setting;
mod vault;
mod window;

use std::process::ExitCode;
use std::sync::Arc;

use hand_back::HandBack;
use news::News;
use server::Server;
use setting::{Settings, Sources};
use vault::{Keychain, NoKeychain, System, Vault};

/// Runs the app until its window is closed.
pub fn run() -> ExitCode {
    if let Some(code) = renderer::restart_without_dmabuf() {
        return code;
    }
    match build().and_then(|app| app.run(tauri::generate_context!()).map_err(Into::into)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Ident cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}

type Startup<T> = Result<T, Box<dyn std::error::Error>>;

fn build() -> Startup<tauri::Builder<tauri::Wry>> {
    let settings = Settings::read(Sources::of_this_start())?;
    let server = Server::new(settings.server.clone(), vault(&settings))?;
    Ok(tauri::Builder::default()
        // First of all plugins: a second start ends before it does anything else.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            window::show(app)
        }))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .manage(server)
        .manage(HandBack::new(settings.return_by))
        .manage(News::default())
        .manage(command::Watches::default())
        .setup(|app| {
            window::open(app)?;
            incoming::listen(app.handle());
            Ok(())
        })
        .invoke_handler(tauri::generate_handler![
            command::call_api,
            command::watch_flow,
            command::unwatch_flow,
            command::watch_app,
            command::open_url,
            command::copy_text,
            command::notify,
        ]))
}

fn vault(settings: &Settings) -> Vault {
    let keychain: Arc<dyn Keychain> = if settings.keeps_secret {
        Arc::new(System::of_server(&settings.server.name()))
    } else {
        Arc::new(NoKeychain)
    };
    Vault::new(keychain)
}
