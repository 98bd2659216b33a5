//! The tenant's pages: account picker, user name, password, MFA, and what blocks a sign-in.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use maud::{Markup, html};

use crate::account::authorize::COOKIE;
use crate::account::form::{Form, mfa, new_password, no_factor, pass};
use crate::account::sign_in::finish;
use crate::account::{Entry, PasswordChange, Session, Stage, fast};
use crate::encoding::Parameters;
use crate::lock::locked;
use crate::page::{Lang, Page, Reader, Tone, delivered};
use crate::population::Account;
use crate::world::World;

/// `GET /login/{id}`: the page of the present stage, or the way back at the end.
pub(crate) async fn show(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    reader: Reader,
) -> Response {
    if !is_starter(&world, &id, &reader) {
        return stranger(&world, &reader);
    }
    if let Some(delivery) = finish(&world, &id) {
        return delivered(&world, &reader, &delivery);
    }
    let state = world
        .tenant
        .with(&id, |sign_in| (sign_in.stage.clone(), sign_in.notice));
    let Some((stage, notice)) = state else {
        return stranger(&world, &reader);
    };
    let lang = reader.lang;
    let body = html! {
        @if let Some(code) = notice { p.error id="notice" role="alert" { (notice_text(lang, code)) } }
        (inside(&world, lang, (&id, notice.is_some()), &stage))
    };
    Page {
        world: &world,
        reader: &reader,
        tone: Tone::Account,
        title: title(lang, &stage),
    }
    .show(&body)
}

fn is_starter(world: &World, id: &str, reader: &Reader) -> bool {
    let cookie = reader.cookie(COOKIE).unwrap_or_default();
    world
        .tenant
        .with(id, |sign_in| sign_in.browser == cookie)
        .unwrap_or(false)
}

fn stranger(world: &World, reader: &Reader) -> Response {
    let lang = reader.lang;
    let title = lang.pick(
        "このサインインは続けられません",
        "This sign-in cannot go on",
    );
    let body = html! {
        p { (lang.pick(
            "ほかのブラウザーで始めたか、時間が過ぎました。",
            "It was begun in another browser, or time ran out.",
        )) }
        p { a.button href=(world.ident_url()) { (lang.pick("サービスへ戻る", "Back to the service")) } }
    };
    let page = Page {
        world,
        reader,
        tone: Tone::Account,
        title,
    };
    page.show_as(axum::http::StatusCode::BAD_REQUEST, &body)
}

/// `POST /login/{id}`: an entry.
pub(crate) async fn act(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    reader: Reader,
    body: Bytes,
) -> Response {
    if !is_starter(&world, &id, &reader) {
        return stranger(&world, &reader);
    }
    if let Some(entry) = read_entry(&Parameters::parse(&body)) {
        // A refused entry is shown by the page from the sign-in's notice.
        let _ = fast::enter(&world, &id, entry);
    }
    Redirect::to(&format!("/login/{id}")).into_response()
}

/// `POST /logout`: ends the SSO session of this browser.
pub(crate) async fn sign_out(State(world): State<Arc<World>>, reader: Reader) -> Redirect {
    world
        .tenant
        .sign_out(reader.cookie(COOKIE).unwrap_or_default());
    Redirect::to(&world.addresses.main)
}

fn read_entry(form: &Parameters) -> Option<Entry> {
    Some(match form.text("entry") {
        "pick" => Entry::Pick(form.text("number").to_owned()),
        "another" => Entry::Another,
        "user_name" => Entry::UserName(form.text("user_name").to_owned()),
        "password" => Entry::Password(form.text("password").to_owned()),
        "pass" => Entry::Pass(form.text("pass").to_owned()),
        "use_password" => Entry::UsePassword,
        "use_pass" => Entry::UsePass,
        "new_password" => Entry::NewPassword(read_change(form)),
        "method" => Entry::Method(form.text("method").to_owned()),
        "none_at_hand" => Entry::NoneAtHand,
        "approve" => Entry::Approve,
        "code" => Entry::Code(form.text("code").trim().to_owned()),
        "skip_mfa" => Entry::SkipMfa,
        "cancel" => Entry::Cancel,
        _ => return None,
    })
}

/// A change of password from the fields of a form.
pub(crate) fn read_change(form: &Parameters) -> PasswordChange {
    let field = |name| form.text(name).to_owned();
    PasswordChange {
        current: field("current"),
        new: field("new"),
        again: field("again"),
    }
}

fn title(lang: Lang, stage: &Stage) -> &'static str {
    match stage {
        Stage::Pick(_) => lang.pick("アカウントを選ぶ", "Pick an account"),
        Stage::Pass(_) => lang.pick("一時アクセスパスの入力", "Enter Temporary Access Pass"),
        Stage::NewPassword(..) => lang.pick("パスワードの更新", "Update your password"),
        Stage::NoFactor { .. } => lang.pick("確認する方法がありません", "No way to verify"),
        Stage::Password(_) => lang.pick("パスワードの入力", "Enter password"),
        Stage::Mfa { .. } => lang.pick("サインイン要求を承認", "Approve sign in request"),
        Stage::Blocked(..) => lang.pick("サインインできません", "You cannot sign in"),
        Stage::UserName | Stage::Done(_) | Stage::Failed(_) => lang.pick("サインイン", "Sign in"),
    }
}

/// What a refused entry is told with.
pub(crate) fn notice_text(lang: Lang, code: &str) -> String {
    let text = match code {
        "AADSTS50034" => lang.pick(
            "そのアカウントは見つかりません。10桁の番号と @utac.u-tokyo.ac.jp を入力してください。",
            "No such account. Enter the 10 digits and @utac.u-tokyo.ac.jp.",
        ),
        "TAP_BLOCKED" => lang.pick(
            "一時アクセスパスは使えませんでした。期限が切れたか、もう使われています。",
            "Temporary Access Pass sign in was blocked due to User Credential Policy. \
             It has expired, or it was used before.",
        ),
        "TAP_WRONG" => lang.pick(
            "一時アクセスパスが違います。",
            "The Temporary Access Pass is incorrect.",
        ),
        "NOT_AT_HAND" => lang.pick(
            "この方法に必要なもの（スマートフォンなど）は、この人の手元にありません。",
            "What this method needs (the phone, say) is not in this person's hands.",
        ),
        "CURRENT_PASSWORD" => lang.pick(
            "現在のパスワードが違います。",
            "The current password is incorrect.",
        ),
        "NEW_PASSWORDS_DIFFER" => lang.pick(
            "新しいパスワードの2つの入力が一致しません。",
            "The two new passwords differ.",
        ),
        "PASSWORD_RULES" => lang.pick(
            "12文字以上64文字以下で、大文字・小文字・数字・記号のうち3種類以上を使い、いまのものと異なるパスワードにしてください。",
            "Use 12 to 64 characters of at least three kinds (upper case, lower case, digits, symbols), and not the present password.",
        ),
        "AADSTS50126" => lang.pick(
            "アカウントまたはパスワードが違います。",
            "The account or password is incorrect.",
        ),
        _ => lang.pick(
            "確認できませんでした。もう一度試してください。",
            "That did not work. Try again.",
        ),
    };
    format!("{text} ({code})")
}

fn inside(world: &World, lang: Lang, (id, refused): (&str, bool), stage: &Stage) -> Markup {
    let form = Form { id, lang };
    let described = refused.then_some("notice");
    html! {
        @match stage {
            Stage::Pick(sessions) => (pick(world, &form, sessions)),
            Stage::UserName => (form.of("user_name", &html! {
                label for="user_name" { (lang.pick("アカウント", "Account")) }
                input id="user_name" name="user_name" type="email" required autocomplete="off"
                    placeholder="0123456789@utac.u-tokyo.ac.jp" data-focus
                    aria-invalid=[refused.then_some("true")] aria-describedby=[described];
                button { (lang.pick("次へ", "Next")) }
            })),
            Stage::Password(account) => {
                p.who { (account.upn()) }
                (form.of("password", &html! {
                    label for="password" { (lang.pick("練習用のパスワード", "Practice password")) }
                    input id="password" name="password" type="password" required autocomplete="off"
                        data-focus aria-invalid=[refused.then_some("true")] aria-describedby=[described];
                    button { (lang.pick("サインイン", "Sign in")) }
                }))
                (form.of("another", &html! {
                    button.second { (lang.pick("別のアカウントでサインイン", "Use another account")) }
                }))
            },
            Stage::Pass(account) => (pass(&form, account, described)),
            Stage::NewPassword(account, _) => (new_password(&form, account, described)),
            Stage::NoFactor { account, .. } => (no_factor(&form, account)),
            Stage::Mfa { account, .. } => {
                @let methods = locked(&world.population).state(account).methods.clone();
                (mfa(&form, account, &methods, described))
            },
            Stage::Blocked(account, why) => {
                p.who { (account.upn()) }
                p role="alert" { (blocked_text(lang, why)) }
                p.note { (why) }
            },
            Stage::Done(_) | Stage::Failed(_) => {},
        }
        (form.of("cancel", &html! {
            button.second { (lang.pick("サービスへ戻る", "Back to the service")) }
        }))
        (hint(lang))
    }
}

fn pick(world: &World, form: &Form<'_>, sessions: &[Session]) -> Markup {
    let population = locked(&world.population);
    html! {
        @for session in sessions {
            @if let Some(account) = population.account(&session.number) {
                (form.of("pick", &html! {
                    input type="hidden" name="number" value=(session.number);
                    button.second { (account.name) " (" (account.upn()) ")" }
                }))
            }
        }
        (form.of("another", &html! {
            button.second { (form.lang.pick("別のアカウントを使う", "Use another account")) }
        }))
    }
}

fn blocked_text(lang: Lang, why: &str) -> &'static str {
    if why.starts_with("AADSTS50079") {
        return lang.pick(
            "多要素認証の初期設定がまだです。設定してからもう一度サインインしてください。",
            "Multi-factor authentication is not set up yet. Set it up, then sign in again.",
        );
    }
    lang.pick(
        "このアカウントは利用できません（停止または失効）。",
        "This account cannot be used (suspended or revoked).",
    )
}

fn hint(lang: Lang) -> Markup {
    html! {
        aside aria-label=(lang.pick("練習の手がかり", "Hints for practice")) {
            p { (lang.pick("練習用のパスワード：", "Practice password: ")) code { (Account::PASSWORD) } }
            p { (lang.pick("練習用の確認コード：", "Practice code: ")) code { (Account::CODE) } }
            p { (lang.pick("例：", "Example: ")) code { "0123456789@utac.u-tokyo.ac.jp" } }
        }
    }
}
