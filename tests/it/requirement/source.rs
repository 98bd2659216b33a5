//! Requirements that hold because something is nowhere in the sources.

use crate::source::{Source, sources, strays};

fn server_and_libraries() -> Vec<Source> {
    let mut all = sources("crates", &[".rs"]);
    all.retain(Source::is_ours);
    all
}

/// What a browser is given; its tests may name what it must not do.
fn pages() -> Vec<Source> {
    let mut all = sources("ui/src", &[".ts", ".svelte"]);
    all.retain(|source| !source.is_test());
    all
}

#[test]
fn r13_nothing_but_303_redirects() {
    for word in [
        "TEMPORARY_REDIRECT",
        "PERMANENT_REDIRECT",
        "StatusCode::FOUND",
        "MOVED_PERM",
        "Redirect::",
    ] {
        let stray = strays(&server_and_libraries(), word, |_| false);
        assert!(stray.is_empty(), "{stray:#?}");
    }
}

#[test]
fn r17_no_page_sends_messages_to_windows() {
    for word in ["postMessage", "window.opener"] {
        let stray = strays(&pages(), word, |_| false);
        assert!(stray.is_empty(), "{stray:#?}");
    }
}

#[test]
fn r20_no_build_accepts_a_wrong_certificate() {
    let mut all = sources("crates", &[".rs"]);
    all.extend(sources("src-tauri", &[".rs"]));
    for word in [
        "danger_accept",
        "dangerous()",
        "tls_danger",
        "ServerCertVerifier",
    ] {
        let stray = strays(&all, word, |_| false);
        assert!(stray.is_empty(), "{stray:#?}");
    }
}

#[test]
fn r27_no_secret_is_in_what_people_download() {
    let mut all = sources("ui/src", &[".ts", ".svelte", ".json", ".css"]);
    all.extend(sources("src-tauri", &[".rs", ".json"]));
    for word in [
        "PRIVATE KEY",
        "client_secret",
        "client_assertion",
        "code_verifier",
    ] {
        let stray = strays(&all, word, |_| false);
        assert!(stray.is_empty(), "{stray:#?}");
    }
}

#[test]
fn r59_calls_go_out_in_named_places_only() {
    let may = |path: &str| {
        path.starts_with("crates/oidc/src/http/")
            // Starts the helper for card readers.
            || path == "crates/card/src/launch.rs"
            // Starts the process that holds the directory's credential.
            || path == "crates/server/src/agent/dial.rs"
            || path.starts_with("crates/server/src/adapter/graph/")
            || path.starts_with("crates/server/src/adapter/archive/")
    };
    let mails = |path: &str| path.starts_with("crates/server/src/adapter/smtp/");
    let stray = strays(&server_and_libraries(), "lettre::", mails);
    assert!(stray.is_empty(), "{stray:#?}");
    for word in [
        "reqwest",
        "client::legacy",
        "TcpStream::connect",
        "Command::new",
    ] {
        let stray = strays(&server_and_libraries(), word, may);
        assert!(stray.is_empty(), "{stray:#?}");
    }
}

#[test]
fn r60_a_browser_keeps_nothing_but_the_language() {
    let pages = pages();
    for word in [
        "sessionStorage",
        "indexedDB",
        "serviceWorker",
        "caches.",
        "document.cookie",
    ] {
        let stray = strays(&pages, word, |_| false);
        assert!(stray.is_empty(), "{stray:#?}");
    }
    let stray = strays(&pages, "localStorage", |path| {
        path == "ui/src/i18n/index.svelte.ts"
    });
    assert!(stray.is_empty(), "{stray:#?}");
}

#[test]
fn a27_no_page_writes_markup_from_text() {
    let pages = pages();
    for word in [
        "{@html",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
    ] {
        let stray = strays(&pages, word, |_| false);
        assert!(stray.is_empty(), "{stray:#?}");
    }
}
