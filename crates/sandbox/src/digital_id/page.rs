//! The authorization page: the app on this phone, or a QR code for another one.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, PreEscaped, html};
use qrcode::{EcLevel, QrCode};

use crate::digital_id::authorize::COOKIE;
use crate::digital_id::{Attempt, finish};
use crate::encoding::Parameters;
use crate::page::{Lang, Page, Reader, Tone, delivered};
use crate::phone::countdown;
use crate::world::World;

/// `GET /signin/{id}`: the page, or the way back once there is an answer.
pub(crate) async fn show(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Response {
    if !is_starter(&world, &id, &reader) {
        return stranger(&world, &reader);
    }
    if let Some(delivery) = finish(&world, &id) {
        return delivered(&world, &reader, &delivery);
    }
    let query = Parameters::parse(query.unwrap_or_default().as_bytes());
    let on_phone = match query.text("view") {
        "phone" => true,
        "pc" => false,
        _ => reader.on_phone,
    };
    // Only the browser's own word is doubted by the script, never a choice of the person.
    let undecided = !query.has("view");
    let wrong = query.has("wrong");
    let body = world.agency.with(&id, |attempt| {
        if on_phone {
            phone_view(reader.lang, attempt)
        } else {
            pc_view(&world, reader.lang, attempt, (wrong, undecided))
        }
    });
    match body {
        Some(body) => {
            let title = reader
                .lang
                .pick("マイナンバーカードで本人確認", "Verify with My Number Card");
            Page {
                world: &world,
                reader: &reader,
                tone: Tone::Agency,
                title,
            }
            .show(&body)
        }
        None => Redirect::to("/").into_response(),
    }
}

/// Whether this browser began the attempt.
pub(super) fn is_starter(world: &World, id: &str, reader: &Reader) -> bool {
    let cookie = reader.cookie(COOKIE).unwrap_or_default();
    world
        .agency
        .with(id, |attempt| attempt.browser == cookie)
        .unwrap_or(false)
}

/// What a browser sees that did not begin the attempt.
pub(super) fn stranger(world: &World, reader: &Reader) -> Response {
    let lang = reader.lang;
    let title = lang.pick("この画面では続けられません", "This cannot go on here");
    let body = html! {
        p { (lang.pick(
            "ほかのブラウザーで始めたか、時間が過ぎました。サービスの画面からやり直してください。",
            "It was begun in another browser, or time ran out. Please begin again at the service.",
        )) }
        p { a.button href=(world.ident_url()) { (lang.pick("サービスの最初の画面へ", "To the first page of the service")) } }
    };
    let page = Page {
        world,
        reader,
        tone: Tone::Agency,
        title,
    };
    page.show_as(axum::http::StatusCode::BAD_REQUEST, &body)
}

fn phone_view(lang: Lang, attempt: &Attempt) -> Markup {
    let here = format!("/signin/{}", attempt.id);
    html! {
        p { (lang.pick("このスマートフォンのアプリでカードを読み取ります。", "The app on this phone reads your card.")) }
        form method="post" action={ (here) "/app" } {
            button { (lang.pick("アプリを開く", "Open the app")) }
        }
        p { a href={ (here) "?view=pc" } {
            (lang.pick("ほかのスマートフォンを使う（二次元コードを表示）", "Use another phone (show a QR code)"))
        } }
        (below(lang, &here))
    }
}

fn pc_view(
    world: &World,
    lang: Lang,
    attempt: &Attempt,
    (wrong, undecided): (bool, bool),
) -> Markup {
    let here = format!("/signin/{}", attempt.id);
    let now = world.clock.now();
    let readable = attempt.qr_readable(now);
    let left = (attempt.qr.expires - now).max(0);
    html! {
        div data-poll={ (here) "/status" } data-version=(attempt.version)
            data-touch=[undecided.then(|| format!("{here}?view=phone"))] {
            ol.steps {
                li { (lang.pick("スマートフォンで二次元コードを読み取ります。", "Scan the QR code with your phone.")) }
                li { (lang.pick("スマートフォンに出た6桁の番号を、この画面に入力します。", "Type the six digits from the phone here.")) }
                li { (lang.pick("続きはスマートフォンで行います。この画面は閉じないでください。", "Go on at the phone. Do not close this page.")) }
            }
            @if readable {
                (code(world, lang, attempt))
                p { (countdown(lang, left)) }
            } @else if attempt.qr.scanned {
                p role="status" { (lang.pick("読み取られました。", "The code was scanned.")) }
            } @else {
                p role="alert" { (lang.pick("二次元コードの有効期限が切れました。", "The QR code has expired.")) }
            }
            (digits_form(lang, attempt, &here, wrong))
            @if !readable || attempt.qr.scanned {
                form method="post" action={ (here) "/qr" } {
                    button.second { (lang.pick("二次元コードを更新", "Refresh QR code")) }
                }
            }
        }
        p { a href={ (here) "?view=phone" } {
            (lang.pick("このスマートフォンのアプリを使う", "Use the app on this phone"))
        } }
        p.note {
            a href="/phone" target="_blank" rel="noopener" {
                (lang.pick("スマートフォンの代わりになる画面を開く（新しいタブ）", "Open the stand-in for a phone (new tab)"))
            }
        }
        (below(lang, &here))
    }
}

fn digits_form(lang: Lang, attempt: &Attempt, here: &str, wrong: bool) -> Markup {
    let paired = attempt.app.as_ref().is_some_and(|app| app.paired);
    html! {
        @if paired {
            p role="status" { (lang.pick(
                "番号を確かめました。スマートフォンで続けてください。",
                "The number is right. Go on at the phone.",
            )) }
            p { a.button.second href=(here) { (lang.pick("結果を確かめる", "See the result")) } }
        } @else if attempt.qr.scanned {
            form method="post" action={ (here) "/digits" } autocomplete="off" {
                label for="digits" { (lang.pick("6桁の番号", "Six-digit number")) }
                @if wrong { p.error id="digits-error" role="alert" { (lang.pick(
                    "番号が違うか、有効期限が切れています。",
                    "The number is wrong or has expired.",
                )) } }
                input id="digits" name="digits" inputmode="numeric" pattern="[0-9]{6}" minlength="6"
                    maxlength="6" required autocomplete="one-time-code" data-focus
                    aria-invalid=[wrong.then_some("true")]
                    aria-describedby=[wrong.then_some("digits-error")];
                button { (lang.pick("送信", "Send")) }
            }
        }
    }
}

fn below(lang: Lang, here: &str) -> Markup {
    html! {
        form method="post" action={ (here) "/cancel" } {
            button.second { (lang.pick("中止してサービスへ戻る", "Stop and go back to the service")) }
        }
        p.note { a href={ (here) "/test" } {
            (lang.pick("テスト用の応答を選ぶ（カードを使わない）", "Choose a test response (no card)"))
        } }
    }
}

fn code(world: &World, lang: Lang, attempt: &Attempt) -> Markup {
    let link = format!("{}/qr/{}", world.addresses.main, attempt.qr.token);
    let Ok(code) = QrCode::with_error_correction_level(link.as_bytes(), EcLevel::M) else {
        return html! { p { (link) } };
    };
    html! {
        div.qr role="img" aria-label=(lang.pick("スマートフォンで読み取る二次元コード", "QR code to scan with your phone")) {
            (PreEscaped(svg(&code)))
        }
        p.note { a href=(link) target="_blank" rel="noopener" {
            (lang.pick("コードのリンク", "Link of the code"))
        } }
    }
}

/// The code as one SVG path, black on white, with the quiet zone of four modules.
fn svg(code: &QrCode) -> String {
    const QUIET: usize = 4;
    let width = code.width();
    let mut path = String::new();
    for (index, colour) in code.to_colors().into_iter().enumerate() {
        if colour == qrcode::Color::Dark {
            let (x, y) = (index % width + QUIET, index / width + QUIET);
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    let side = width + 2 * QUIET;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\" aria-hidden=\"true\" focusable=\"false\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    )
}
