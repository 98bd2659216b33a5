//! What the system's browser shows after it has brought the result: a page without scripts, that
//! loads nothing and is not kept.

/// Shown in both languages, because nobody knows here which one the person reads.
const PAGE: &str = "<!doctype html>\
<html lang=\"ja\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
<meta name=\"color-scheme\" content=\"light dark\"><title>Ident</title>\
<body><h1>確認できました</h1>\
<p>このページを閉じて、Ident のアプリに戻ってください。続きはアプリに表示されています。</p>\
<p lang=\"en\">Done. Please close this page and return to the Ident app, where you can go on.</p>";

fn response(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
         cache-control: no-store\r\nreferrer-policy: no-referrer\r\nx-content-type-options: nosniff\r\n\
         content-security-policy: default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'\r\n\
         connection: close\r\n\r\n{body}",
        body.len()
    )
}

/// The result is here.
pub(super) fn received() -> String {
    response("200 OK", PAGE)
}

/// Nothing is told to whoever has not brought it.
pub(super) fn refused() -> String {
    response("404 Not Found", "")
}
