//! Links that the system hands to the app, whether it was running or not. Their text is hostile
//! until it has been read; on Linux and Windows anybody can pass one as an argument.

use tauri::async_runtime::spawn;
use tauri::{AppHandle, Manager, Url};
use tauri_plugin_deep_link::DeepLinkExt;

use crate::hand_back::{HandBack, Link};

/// Listens from now on, beginning with the link that has started the app.
pub(crate) fn listen(app: &AppHandle) {
    let links = app.deep_link();
    let handle = app.clone();
    links.on_open_url(move |event| take(&handle, &event.urls()));
    if let Ok(Some(urls)) = links.get_current() {
        take(app, &urls);
    }
}

fn take(app: &AppHandle, urls: &[Url]) {
    for url in urls {
        let Some(link) = Link::parse(url.as_str()) else {
            app.state::<HandBack>().ignore();
            continue;
        };
        let app = app.clone();
        spawn(async move { app.state::<HandBack>().receive(&app, link).await });
    }
}
