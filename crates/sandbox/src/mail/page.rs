//! The inbox as pages: everybody's mail, since nobody here is real.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};

use crate::encoding::Parameters;
use crate::mail::inbox::Mail;
use crate::page::{Lang, Page, Reader, Tone};
use crate::world::World;

/// What the HTML part of a mail may do: show itself, and be left by a press.
const HTML_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
     base-uri 'self'; form-action 'none'; frame-ancestors 'self'; \
     sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

/// `GET /mail?to=ADDRESS`.
pub(crate) async fn list(
    State(world): State<Arc<World>>,
    RawQuery(query): RawQuery,
    reader: Reader,
) -> Response {
    let lang = reader.lang;
    let query = Parameters::parse(query.unwrap_or_default().as_bytes());
    let to = query.one("to").filter(|to| !to.is_empty());
    let mails = world.inbox.mails(to);
    let body = html! {
        p { (lang.pick(
            "Ident が送ったメールがここに届きます。外へは送られません。",
            "The mails that Ident sends arrive here and go nowhere else.",
        )) }
        form method="get" action="/mail" {
            label for="to" { (lang.pick("宛先", "To")) }
            input id="to" name="to" value=(to.unwrap_or_default()) autocomplete="off";
            button.second { (lang.pick("この宛先だけ", "Only this address")) }
        }
        @if mails.is_empty() {
            p { (lang.pick("まだありません。", "None yet.")) }
        } @else { (table(lang, &mails)) }
        p { a href="/" { (lang.pick("入口へ", "To the portal")) } }
    };
    Page {
        world: &world,
        reader: &reader,
        tone: Tone::Portal,
        title: lang.pick("メール", "Mail"),
    }
    .show(&body)
}

fn table(lang: Lang, mails: &[Mail]) -> Markup {
    html! {
        div.table tabindex="0" role="region" aria-label=(lang.pick("メール", "Mail")) { table {
            thead { tr {
                th scope="col" { (lang.pick("時刻", "Time")) }
                th scope="col" { (lang.pick("宛先", "To")) }
                th scope="col" { (lang.pick("件名", "Subject")) }
            } }
            tbody { @for mail in mails { tr {
                td { (mail.at) }
                td { (mail.to.join(", ")) }
                td { a href={ "/mail/" (mail.id) } { (subject(lang, mail)) } }
            } } }
        } }
    }
}

fn subject(lang: Lang, mail: &Mail) -> String {
    if mail.subject.is_empty() {
        return lang.pick("（件名なし）", "(no subject)").to_owned();
    }
    mail.subject.clone()
}

/// `GET /mail/{id}`.
pub(crate) async fn show(
    State(world): State<Arc<World>>,
    Path(id): Path<u64>,
    reader: Reader,
) -> Response {
    let lang = reader.lang;
    let Some(mail) = world.inbox.mail(id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let body = html! {
        dl {
            dt { (lang.pick("宛先", "To")) } dd { (mail.to.join(", ")) }
            dt { (lang.pick("差出人", "From")) } dd { (mail.from) }
            dt { (lang.pick("時刻", "Time")) } dd { (mail.at) }
        }
        @if let Some(text) = &mail.text {
            h2 { (lang.pick("文字だけの本文", "Text part")) }
            div.mail { (linked(text)) }
        }
        @if mail.html.is_some() {
            h2 { (lang.pick("HTMLの本文", "HTML part")) }
            iframe.mail src={ "/mail/" (id) "/html" } title=(lang.pick("HTMLの本文", "HTML part"))
                sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation" {}
        }
        details {
            summary { (lang.pick("ヘッダー", "Headers")) }
            dl { @for (name, value) in &mail.headers { dt { (name) } dd { code { (value) } } } }
        }
        p { a href="/mail" { (lang.pick("メールの一覧へ", "To all mails")) } }
    };
    Page {
        world: &world,
        reader: &reader,
        tone: Tone::Portal,
        title: &subject(lang, &mail),
    }
    .show(&body)
}

/// The text with its web addresses as links.
fn linked(text: &str) -> Markup {
    let is_end = |c: char| c.is_whitespace() || "<>\"'、。「」（）()".contains(c);
    let mut parts = Vec::new();
    let mut rest = text;
    let next = |rest: &str| {
        let found = ["http://", "https://"].map(|scheme| rest.find(scheme));
        found.into_iter().flatten().min()
    };
    while let Some(at) = next(rest) {
        let (before, from) = rest.split_at(at);
        let (address, after) = from.split_at(from.find(is_end).unwrap_or(from.len()));
        parts.push(html! { (before) a href=(address) { (address) } });
        rest = after;
    }
    html! { @for part in parts { (part) } (rest) }
}

/// `GET /mail/{id}/html`: the HTML part alone, without scripts, links open in the whole window.
pub(crate) async fn html_part(State(world): State<Arc<World>>, Path(id): Path<u64>) -> Response {
    let Some(part) = world.inbox.mail(id).and_then(|mail| mail.html) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let base = "<base target=\"_top\">";
    let document = match part.find("<head>") {
        Some(at) => format!("{}{base}{}", &part[..at + 6], &part[at + 6..]),
        None => format!("{base}{part}"),
    };
    let headers = [
        (header::CONTENT_SECURITY_POLICY, HTML_POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, Html(document)).into_response()
}
