//! Where the person goes: the files, while access lasts.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use bytes::Bytes;
use maud::{Markup, html};

use crate::archive::desk::Archive;
use crate::clock::rfc3339;
use crate::encoding::Parameters;
use crate::page::{Lang, Page, Reader, Tone};
use crate::world::World;

/// `GET /archive/{case}`.
pub(crate) async fn show(
    State(world): State<Arc<World>>,
    Path(case): Path<String>,
    reader: Reader,
) -> Response {
    answer(&world, &reader, &case, None)
}

/// `POST /archive/{case}`: with the special password of the mail account.
pub(crate) async fn enter(
    State(world): State<Arc<World>>,
    Path(case): Path<String>,
    reader: Reader,
    body: Bytes,
) -> Response {
    let form = Parameters::parse(&body);
    answer(&world, &reader, &case, Some(form.text("password").trim()))
}

fn answer(world: &World, reader: &Reader, case: &str, password: Option<&str>) -> Response {
    let lang = reader.lang;
    let now = world.clock.now();
    let title = lang.pick("預けてある資料", "What was left behind");
    let page = Page {
        world,
        reader,
        tone: Tone::Account,
        title,
    };
    let Some(grant) = world.desk.grant(case) else {
        let text = lang.pick("この受付番号はありません。", "There is no such case.");
        return page.show_as(StatusCode::NOT_FOUND, &html! { p role="alert" { (text) } });
    };
    if !grant.is_open(now) {
        let text = lang.pick("利用できる期間は終わりました。", "Access has ended.");
        return page.show_as(StatusCode::GONE, &html! { p role="alert" { (text) } });
    }
    let until = html! {
        p { (lang.pick("利用できるのは次の時刻までです：", "Access lasts until ")) (rfc3339(grant.until)) }
    };
    let is_entered = grant
        .password
        .as_deref()
        .is_none_or(|expected| password == Some(expected));
    if is_entered {
        return page.show(&html! { (until) (files(lang, grant.service)) });
    }
    let status = match password {
        Some(_) => StatusCode::FORBIDDEN,
        None => StatusCode::OK,
    };
    page.show_as(
        status,
        &html! { (until) (door(lang, case, password.is_some())) },
    )
}

fn door(lang: Lang, case: &str, is_refused: bool) -> Markup {
    html! {
        @if is_refused { p.error id="notice" role="alert" {
            (lang.pick("専用パスワードが違います。", "The special password is incorrect."))
        } }
        form method="post" action={ "/archive/" (case) } autocomplete="off" {
            label for="password" { (lang.pick("専用パスワード", "Special password")) }
            input id="password" name="password" type="password" required autocomplete="off" data-focus
                aria-describedby=[is_refused.then_some("notice")];
            button { (lang.pick("開く", "Open")) }
        }
    }
}

fn files(lang: Lang, service: Archive) -> Markup {
    let (ja, en): (&[&str], &[&str]) = match service {
        Archive::Mail => (
            &[
                "件名：ゼミの日程",
                "件名：卒業写真",
                "ドライブ：家計簿.xlsx",
            ],
            &[
                "Subject: seminar dates",
                "Subject: graduation photo",
                "Drive: budget.xlsx",
            ],
        ),
        Archive::Onedrive => (
            &["卒業論文.docx", "実験データ.csv", "写真/桜.jpg"],
            &["thesis.docx", "measurements.csv", "photos/cherry.jpg"],
        ),
    };
    html! {
        h2 id="files" { (lang.pick("資料（架空）", "Files (invented)")) }
        ul aria-labelledby="files" { @for name in lang.pick(ja, en) { li { (name) } } }
    }
}
