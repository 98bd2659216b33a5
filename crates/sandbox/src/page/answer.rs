//! Ways out of a page: back to the client, or a refusal that only the person can be told.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;

use crate::oauth::Delivery;
use crate::page::{Page, Reader, Tone};
use crate::world::World;

/// A session cookie for this host, which scripts cannot read.
pub(crate) fn set_cookie(name: &str, value: &str) -> [(HeaderName, HeaderValue); 1] {
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax");
    // The values are made here of base64url characters and hyphens only.
    let value = HeaderValue::from_str(&cookie).unwrap_or_else(|_| HeaderValue::from_static(""));
    [(header::SET_COOKIE, value)]
}

/// Sends the browser back to the client.
pub(crate) fn delivered(world: &World, reader: &Reader, delivery: &Delivery) -> Response {
    match delivery {
        Delivery::Redirect(url) => Redirect::to(url).into_response(),
        Delivery::FormPost { action, fields } => {
            let lang = reader.lang;
            let title = lang.pick("利用中のサービスへ戻ります", "Going back to the service");
            let body = html! {
                form method="post" action=(action) data-submit-now {
                    @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
                    button { (lang.pick("戻る", "Go back")) }
                }
            };
            Page {
                world,
                reader,
                tone: Tone::Agency,
                title,
            }
            .show(&body)
        }
    }
}

/// A request that cannot be answered to the client.
pub(crate) fn refusal_page(world: &World, reader: &Reader, sentence: &str) -> Response {
    let lang = reader.lang;
    let title = lang.pick(
        "受け付けられないリクエストです",
        "The request was not accepted",
    );
    let body = html! {
        p role="alert" { (sentence) }
        p { a href=(world.ident_url()) { (lang.pick("サービスの最初の画面へ", "To the first page of the service")) } }
    };
    Page {
        world,
        reader,
        tone: Tone::Agency,
        title,
    }
    .show_as(StatusCode::BAD_REQUEST, &body)
}
