//! One person: what they have now, and presses that let something happen to them.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use maud::{Markup, html};

use crate::account::label;
use crate::control::Change;
use crate::encoding::Parameters;
use crate::lock::locked;
use crate::page::{Lang, Page, Reader, Tone};
use crate::population::{Account, AccountState};
use crate::portal::people::standing;
use crate::world::World;

/// What can be let happen, with its name in the form and both texts.
const PRESSES: &[(&str, &str, &str)] = &[
    ("forget", "パスワードを忘れる", "Forget the password"),
    (
        "lose",
        "登録した方法をすべてなくす",
        "Lose every registered method",
    ),
    ("lose_both", "両方を失う", "Lose both"),
    (
        "find",
        "パスワードも方法も取り戻す",
        "Have password and methods again",
    ),
    (
        "leave",
        "30日前に離籍したことにする",
        "Have left 30 days ago",
    ),
    (
        "leave_long",
        "200日前に離籍したことにする",
        "Have left 200 days ago",
    ),
    (
        "graduate",
        "70日前に修了したことにする",
        "Have graduated 70 days ago",
    ),
    (
        "stay",
        "在籍していることにする",
        "Be a member of the university",
    ),
];

/// `GET /people/{number}`.
pub(crate) async fn show(
    State(world): State<Arc<World>>,
    Path(number): Path<String>,
    reader: Reader,
) -> Response {
    world.settle();
    let found = {
        let population = locked(&world.population);
        let account = population.account(&number);
        account.map(|account| (account, population.state(account).clone()))
    };
    let Some((account, state)) = found else {
        return (StatusCode::NOT_FOUND, Redirect::to("/people")).into_response();
    };
    let lang = reader.lang;
    let body = html! {
        p { (lang.pick(account.ja, account.en)) }
        (facts(lang, account, &state, world.clock.now()))
        h2 { (lang.pick("この人に起こること", "What happens to this person")) }
        p { (lang.pick(
            "連携するにはサインインできる必要があります。先に連携してから、失わせたり離籍させたりしてください。",
            "To link, a person must be able to sign in. Link first; then let them lose something or leave.",
        )) }
        @for &(name, ja, en) in PRESSES {
            form method="post" action={ "/people/" (account.number) } {
                input type="hidden" name="press" value=(name);
                button.second { (lang.pick(ja, en)) }
            }
        }
        p { a href={ (world.addresses.security_info()) } { (lang.pick("セキュリティ情報", "Security info")) } }
        p { a href="/people" { (lang.pick("登場人物へ", "To the people")) } }
    };
    Page {
        world: &world,
        reader: &reader,
        tone: Tone::Portal,
        title: account.name,
    }
    .show(&body)
}

fn facts(lang: Lang, account: &Account, state: &AccountState, now: i64) -> Markup {
    html! {
        dl {
            dt { (lang.pick("サインイン名", "Sign-in name")) }
            dd { code { (account.upn()) } }
            dt { (lang.pick("パスワード", "Password")) }
            dd {
                @if state.password.is_known { code { (state.password.value) } }
                @else { (lang.pick("忘れた", "forgotten")) }
                @if state.password.must_change { (lang.pick("（次のサインインで変更）", " (to be changed at the next sign-in)")) }
            }
            dt { (lang.pick("登録されている方法", "Registered methods")) }
            dd { @if state.methods.is_empty() { (lang.pick("なし", "none")) } @else { ul { @for method in &state.methods { li {
                (label(lang, method))
                @if method.lost { (lang.pick("：手元にない", ": lost")) }
            } } } } }
            dt { (lang.pick("状態", "State")) }
            dd { (standing(lang, state, now)) }
        }
    }
}

/// `POST /people/{number}`.
pub(crate) async fn press(
    State(world): State<Arc<World>>,
    Path(number): Path<String>,
    body: Bytes,
) -> Response {
    let form = Parameters::parse(&body);
    let account = locked(&world.population).account(&number);
    let (Some(account), Some(change)) = (account, change(form.text("press"))) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    match world.change_account(account, change) {
        Ok(()) => Redirect::to(&format!("/people/{}", account.number)).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

fn change(press: &str) -> Option<Change> {
    Some(match press {
        "forget" => Change::loss(Some(true), None),
        "lose" => Change::loss(None, Some(true)),
        "lose_both" => Change::loss(Some(true), Some(true)),
        "find" => Change::loss(Some(false), Some(false)),
        "leave" => Change::leave(Some(30), None),
        "leave_long" => Change::leave(Some(200), None),
        "graduate" => Change::leave(Some(70), Some("graduate")),
        "stay" => Change::leave(None, None),
        _ => return None,
    })
}
