//! The app's screens.

use axum::response::Response;
use maud::{Markup, html};

use crate::digital_id::{App, Route, Screen};
use crate::page::{Lang, Page, Reader, Tone};
use crate::phone::body;
use crate::world::World;

/// What is needed to show the app.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) app: App,
    pub(crate) attempt: String,
    pub(crate) asks_attribute: bool,
    pub(crate) version: u32,
    pub(crate) over: bool,
}

/// The page of the app.
pub(crate) fn show(world: &World, reader: &Reader, shown: &Shown) -> Response {
    let lang = reader.lang;
    let title = title(lang, shown);
    let held = crate::lock::locked(&world.population)
        .card(&shown.app.phone.card)
        .cloned();
    let follow = matches!(shown.app.screen, Screen::Digits | Screen::Reading { .. });
    let status = format!("/phone/app/{}/status", shown.app.id);
    let body = html! {
        div.device data-poll=[follow.then_some(&status)] data-version=(shown.version) {
            div.screen { (inside(world, lang, shown)) }
        }
        @if let Some(held) = held {
            aside aria-label=(lang.pick("練習の手がかり", "Hints for practice")) {
                p { (lang.pick("手元のカード：", "Card in hand: ")) strong { (held.card.name) } " (" (held.card.id) ")" }
                p {
                    (lang.pick("利用者証明用の暗証番号：", "PIN for authentication: ")) code { (held.card.pin) }
                    (lang.pick("　券面事項入力補助用の暗証番号：", ", PIN for the card's text: ")) code { (held.card.text_pin) }
                }
                p { a href="/phone" { (lang.pick("カードやアプリの状態を変える", "Change the card or the app's state")) } }
            }
        }
    };
    Page {
        world,
        reader,
        tone: Tone::Phone,
        title,
    }
    .show(&body)
}

fn title(lang: Lang, shown: &Shown) -> &'static str {
    if shown.over && !matches!(shown.app.screen, Screen::Done | Screen::Stopped) {
        return lang.pick("時間が過ぎました", "Time ran out");
    }
    match &shown.app.screen {
        Screen::NotInstalled => lang.pick("アプリがありません", "The app is not installed"),
        Screen::Register => lang.pick("利用登録", "Registration"),
        Screen::Registered => lang.pick("利用登録が終わりました", "Registration is done"),
        Screen::Digits => lang.pick("6桁の番号", "Six-digit number"),
        Screen::DeviceLock => lang.pick("画面ロックの解除", "Unlock the device"),
        Screen::Start => lang.pick("本人確認をはじめます", "Start the verification"),
        Screen::Pin => lang.pick(
            "利用者証明用電子証明書の暗証番号",
            "PIN of the certificate for authentication",
        ),
        Screen::TextPin => lang.pick("券面事項入力補助用の暗証番号", "PIN for the card's text"),
        Screen::Ready => lang.pick("カードの読み取り", "Read the card"),
        Screen::Reading { .. } => lang.pick("カードを読み取っています…", "Reading the card…"),
        Screen::Problem(_) => lang.pick("読み取れませんでした", "The card could not be used"),
        Screen::Consent => lang.pick("情報の提供の確認", "Consent"),
        Screen::Done => lang.pick("本人確認が終わりました", "Verification is done"),
        Screen::AskStop(_) => lang.pick(
            "認証と情報提供を中止しますか",
            "Stop authentication and information sharing?",
        ),
        Screen::Stopped => lang.pick("中止しました", "Stopped"),
    }
}

fn inside(world: &World, lang: Lang, shown: &Shown) -> Markup {
    let app = &shown.app;
    if shown.over && !matches!(app.screen, Screen::Done | Screen::Stopped) {
        return html! {
            p role="alert" { (lang.pick("はじめからやり直してください。", "Please begin again.")) }
            (body::way_back(lang, shown))
        };
    }
    let body = match &app.screen {
        Screen::NotInstalled => body::not_installed(lang, app),
        Screen::Register => body::register(lang, app),
        Screen::Registered => html! {
            p { (lang.pick("カードの登録ができました。本人確認に進みます。", "The card is registered. Verification comes next.")) }
            (body::first(app, "next", lang.pick("進む", "Go on")))
        },
        Screen::Digits => return body::digits(world, lang, app),
        Screen::DeviceLock => html! {
            p { (lang.pick("顔・指紋・パスコードのいずれかで解除します（練習では押すだけ）。", "By face, fingerprint or passcode (here just press).")) }
            (body::first(app, "next", lang.pick("解除する", "Unlock")))
        },
        Screen::Start => html! {
            p { (lang.pick("カードと4桁の暗証番号を用意してください。", "Have your card and its 4-digit PIN ready.")) }
            (body::first(app, "next", match app.route {
                Route::SamePhone => lang.pick("はじめる", "Start"),
                Route::OtherScreen => lang.pick("次へ", "Next"),
            }))
        },
        Screen::Pin => body::pin(lang, app, "pin"),
        Screen::TextPin => html! {
            (body::pin(lang, app, "text_pin"))
            (body::second(app, "same_pin", lang.pick("直前と同じ番号を入力", "Enter the same number as before")))
        },
        Screen::Ready => html! {
            p { (lang.pick("カードをスマートフォンに当て、動かさずに読み取ります。", "Hold the card to the phone and keep it still.")) }
            (body::first(app, "read", lang.pick("読み取り開始", "Read the card")))
        },
        Screen::Reading { until_ms } => body::reading(world, lang, app, *until_ms),
        Screen::Problem(problem) => body::problem(lang, app, *problem),
        Screen::Consent => body::consent(world, lang, shown),
        Screen::Done => return body::done(lang, shown),
        Screen::Stopped => {
            return html! {
                p { (lang.pick("何も送られていません。", "Nothing was sent.")) }
                (body::way_back(lang, shown))
            };
        }
        Screen::AskStop(_) => {
            return html! {
                p { (lang.pick("ここまでの入力は取り消されます。", "What you entered so far is dropped.")) }
                (body::first(app, "continue", lang.pick("キャンセル", "Cancel")))
                (body::second(app, "stop", lang.pick("中止", "Stop")))
            };
        }
    };
    html! {
        (body)
        (body::second(app, "ask_stop", lang.pick("やめる", "Quit")))
    }
}
