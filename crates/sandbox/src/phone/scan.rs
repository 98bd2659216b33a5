//! Scanning: the QR code now on a screen by one press, or a link.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use maud::{Markup, html};
use url::Url;

use crate::digital_id::{App, Route};
use crate::encoding::{Parameters, with_query};
use crate::page::{Lang, Page, Reader, Tone, set_cookie};
use crate::phone::phones::COOKIE;
use crate::world::World;

/// The scanner on the home screen; `link` is what was just read.
pub(super) fn section(world: &World, lang: Lang, link: Option<&str>) -> Markup {
    let shown = newest(world);
    html! {
        @if let Some(link) = link { (read_link(world, lang, link)) }
        h2 { (lang.pick("二次元コードを読み取る", "Scan a QR code")) }
        @if let Some(token) = shown {
            form method="post" action="/phone/scan" {
                input type="hidden" name="link" value={ (world.addresses.main) "/qr/" (token) };
                button { (lang.pick("いま画面に出ているコードを読み取る", "Scan the code now on the screen")) }
            }
        } @else {
            p { (lang.pick(
                "カード認証サービスの画面に、読み取れる二次元コードは出ていません。",
                "The card sign-in service shows no code that could be scanned now.",
            )) }
            p { a.button.second href="/phone" { (lang.pick("もう一度見る", "Look again")) } }
        }
        form method="get" action="/phone" {
            label for="scan" { (lang.pick("コードのリンク（ほかの画面の二次元コード）", "Link of a code on another screen")) }
            input id="scan" name="scan" type="url" required autocomplete="off" placeholder="http://";
            button.second { (lang.pick("読み取る", "Scan")) }
        }
    }
}

/// The readable code that was shown last.
fn newest(world: &World) -> Option<String> {
    let now = world.clock.now();
    let readable = world.agency.look(|attempt| {
        attempt
            .qr_readable(now)
            .then(|| (attempt.qr.expires, attempt.qr.token.clone()))
    });
    readable.into_iter().max().map(|(_, token)| token)
}

/// Asks before it opens a link, as a phone's camera does.
fn read_link(world: &World, lang: Lang, link: &str) -> Markup {
    let ours = format!("{}/qr/", world.addresses.main);
    let ident = format!("{}/", world.ident_url());
    html! {
        section.found aria-labelledby="found" {
            h2 id="found" { (lang.pick("読み取りました", "Scanned")) }
            p.link { (link) }
            @if let Some(token) = link.strip_prefix(&ours) {
                p { a.button href={ "/qr/" (token) } { (lang.pick("アプリで開く", "Open in the app")) } }
            } @else if link.starts_with(&ident) && Url::parse(link).is_ok() {
                p { a.button href=(link) target="_blank" rel="noopener noreferrer" {
                    (lang.pick("新しいタブで開く", "Open in a new tab"))
                } }
            } @else {
                p role="alert" { (lang.pick(
                    "Ident のリンクではないので開きません。",
                    "This is not a link of Ident, so it is not opened.",
                )) }
            }
        }
    }
}

/// `POST /phone/scan`: the press of the scan button.
pub(crate) async fn scan(State(world): State<Arc<World>>, body: Bytes) -> Redirect {
    let form = Parameters::parse(&body);
    let link = form.text("link");
    match link.strip_prefix(&format!("{}/qr/", world.addresses.main)) {
        Some(token)
            if token
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)) =>
        {
            Redirect::to(&format!("/qr/{token}"))
        }
        _ => Redirect::to(&with_query(
            "/phone",
            &[("scan".to_owned(), link.to_owned())],
        )),
    }
}

/// `GET /qr/{token}`: what the QR code of the authorization page says. The app opens.
pub(crate) async fn open_qr(
    State(world): State<Arc<World>>,
    Path(token): Path<String>,
    reader: Reader,
) -> Response {
    let now = world.clock.now();
    let phone = world.phones.of(&reader);
    let attempt = world.agency.find(|attempt| attempt.qr.token == token);
    let app = attempt.and_then(|id| {
        world.agency.with(&id, |attempt| {
            if !attempt.qr_readable(now) {
                return None;
            }
            let app = App::open(Route::OtherScreen, phone.clone(), now, &world.lifetimes);
            let id = app.id.clone();
            attempt.qr.scanned = true;
            attempt.app = Some(app);
            attempt.version += 1;
            Some(id)
        })?
    });
    world.phones.keep(&phone);
    match app {
        Some(app) => {
            let to = Redirect::to(&format!("/phone/app/{app}"));
            (set_cookie(COOKIE, &phone.id), to).into_response()
        }
        None => dead_code(&world, &reader),
    }
}

fn dead_code(world: &World, reader: &Reader) -> Response {
    let lang = reader.lang;
    let title = lang.pick("読み取れない二次元コードです", "This code cannot be used");
    let body = html! {
        p role="alert" { (lang.pick(
            "有効期限が切れたか、すでに読み取られています。パソコンの画面で「二次元コードを更新」を押してください。",
            "It has expired or was scanned before. Press \u{201c}Refresh QR code\u{201d} on the other screen.",
        )) }
        p { a.button href="/phone" { (lang.pick("ホーム画面へ", "To the home screen")) } }
    };
    Page {
        world,
        reader,
        tone: Tone::Phone,
        title,
    }
    .show(&body)
}
