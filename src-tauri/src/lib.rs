//! The Tauri shell: one window with the same user interface that the server gives to browsers.
//!
//! The page in the window is not trusted with anything secret: it has no network of its own (the
//! content security policy allows none), and the visit's token stays in [`vault`]. All it can do
//! is in [`command`]; there is no logic of the service here.

#[cfg(test)]
mod boundary;
mod card;
#[expect(
    clippy::needless_pass_by_value,
    reason = "Tauri gives commands what they ask for by value"
)]
mod command;
mod engine;
mod hand_back;
mod incoming;
mod kiosk;
mod news;
mod server;
mod setting;
mod update;
mod vault;
mod window;

use std::process::ExitCode;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use hand_back::HandBack;
use kiosk::{Kiosk, Legacy};
use news::News;
use server::Server;
use setting::{Settings, Sources, Updates};
use tauri::Manager;
use tauri::async_runtime::spawn;
use vault::{Keychain, NoKeychain, System, Vault};

/// Runs the app until its window is closed.
pub fn run() -> ExitCode {
    match build() {
        Ok(app) => {
            app.run(|app, event| {
                if matches!(event, tauri::RunEvent::Exit) {
                    update::install(app);
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("Ident cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}

type Startup<T> = Result<T, Box<dyn std::error::Error>>;

fn build() -> Startup<tauri::App> {
    let settings = Settings::read(Sources::of_this_start())?;
    engine::prepare(settings.is_kiosk);
    let (address, vault) = (settings.server.clone(), vault(&settings));
    // Reads the system's certificates while the window system is asked.
    let server = thread::spawn(move || Server::new(address, vault));
    let builder = tauri::Builder::default()
        // First of all plugins: a second start ends before it does anything else.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            window::show(app);
        }))
        .plugin(tauri_plugin_clipboard_manager::init())
        .manage(HandBack::new(settings.return_by))
        .manage(News::default())
        .manage(command::Watches::default());
    let builder = if settings.is_kiosk {
        kiosk(builder, &settings, server)
    } else {
        desktop(builder, settings.updates, server)
    };
    let builder = builder.invoke_handler(tauri::generate_handler![
        command::call_api,
        command::watch_flow,
        command::unwatch_flow,
        command::watch_app,
        command::open_url,
        command::copy_text,
        command::notify,
        command::kiosk_known,
        command::kiosk_enrol,
        command::kiosk_begin,
        command::kiosk_wipe,
    ]);
    Ok(builder.build(tauri::generate_context!())?)
}

/// A server that is being made ready on another thread.
type Readying = JoinHandle<reqwest::Result<Server>>;

/// Takes the server in, before there is a page that could ask for it.
fn take(app: &tauri::App, server: Readying) -> Startup<()> {
    let server = server.join().map_err(|_| "the server's part has ended")??;
    app.manage(server);
    let app = app.handle().clone();
    // The keychain is slow on some systems: it is asked while the page is loaded.
    spawn(async move { app.state::<Server>().vault().open().await });
    Ok(())
}

fn desktop(builder: Builder, updates: Option<Updates>, server: Readying) -> Builder {
    builder
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .plugin(tauri_plugin_updater::Builder::new().build())
        .manage(update::Waiting::default())
        .setup(|app| {
            take(app, server)?;
            window::open(app)?;
            if let Some(source) = updates {
                update::look(app.handle(), source);
            }
            incoming::listen(app.handle());
            card::watch(app.handle());
            Ok(())
        })
}

/// Without links, notifications and a remembered window: a kiosk has no use for them.
fn kiosk(builder: Builder, settings: &Settings, server: Readying) -> Builder {
    let keychain = Arc::new(System::of_kiosk(&settings.server.name()));
    builder
        .manage(Kiosk::new(keychain, Legacy::take(), settings.idle_percent))
        .setup(|app| {
            take(app, server)?;
            kiosk::guard::open(app)?;
            card::watch(app.handle());
            Ok(())
        })
        .on_window_event(|window, event| {
            if let (window::KIOSK, tauri::WindowEvent::CloseRequested { api, .. }) =
                (window.label(), event)
            {
                api.prevent_close();
            }
        })
}

type Builder = tauri::Builder<tauri::Wry>;

fn vault(settings: &Settings) -> Vault {
    // What a person does at a kiosk ends with them (K-10).
    let keeps = settings.keeps_secret && !settings.is_kiosk;
    let keychain: Arc<dyn Keychain> = if keeps {
        Arc::new(System::of_server(&settings.server.name()))
    } else {
        Arc::new(NoKeychain)
    };
    Vault::new(keychain)
}
