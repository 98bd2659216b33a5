//! The kiosk's window: no way out by key, link, menu, drag, print or new window (K-04). Keys that
//! belong to the system (switching of terminals, the session's own shortcuts) are taken away by
//! the session set-up in `src-tauri/kiosk/`, because no program can do that.

use tauri::webview::NewWindowResponse;
use tauri::{App, Manager, WebviewUrl, WebviewWindowBuilder};

use crate::engine;
use crate::window;

/// Runs before the page: nothing but typing, pressing and moving between controls gets through.
const FILTER: &str = include_str!("filter.js");

/// Opens the one window of a kiosk.
///
/// # Errors
/// When the system cannot open it.
pub(crate) fn open(app: &App) -> tauri::Result<()> {
    let mut builder = WebviewWindowBuilder::new(app, window::KIOSK, WebviewUrl::default())
        .title("Ident")
        .fullscreen(true)
        .always_on_top(true)
        .decorations(false)
        .closable(false)
        .minimizable(false)
        .maximizable(false)
        .resizable(false)
        .skip_taskbar(true)
        .focused(true)
        .zoom_hotkeys_enabled(false)
        .devtools(false)
        .initialization_script(FILTER)
        .on_navigation(|url| window::is_ours(url, cfg!(dev)))
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false);
    builder = with_profile(builder)?;
    // Without a window manager nobody makes a window full screen; then it is made as large.
    if let Some(monitor) = app.primary_monitor()? {
        let size = monitor.size().to_logical::<f64>(monitor.scale_factor());
        builder = builder
            .inner_size(size.width, size.height)
            .position(0.0, 0.0);
    }
    let window = builder.build()?;
    engine::make_plain(&window)?;
    end_with_the_page(&window)
}

/// A profile that ends with the session: a folder in memory where the system has one for that, made
/// anew at every start. Between two people it is emptied (`wipe.rs`).
#[cfg(target_os = "linux")]
fn with_profile(builder: Builder<'_>) -> tauri::Result<Builder<'_>> {
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(std::path::PathBuf::from);
    let folder = runtime
        .unwrap_or_else(std::env::temp_dir)
        .join("ident-kiosk-profile");
    match std::fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(builder.data_directory(folder)),
    }
}

/// The web view's own profile in memory.
#[cfg(not(target_os = "linux"))]
fn with_profile(builder: Builder<'_>) -> tauri::Result<Builder<'_>> {
    Ok(builder.incognito(true))
}

type Builder<'a> = WebviewWindowBuilder<'a, tauri::Wry, App>;

/// A page whose process has crashed is gone, and with it what it has shown; the program begins anew.
/// One that crashes at once would do so again: then the program ends, and the session takes its
/// time before it starts another.
#[cfg(target_os = "linux")]
fn end_with_the_page(window: &tauri::WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::WebViewExt;

    let app = window.app_handle().clone();
    let opened = std::time::Instant::now();
    window.with_webview(move |view| {
        view.inner().connect_web_process_terminated(move |_, _| {
            let kiosk = app.state::<super::Kiosk>();
            if !kiosk.has_crashed() {
                return;
            }
            eprintln!("Ident: the page has crashed");
            if opened.elapsed() < SOON {
                app.exit(PAGE_CRASHED);
            } else {
                kiosk.begin_anew(&app, None);
            }
        });
    })
}

#[cfg(target_os = "linux")]
const PAGE_CRASHED: i32 = 70;

/// A page that lives no longer than this has not been of use to anybody.
#[cfg(target_os = "linux")]
const SOON: std::time::Duration = std::time::Duration::from_secs(3);

#[cfg(not(target_os = "linux"))]
fn end_with_the_page(_window: &tauri::WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
