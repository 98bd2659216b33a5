//! WebKitGTK, told how little these pages need: no graphics card, no memory of pages that were left,
//! no compiler for scripts.
//!
//! A page of text and buttons is painted by the processor. Through a graphics driver it would be on
//! the screen later and take 80 MB more, also where there is a card, because the driver brings a
//! compiler for shaders along. docs/PERFORMANCE.md has the figures.

use tauri::WebviewWindow;

/// What WebKit and GTK read when they start, and their processes after them. Whoever sets one of
/// these is left alone.
#[cfg(target_os = "linux")]
const ENVIRONMENT: &[(&str, &str)] = &[
    // Painted by the processor …
    ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
    // … so that nobody need look for a graphics card.
    ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
    ("GDK_GL", "disable"),
    // Pages that compute nothing are as quick interpreted, and a compiler is a way in.
    ("JSC_useJIT", "0"),
];

/// The name of the graphics card, which is then not looked for at all. Pages are not told any more that
/// the system is dark (2.50), and a kiosk never is.
#[cfg(target_os = "linux")]
const OF_KIOSK: (&str, &str) = ("WEBKIT_WEB_RENDER_DEVICE_FILE", "/dev/null");

/// Sets what is read from the environment. To be called while this program has one thread only.
pub(crate) fn prepare(is_kiosk: bool) {
    #[cfg(target_os = "linux")]
    for (name, value) in ENVIRONMENT.iter().chain(is_kiosk.then_some(&OF_KIOSK)) {
        // Fails for names that no variable can have.
        let _ = gtk::glib::setenv(name, value, false);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = is_kiosk;
}

/// Keeps nothing of pages that were left, and draws nothing in three dimensions.
///
/// # Errors
/// When the window is gone.
#[cfg(target_os = "linux")]
pub(crate) fn make_plain(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{CacheModel, SettingsExt, WebContextExt, WebViewExt};

    window.with_webview(|view| {
        let view = view.inner();
        if let Some(context) = view.context() {
            context.set_cache_model(CacheModel::DocumentViewer);
        }
        if let Some(settings) = WebViewExt::settings(&view) {
            settings.set_enable_page_cache(false);
            settings.set_enable_webgl(false);
        }
    })
}

/// Other systems' web views are left as they are.
#[cfg(not(target_os = "linux"))]
pub(crate) fn make_plain(_window: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
