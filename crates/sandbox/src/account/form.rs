//! The forms of the sign-in pages for secrets and second factors.

use maud::{Markup, html};

use crate::account::factor;
use crate::page::Lang;
use crate::population::{Account, Method, MethodKind};

/// Forms of one sign-in.
pub(super) struct Form<'a> {
    pub(super) id: &'a str,
    pub(super) lang: Lang,
}

impl Form<'_> {
    /// A form that sends `entry` with what is inside.
    pub(super) fn of(&self, entry: &str, inside: &Markup) -> Markup {
        html! {
            form method="post" action={ "/login/" (self.id) } autocomplete="off" {
                input type="hidden" name="entry" value=(entry);
                (inside)
            }
        }
    }
}

/// Asks for a Temporary Access Pass, with the password as the way around it.
pub(super) fn pass(form: &Form<'_>, account: &Account, described: Option<&str>) -> Markup {
    let lang = form.lang;
    html! {
        p.who { (account.upn()) }
        (form.of("pass", &html! {
            label for="pass" { (lang.pick("一時アクセスパス", "Temporary Access Pass")) }
            input id="pass" name="pass" type="password" required autocomplete="off" data-focus
                aria-invalid=[described.map(|_| "true")] aria-describedby=[described];
            button { (lang.pick("サインイン", "Sign in")) }
        }))
        (form.of("use_password", &html! {
            button.second { (lang.pick("代わりにパスワードを使う", "Use your password instead")) }
        }))
    }
}

/// Asks for a password of one's own in place of a temporary one.
pub(super) fn new_password(form: &Form<'_>, account: &Account, described: Option<&str>) -> Markup {
    let lang = form.lang;
    html! {
        p.who { (account.upn()) }
        p { (lang.pick(
            "はじめてのサインイン、または仮のパスワードでのサインインのため、パスワードを更新する必要があります。",
            "You need to update your password because it is a temporary one.",
        )) }
        (form.of("new_password", &html! {
            (change_fields(lang, described))
            button { (lang.pick("サインイン", "Sign in")) }
        }))
    }
}

/// The three fields of a change of password.
pub(crate) fn change_fields(lang: Lang, described: Option<&str>) -> Markup {
    let fields = [
        ("current", lang.pick("現在のパスワード", "Current password")),
        ("new", lang.pick("新しいパスワード", "New password")),
        (
            "again",
            lang.pick("新しいパスワード（もう一度）", "New password, again"),
        ),
    ];
    html! {
        @for (name, text) in fields {
            label for=(name) { (text) }
            input id=(name) name=(name) type="password" required autocomplete="off"
                aria-describedby=[described];
        }
    }
}

/// Asks for a second factor among those that are registered.
pub(super) fn mfa(
    form: &Form<'_>,
    account: &Account,
    methods: &[Method],
    described: Option<&str>,
) -> Markup {
    let lang = form.lang;
    let has_app = |method: &Method| method.kind == MethodKind::MicrosoftAuthenticator;
    let others = methods
        .iter()
        .filter(|method| method.kind.signs_in() && !has_app(method));
    html! {
        p.who { (account.upn()) }
        @if methods.iter().any(has_app) {
            p { (lang.pick(
                "Authenticator に届いた要求を承認するか、確認コードを入力します。",
                "Approve the request in the authenticator, or enter a code.",
            )) }
            (form.of("approve", &html! {
                button { (lang.pick("承認する（スマートフォンの代わり）", "Approve (in place of the phone)")) }
            }))
        }
        @for method in others {
            (form.of("method", &html! {
                input type="hidden" name="method" value=(method.id);
                button.second { (factor::action(lang, method)) }
            }))
        }
        @if methods.iter().any(|method| method.kind.gives_codes()) {
            (form.of("code", &html! {
                label for="code" { (lang.pick("確認コード（6桁）", "Code (6 digits)")) }
                input id="code" name="code" inputmode="numeric" pattern="[0-9]{6}" maxlength="6" required
                    autocomplete="one-time-code" aria-describedby=[described];
                button.second { (lang.pick("検証", "Verify")) }
            }))
        }
        (form.of("none_at_hand", &html! {
            button.second { (lang.pick("どれも手元にありません", "I have none of these")) }
        }))
        (form.of("skip_mfa", &html! {
            button.second { (lang.pick(
                "多要素認証なしで進む（練習用）",
                "Go on without MFA (for practice)",
            )) }
        }))
    }
}

/// Says what the sign-in says to someone who has none of the registered methods.
pub(super) fn no_factor(form: &Form<'_>, account: &Account) -> Markup {
    let lang = form.lang;
    html! {
        p.who { (account.upn()) }
        p role="alert" { (lang.pick(
            "登録された方法で確認できないと、サインインできません。",
            "Without one of the registered methods you cannot sign in.",
        )) }
        p { (lang.pick(
            "別の方法を登録していれば、それを使ってください。なければ、所属の組織に確認方法の再登録を申し込んでください。",
            "If you have registered another method, use that one. Otherwise ask your organisation to let you register again.",
        )) }
        (form.of("another", &html! {
            button.second { (lang.pick("別の方法を試す", "Try another method")) }
        }))
    }
}
