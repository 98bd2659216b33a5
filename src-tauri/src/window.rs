//! The window, and where it may go.

use tauri::webview::NewWindowResponse;
use tauri::{App, AppHandle, Manager, Url, UserAttentionType, WebviewWindow, WebviewWindowBuilder};

use crate::command::open_outside;
use crate::engine;
use crate::server::Server;

/// The window of the desktop app.
pub(crate) const MAIN: &str = "main";
/// The window of a kiosk. Its name decides what its page may ask for (`capabilities/kiosk.json`).
pub(crate) const KIOSK: &str = "kiosk";

/// Brings the window to the person.
pub(crate) fn show(app: &AppHandle) {
    let Some(window) = main(app) else { return };
    // Whatever the system does not allow, it leaves out.
    let _ = window.unminimize();
    let _ = window.show();
    let _ = window.set_focus();
}

/// True while the person has the window before them.
pub(crate) fn is_looked_at(app: &AppHandle) -> bool {
    main(app).is_some_and(|window| window.is_focused().unwrap_or(false))
}

/// Marks the window in the system's list of windows.
pub(crate) fn ask_for_attention(app: &AppHandle) {
    if let Some(window) = main(app) {
        let _ = window.request_user_attention(Some(UserAttentionType::Informational));
    }
}

fn main(app: &AppHandle) -> Option<WebviewWindow> {
    app.get_webview_window(MAIN)
}

/// Opens the window of the desktop app.
///
/// # Errors
/// When the system cannot open it.
pub(crate) fn open(app: &App) -> tauri::Result<()> {
    let config = app
        .config()
        .app
        .windows
        .first()
        .ok_or(tauri::Error::WindowNotFound)?;
    let handle = app.handle().clone();
    WebviewWindowBuilder::from_config(app.handle(), config)?
        .on_navigation(|url| is_ours(url, cfg!(dev)))
        .on_new_window(move |url, _| {
            // A link to a new tab: the system's browser has it, or nobody.
            let _ = open_outside(&handle.state::<Server>(), &url);
            NewWindowResponse::Deny
        })
        .build()
        .and_then(|window| engine::make_plain(&window).and_then(|()| text_size::follow(&window)))
}

/// WebKitGTK does not know how large the system wants text to be.
#[cfg(target_os = "linux")]
mod text_size {
    use gtk::prelude::ObjectExt;
    use tauri::WebviewWindow;
    use webkit2gtk::WebViewExt;

    /// Dots per inch at the usual size, in the units of GTK.
    const USUAL: f64 = 96.0 * 1024.0;

    /// Makes everything as much larger as the system makes its own text, now and when it changes.
    pub(super) fn follow(window: &WebviewWindow) -> tauri::Result<()> {
        window.with_webview(|view| {
            let Some(settings) = gtk::Settings::default() else {
                return;
            };
            let view = view.inner();
            let adapt = move |settings: &gtk::Settings| view.set_zoom_level(factor(settings));
            adapt(&settings);
            settings.connect_notify_local(Some("gtk-xft-dpi"), move |settings, _| adapt(settings));
        })
    }

    fn factor(settings: &gtk::Settings) -> f64 {
        let dpi: i32 = settings.property("gtk-xft-dpi");
        // Negative where the system says nothing.
        if dpi > 0 {
            (f64::from(dpi) / USUAL).clamp(1.0, 3.0)
        } else {
            1.0
        }
    }
}

/// Other systems' web views do it by themselves.
#[cfg(not(target_os = "linux"))]
mod text_size {
    pub(super) fn follow(_window: &tauri::WebviewWindow) -> tauri::Result<()> {
        Ok(())
    }
}

/// Only the bundled pages; while developing also Vite's server.
pub(crate) fn is_ours(url: &Url, is_dev: bool) -> bool {
    let is_bundled = match (url.scheme(), url.host_str()) {
        ("tauri", Some("localhost")) => true,
        // The same on Windows and Android.
        ("http" | "https", Some("tauri.localhost")) => url.port().is_none(),
        _ => false,
    };
    is_bundled || is_dev && url.origin().ascii_serialization() == "http://localhost:5173"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(url: &str, is_dev: bool) -> bool {
        is_ours(&url.parse().unwrap(), is_dev)
    }

    #[test]
    fn the_window_stays_on_the_bundled_pages() {
        for url in [
            "tauri://localhost/",
            "tauri://localhost/verify/?a=b",
            "http://tauri.localhost/my/",
        ] {
            assert!(allowed(url, false), "{url} was refused");
        }
    }

    #[test]
    fn the_window_goes_nowhere_else() {
        for url in [
            "https://example.org/",
            "http://localhost:7440/verify/",
            "http://localhost:5173/",
            "tauri://evil.example/",
            "http://tauri.localhost:8080/",
            "http://tauri.localhost.evil.example/",
            "http://tauri.localhost@evil.example/",
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:alert(1)",
            "about:blank",
        ] {
            assert!(!allowed(url, false), "{url} was allowed");
        }
    }

    #[test]
    fn the_development_server_is_allowed_only_while_developing() {
        assert!(allowed("http://localhost:5173/verify/", true));
        assert!(!allowed("http://localhost:5174/", true));
    }
}
