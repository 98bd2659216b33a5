//! The phone's home screen: card in hand, the app's state, and the scanner.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use maud::{Markup, html};

use crate::digital_id::{AppState, Phone};
use crate::encoding::Parameters;
use crate::lock::locked;
use crate::page::{Lang, Page, Reader, Tone, set_cookie};
use crate::phone::phones::COOKIE;
use crate::phone::scan;
use crate::world::World;

/// `GET /phone`.
pub(crate) async fn home(
    State(world): State<Arc<World>>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Response {
    let phone = world.phones.of(&reader);
    let query = Parameters::parse(query.unwrap_or_default().as_bytes());
    let lang = reader.lang;
    let title = lang.pick("スマートフォン", "Phone");
    let body = html! {
        div.device { div.screen {
            (scan::section(&world, lang, query.one("scan")))
        } }
        aside aria-label=(lang.pick("スマートフォンの設定", "Settings of the phone")) {
            (settings(&world, lang, &phone))
        }
    };
    let page = Page {
        world: &world,
        reader: &reader,
        tone: Tone::Phone,
        title,
    };
    (set_cookie(COOKIE, &kept(&world, &phone)), page.show(&body)).into_response()
}

/// Remembers the phone and gives its id.
fn kept(world: &World, phone: &Phone) -> String {
    world.phones.keep(phone);
    phone.id.clone()
}

fn settings(world: &World, lang: Lang, phone: &Phone) -> Markup {
    let states = [
        (
            "ready",
            AppState::Ready,
            "入っていて、登録済み",
            "Installed and registered",
        ),
        (
            "not_installed",
            AppState::NotInstalled,
            "入っていない",
            "Not installed",
        ),
        (
            "not_registered",
            AppState::NotRegistered,
            "入っているが、利用登録がまだ",
            "Installed, not registered",
        ),
        (
            "other_card",
            AppState::OtherCard,
            "ほかの人のカードで登録済み",
            "Registered with another person's card",
        ),
    ];
    let cards = locked(&world.population).cards().to_vec();
    let locked_now = cards
        .iter()
        .any(|held| held.card.id == phone.card && held.tries_left == 0);
    html! {
        h2 { (lang.pick("手元のカードとアプリ", "Card in hand, and the app")) }
        form method="post" action="/phone/choose" {
            label for="card" { (lang.pick("カード", "Card")) }
            select id="card" name="card" {
                @for held in &cards {
                    option value=(held.card.id) selected[held.card.id == phone.card] {
                        (held.card.id) ": " (held.card.name) " — " (lang.pick(held.card.ja, held.card.en))
                    }
                }
            }
            fieldset {
                legend { (lang.pick("アプリ", "The app")) }
                @for (value, state, ja, en) in states {
                    div.choice {
                        input type="radio" id=(value) name="app" value=(value) checked[state == phone.app];
                        label for=(value) { (lang.pick(ja, en)) }
                    }
                }
            }
            button.second { (lang.pick("この状態にする", "Set")) }
        }
        @if locked_now {
            form method="post" action="/phone/unlock" {
                p { (lang.pick("このカードの暗証番号はロックされています。", "The PIN of this card is locked.")) }
                button.second { (lang.pick("窓口で初期化する（模擬）", "Reset it at the office (simulated)")) }
            }
        }
        p { a href="/people" { (lang.pick("登場人物の一覧", "All people")) } }
    }
}

/// `POST /phone/choose`: takes another card in hand, or sets the app's state.
pub(crate) async fn choose(
    State(world): State<Arc<World>>,
    reader: Reader,
    body: Bytes,
) -> Response {
    let form = Parameters::parse(&body);
    let mut phone = world.phones.of(&reader);
    if locked(&world.population).card(form.text("card")).is_some() {
        form.text("card").clone_into(&mut phone.card);
    }
    phone.app = match form.text("app") {
        "ready" => AppState::Ready,
        "not_installed" => AppState::NotInstalled,
        "not_registered" => AppState::NotRegistered,
        "other_card" => AppState::OtherCard,
        _ => phone.app,
    };
    (
        set_cookie(COOKIE, &kept(&world, &phone)),
        Redirect::to("/phone"),
    )
        .into_response()
}

/// `POST /phone/unlock`: what the municipal office does.
pub(crate) async fn unlock(State(world): State<Arc<World>>, reader: Reader) -> Redirect {
    let phone = world.phones.of(&reader);
    if let Some(held) = locked(&world.population).card_mut(&phone.card) {
        held.unlock();
    }
    Redirect::to("/phone")
}
