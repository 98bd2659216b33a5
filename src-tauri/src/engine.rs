//! WebKitGTK, told how little these pages need: no graphics card, no media, no compiler.
//!
//! Painted by the processor, a page of text and buttons is on the screen sooner than through a
//! graphics driver, whose libraries alone would take 60 MB. docs/PERFORMANCE.md has the figures.

use gtk::glib;
use gtk::prelude::{Cast, ContainerExt, GtkApplicationExt};
use webkit2gtk::{CacheModel, HardwareAccelerationPolicy};
use webkit2gtk::{SettingsExt, WebContextExt, WebView, WebViewExt};

/// What WebKit and GTK read when they start. Whoever sets one of these themselves is left alone.
const ENVIRONMENT: &[(&str, &str)] = &[
    // No look for a graphics card, in this process …
    ("GDK_GL", "disable"),
    ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
    ("WEBKIT_WEB_RENDER_DEVICE_FILE", "/dev/null"),
    // Pages that compute nothing are as quick interpreted; and a compiler is a way in.
    ("JSC_useJIT", "0"),
];

/// Sets what is read from the environment. To be called first: nothing else runs yet.
pub(crate) fn prepare() {
    for (name, value) in ENVIRONMENT {
        // Fails for names with '=' only.
        let _ = glib::setenv(name, value, false);
    }
}

/// Has every web view of this program made plain before its process is started, which is when it
/// is put into its window.
pub(crate) fn make_plain() {
    let application = gtk::gio::Application::default();
    let application = application.and_then(|application| application.downcast().ok());
    let Some(application): Option<gtk::Application> = application else {
        return;
    };
    application.connect_window_added(|_, window| {
        window.connect_add(|_, content| {
            if let Some(content) = content.downcast_ref::<gtk::Container>() {
                content.connect_add(|_, child| {
                    if let Some(view) = child.downcast_ref::<WebView>() {
                        plain(view);
                    }
                });
            }
        });
    });
}

fn plain(view: &WebView) {
    if let Some(context) = view.context() {
        context.set_cache_model(CacheModel::DocumentViewer);
    }
    let Some(settings) = WebViewExt::settings(view) else {
        return;
    };
    settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
    settings.set_enable_page_cache(false);
    settings.set_enable_webgl(false);
    settings.set_enable_webaudio(false);
    settings.set_enable_media(false);
}
