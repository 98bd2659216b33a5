//! Everybody in the sandbox, and what to type for them.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use crate::lock::locked;
use crate::page::{Lang, Page, Reader, Tone};
use crate::population::{Account, Certificate, HeldCard, Standing};
use crate::world::World;

/// `GET /people`.
pub(crate) async fn people(State(world): State<Arc<World>>, reader: Reader) -> Response {
    let lang = reader.lang;
    let (cards, accounts) = {
        let population = locked(&world.population);
        (population.cards().to_vec(), population.accounts())
    };
    let title = lang.pick("登場人物", "People");
    let body = html! {
        p { (lang.pick(
            "すべて架空の人物です。idが同じカードと大学アカウントは、同じ人のものです。",
            "All of them are invented. A card and an account with the same id belong to the same person.",
        )) }
        h2 id="accounts" { (lang.pick("大学アカウント", "University accounts")) }
        p {
            (lang.pick("パスワード（全員同じ）：", "Password (the same for all): ")) code { (Account::PASSWORD) }
            (lang.pick("　確認コード：", ", MFA code: ")) code { (Account::CODE) }
        }
        (account_table(lang, accounts))
        h2 id="cards" { (lang.pick("カード", "Cards")) }
        p { (lang.pick(
            "暗証番号A：利用者証明用電子証明書。暗証番号B：券面事項入力補助用。3回続けて間違えるとロックされます。",
            "PIN A: certificate for authentication. PIN B: text on the card. Three misses lock PIN A.",
        )) }
        (card_table(lang, &cards))
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

fn account_table(lang: Lang, accounts: &[Account]) -> Markup {
    html! {
        div.table tabindex="0" role="region" aria-labelledby="accounts" { table {
            thead { tr {
                th scope="col" { "id" }
                th scope="col" { (lang.pick("サインイン名", "Sign-in name")) }
                th scope="col" { (lang.pick("大学の名前", "Name at the university")) }
                th scope="col" { (lang.pick("状態", "State")) }
                th scope="col" { (lang.pick("説明", "Description")) }
            } }
            tbody { @for account in accounts { tr {
                th scope="row" { (account.id) }
                td { code { (account.upn()) } }
                td { (account.name) }
                td { (standing(lang, account.standing)) }
                td { (lang.pick(account.ja, account.en)) }
            } } }
        } }
    }
}

fn card_table(lang: Lang, cards: &[HeldCard]) -> Markup {
    html! {
        div.table tabindex="0" role="region" aria-labelledby="cards" { table {
            thead { tr {
                th scope="col" { "id" }
                th scope="col" { (lang.pick("券面の名前", "Name on the card")) }
                th scope="col" { (lang.pick("暗証番号A", "PIN A")) }
                th scope="col" { (lang.pick("暗証番号B", "PIN B")) }
                th scope="col" { (lang.pick("状態", "State")) }
                th scope="col" { (lang.pick("説明", "Description")) }
            } }
            tbody { @for held in cards { tr {
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

fn standing(lang: Lang, standing: Standing) -> String {
    match standing {
        Standing::Active => lang.pick("利用中", "Active").to_owned(),
        Standing::NoMfa => lang.pick("多要素認証なし", "No MFA yet").to_owned(),
        Standing::Suspended => lang.pick("停止", "Suspended").to_owned(),
        Standing::Left(days) => match lang {
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
