//! Everybody in the sandbox, and what to type for them.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use crate::clock::Seconds;
use crate::lock::locked;
use crate::page::{Lang, Page, Reader, Tone};
use crate::population::{Account, AccountState, Certificate, HeldCard, Population};
use crate::world::World;

/// `GET /people`.
pub(crate) async fn people(State(world): State<Arc<World>>, reader: Reader) -> Response {
    let lang = reader.lang;
    let now = world.clock.now();
    let tables = {
        let population = locked(&world.population);
        html! {
            (accounts(lang, &population, now))
            (cards(lang, &population))
        }
    };
    let title = lang.pick("登場人物", "People");
    let body = html! {
        p { (lang.pick(
            "すべて架空の人物です。idが同じカードと大学アカウントは、同じ人のものです。",
            "All of them are invented. A card and an account with the same id belong to the same person.",
        )) }
        (tables)
        p { a href="/" { (lang.pick("入口へ", "To the portal")) } }
    };
    Page {
        world: &world,
        reader: &reader,
        tone: Tone::Portal,
        title,
    }
    .show(&body)
}

fn accounts(lang: Lang, population: &Population, now: Seconds) -> Markup {
    html! {
        h2 id="accounts" { (lang.pick("大学アカウント", "University accounts")) }
        p {
            (lang.pick("パスワード（表に別に書いてある人のほかは全員同じ）：",
                "Password (the same for all, unless the table says otherwise): "))
            code { (Account::PASSWORD) }
            (lang.pick("　確認コード：", ", MFA code: ")) code { (Account::CODE) }
        }
        p { (lang.pick(
            "番号を押すと、その人にパスワードを忘れさせたり、スマートフォンをなくさせたり、離籍させたりできます。",
            "Press a number to let that person forget the password, lose the phone, or leave the university.",
        )) }
        div.table tabindex="0" role="region" aria-labelledby="accounts" { table {
            thead { tr {
                th scope="col" { "id" }
                th scope="col" { (lang.pick("サインイン名", "Sign-in name")) }
                th scope="col" { (lang.pick("大学の名前", "Name at the university")) }
                th scope="col" { (lang.pick("状態", "State")) }
                th scope="col" { (lang.pick("説明", "Description")) }
            } }
            tbody { @for (account, state) in population.accounts() { tr {
                th scope="row" { (account.id) }
                td { a href={ "/people/" (account.number) } { code { (account.upn()) } } }
                td { (account.name) }
                td { (standing(lang, state, now)) }
                td { (lang.pick(account.ja, account.en)) }
            } } }
        } }
    }
}

fn cards(lang: Lang, population: &Population) -> Markup {
    html! {
        h2 id="cards" { (lang.pick("カード", "Cards")) }
        p { (lang.pick(
            "暗証番号A：利用者証明用電子証明書。暗証番号B：券面事項入力補助用。3回続けて間違えるとロックされます。",
            "PIN A: certificate for authentication. PIN B: text on the card. Three misses lock PIN A.",
        )) }
        div.table tabindex="0" role="region" aria-labelledby="cards" { table {
            thead { tr {
                th scope="col" { "id" }
                th scope="col" { (lang.pick("券面の名前", "Name on the card")) }
                th scope="col" { (lang.pick("暗証番号A", "PIN A")) }
                th scope="col" { (lang.pick("暗証番号B", "PIN B")) }
                th scope="col" { (lang.pick("状態", "State")) }
                th scope="col" { (lang.pick("説明", "Description")) }
            } }
            tbody { @for held in population.cards() { tr {
                th scope="row" { (held.card.id) }
                td { (held.card.name) }
                td { code { (held.card.pin) } }
                td { code { (held.card.text_pin) } }
                td { (card_state(lang, held)) }
                td { (lang.pick(held.card.ja, held.card.en)) }
            } } }
        } }
    }
}

/// What an account is like, in a few words.
pub(super) fn standing(lang: Lang, state: &AccountState, now: Seconds) -> String {
    let mut words = vec![usable(lang, state, now)];
    if !state.has_mfa() {
        words.push(lang.pick("多要素認証なし", "no MFA yet").to_owned());
    } else if !state.can_pass_mfa() {
        words.push(
            lang.pick("確認方法をすべて紛失", "all methods lost")
                .to_owned(),
        );
    }
    if !state.password.is_known {
        words.push(
            lang.pick("パスワードを忘れた", "password forgotten")
                .to_owned(),
        );
    }
    if state.pass.as_ref().is_some_and(|pass| pass.is_live(now)) {
        words.push(lang.pick("一時アクセスパスあり", "has a pass").to_owned());
    }
    words.join(lang.pick("、", ", "))
}

fn usable(lang: Lang, state: &AccountState, now: Seconds) -> String {
    let days = state.left_at.map(|left| (now - left) / (24 * 60 * 60));
    match (state.is_enabled(now), days) {
        (true, None) => lang.pick("利用中", "Active").to_owned(),
        (true, Some(days)) => match lang {
            Lang::Ja => format!("利用中（離籍または授与から{days}日）"),
            Lang::En => format!("Active ({days} days after leaving or conferral)"),
        },
        (false, None) => lang.pick("停止", "Suspended").to_owned(),
        (false, Some(days)) => match lang {
            Lang::Ja => format!("失効（{days}日前に離籍）"),
            Lang::En => format!("Revoked (left {days} days ago)"),
        },
    }
}

fn card_state(lang: Lang, held: &HeldCard) -> &'static str {
    match (held.tries_left, held.card.certificate) {
        (0, _) => lang.pick("ロック", "PIN locked"),
        (_, Certificate::Expired) => lang.pick("期限切れ", "Expired"),
        (_, Certificate::Revoked) => lang.pick("失効", "Revoked"),
        (_, Certificate::Valid) => lang.pick("有効", "Valid"),
    }
}
