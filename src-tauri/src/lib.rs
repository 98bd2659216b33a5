//! The Tauri shell: one window with the same user interface that the server gives to browsers.
//!
//! The page in the window is not trusted with anything secret: it has no network of its own (the
//! content security policy allows none), and the visit's token stays in [`server`]. All it can do
//! is in [`command`]; there is no logic of the service here.

#[cfg(test)]
mod boundary;
#[expect(
    clippy::needless_pass_by_value,
    reason = "Tauri gives commands what they ask for by value"
)]
mod command;
mod renderer;
mod server;
mod window;

use std::process::ExitCode;

use server::{Address, Server};

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
    let server = Server::new(Address::configured()?)?;
    Ok(tauri::Builder::default()
        .plugin(tauri_plugin_clipboard_manager::init())
        .manage(server)
        .manage(command::Watches::default())
        .setup(|app| window::open(app).map_err(Into::into))
        .invoke_handler(tauri::generate_handler![
            command::call_api,
            command::watch_flow,
            command::unwatch_flow,
            command::open_url,
            command::copy_text,
        ]))
}
