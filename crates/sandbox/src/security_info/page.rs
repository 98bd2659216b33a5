//! How the security-information page looks.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use crate::account::{Session, change_fields, kind_name, label, notice_text};
use crate::clock::rfc3339;
use crate::lock::locked;
use crate::page::{Lang, Page, Reader, Tone};
use crate::population::{Account, AccountState, MethodKind};
use crate::security_info::act::may_register;
use crate::security_info::{PATH, sign_in_first, visitor};
use crate::world::World;

/// `GET /security-info`.
pub(crate) async fn show(State(world): State<Arc<World>>, reader: Reader) -> Response {
    world.settle();
    match visitor(&world, &reader) {
        Some((account, session)) => {
            answer(&world, &reader, (account, &session), (StatusCode::OK, None))
        }
        None => sign_in_first(&world, &reader),
    }
}

/// The page, with a notice above it.
pub(super) fn answer(
    world: &World,
    reader: &Reader,
    (account, session): (&Account, &Session),
    (status, notice): (StatusCode, Option<&'static str>),
) -> Response {
    let lang = reader.lang;
    let state = locked(&world.population).state(account).clone();
    let body = html! {
        @if let Some(code) = notice { p.error id="notice" role="alert" { (text(lang, code)) } }
        p.who { (account.upn()) }
        (time_left(lang, session, world.clock.now()))
        (registered(lang, &state))
        @if may_register(session, world.clock.now()) { (additions(lang)) }
        (password(lang, notice.map(|_| "notice")))
        form method="post" action=(PATH) {
            input type="hidden" name="act" value="sign_out";
            button.second { (lang.pick("サインアウト", "Sign out")) }
        }
    };
    Page {
        world,
        reader,
        tone: Tone::Account,
        title: lang.pick("セキュリティ情報", "Security info"),
    }
    .show_as(status, &body)
}

fn text(lang: Lang, code: &str) -> String {
    match code {
        "REGISTRATION_TIME" => lang
            .pick(
                "1回限りの一時アクセスパスでサインインしてから10分が過ぎたため、登録できません。もう一度サインインしてください。",
                "More than ten minutes have passed since the sign-in with a one-time pass. Sign in again to register.",
            )
            .to_owned(),
        "MOBILE_FIRST" => lang
            .pick(
                "先に「電話」を登録してください。",
                "Register a phone before an alternate phone.",
            )
            .to_owned(),
        other => notice_text(lang, other),
    }
}

fn time_left(lang: Lang, session: &Session, now: i64) -> Markup {
    html! {
        @if let Some(pass) = session.pass {
            @if now < pass.registers_until {
                p.note { (lang.pick(
                    "一時アクセスパスでサインインしています。次の時刻までに登録してください：",
                    "You are signed in with a Temporary Access Pass. Register a method before ",
                )) (rfc3339(pass.registers_until)) }
            } @else {
                p role="alert" { (text(lang, "REGISTRATION_TIME")) }
            }
        }
    }
}

fn registered(lang: Lang, state: &AccountState) -> Markup {
    html! {
        h2 id="methods" { (lang.pick("登録されている方法", "Registered methods")) }
        @if state.methods.is_empty() {
            p { (lang.pick("まだありません。", "None yet.")) }
        } @else {
            ul aria-labelledby="methods" { @for method in &state.methods { li data-kind=(method.kind.name()) {
                (label(lang, method))
                @if method.lost { " " (lang.pick("（この人の手元にありません）", "(not in this person's hands)")) }
                form method="post" action=(PATH) {
                    input type="hidden" name="act" value="delete";
                    input type="hidden" name="method" value=(method.id);
                    button.second { (lang.pick("削除：", "Delete: ")) (label(lang, method)) }
                }
            } } }
        }
    }
}

fn additions(lang: Lang) -> Markup {
    html! {
        h2 { (lang.pick("方法の追加", "Add a method")) }
        p.note { (lang.pick(
            "1回押すと、手元の新しい機器で登録したことになります。",
            "One press stands for a registration with a new device at hand.",
        )) }
        @for kind in MethodKind::ALL {
            form method="post" action=(PATH) {
                input type="hidden" name="act" value="add";
                input type="hidden" name="kind" value=(kind.name());
                button.second { (lang.pick("追加：", "Add: ")) (kind_name(lang, kind)) }
            }
        }
    }
}

fn password(lang: Lang, described: Option<&str>) -> Markup {
    html! {
        h2 { (lang.pick("パスワードの変更", "Change password")) }
        form method="post" action=(PATH) autocomplete="off" {
            input type="hidden" name="act" value="password";
            (change_fields(lang, described))
            button { (lang.pick("送信", "Submit")) }
        }
    }
}
