//! The inner parts of the app's screens.

use maud::{Markup, html};

use crate::digital_id::{App, Problem, Route};
use crate::page::Lang;
use crate::phone::screen::Shown;
use crate::world::World;

/// A button that goes on.
pub(super) fn first(app: &App, press: &str, label: &str) -> Markup {
    form(app, press, &html! { button { (label) } })
}

/// A button beside the main one.
pub(super) fn second(app: &App, press: &str, label: &str) -> Markup {
    form(app, press, &html! { button.second { (label) } })
}

fn form(app: &App, press: &str, inside: &Markup) -> Markup {
    html! {
        form method="post" action={ "/phone/app/" (app.id) } autocomplete="off" {
            input type="hidden" name="press" value=(press);
            (inside)
        }
    }
}

pub(super) fn not_installed(lang: Lang, app: &App) -> Markup {
    html! {
        p { (lang.pick(
            "この手続きには、カードを読み取るアプリが必要です。アプリを入れて利用登録をしてから、続けてください。",
            "This needs the app that reads the card. Install it, register, then go on.",
        )) }
        (first(app, "install", lang.pick("アプリを入れる（模擬）", "Install the app (simulated)")))
    }
}

pub(super) fn register(lang: Lang, app: &App) -> Markup {
    html! {
        p { (lang.pick(
            "アプリを使う前に、カードと4桁の暗証番号で利用登録をします（練習では押すだけ）。",
            "Before the app can be used, the card is registered with its 4-digit PIN (here just press).",
        )) }
        (first(app, "register", lang.pick("利用登録をする（模擬）", "Register (simulated)")))
    }
}

pub(super) fn digits(world: &World, lang: Lang, app: &App) -> Markup {
    let left = (app.digits.expires - world.clock.now()).max(0);
    let usable = left > 0 && app.digits.tries_left > 0;
    html! {
        @if app.paired {
            p role="status" { (lang.pick("パソコンとつながりました。", "Connected with the other screen.")) }
            (first(app, "next", lang.pick("次へ", "Next")))
        } @else if usable {
            p { (lang.pick("この番号をパソコンの画面に入力してください。", "Type this number on the other screen.")) }
            p.digits { output aria-label=(lang.pick("6桁の番号", "Six-digit number")) { (app.digits.value) } }
            p { (countdown(lang, left)) }
            (first(app, "next", lang.pick("次へ", "Next")))
            (second(app, "new_digits", lang.pick("番号を更新", "New number")))
        } @else {
            p role="alert" { (lang.pick("番号の有効期限が切れました。", "The number has expired.")) }
            (first(app, "new_digits", lang.pick("番号を更新", "New number")))
        }
        (second(app, "ask_stop", lang.pick("やめる", "Quit")))
    }
}

/// Time left, counted down by the script.
pub(crate) fn countdown(lang: Lang, left: i64) -> Markup {
    html! {
        (lang.pick("残り ", "Time left: "))
        span role="timer" data-countdown=(left) { (format!("{}:{:02}", left / 60, left % 60)) }
    }
}

pub(super) fn pin(lang: Lang, app: &App, field: &str) -> Markup {
    let inside = html! {
        label for=(field) { (lang.pick("4桁の数字", "4 digits")) }
        input id=(field) name=(field) type="password" inputmode="numeric" pattern="[0-9]{4}"
            minlength="4" maxlength="4" required autocomplete="off" aria-describedby="pin-note";
        p.note id="pin-note" { (lang.pick(
            "練習用の番号だけを入力してください。",
            "Enter practice numbers only.",
        )) }
        button { (lang.pick("次へ", "Next")) }
    };
    form(app, field, &inside)
}

pub(super) fn reading(world: &World, lang: Lang, app: &App, until_ms: i64) -> Markup {
    let whole = world.lifetimes.card_reading_ms.max(1);
    let left = (until_ms - world.clock.now_ms()).clamp(0, whole);
    html! {
        progress aria-label=(lang.pick("読み取りの進み具合", "Progress of reading"))
            max=(whole) value=(whole - left) data-fill-in=(left) {}
        p { (lang.pick("カードを動かさないでください。", "Do not move the card.")) }
        div data-press-after=(left) {
            (first(app, "next", lang.pick("読み取りの結果を見る", "See the result")))
        }
    }
}

pub(super) fn problem(lang: Lang, app: &App, problem: Problem) -> Markup {
    let text = match problem {
        Problem::WrongPin { tries_left } => match lang {
            Lang::Ja => format!("暗証番号が違います。あと{tries_left}回間違えるとロックされます。"),
            Lang::En => format!("Wrong PIN. {tries_left} more and the card is locked."),
        },
        Problem::WrongTextPin => lang
            .pick(
                "券面事項入力補助用の暗証番号が違います。",
                "Wrong PIN for the card's text.",
            )
            .to_owned(),
        Problem::Locked => lang
            .pick(
                "暗証番号がロックされています。住んでいる市区町村の窓口で初期化できます。",
                "The PIN is locked. The office of your municipality can reset it.",
            )
            .to_owned(),
        Problem::Expired => lang
            .pick(
                "電子証明書の有効期限が切れています。",
                "The certificate has expired.",
            )
            .to_owned(),
        Problem::Revoked => lang
            .pick(
                "電子証明書が失効しています。",
                "The certificate has been revoked.",
            )
            .to_owned(),
        Problem::OtherCard => lang
            .pick(
                "利用登録をしたカードと異なります。",
                "This is not the card that was registered in the app.",
            )
            .to_owned(),
        Problem::NoCard => lang
            .pick("カードが見つかりません。", "No card was found.")
            .to_owned(),
    };
    html! {
        p role="alert" { (text) }
        (first(app, "continue", lang.pick("もう一度試す", "Try again")))
    }
}

pub(super) fn consent(world: &World, lang: Lang, shown: &Shown) -> Markup {
    let ident = world.ident_url();
    html! {
        p {
            strong { "Ident" } " (" (ident) ") "
            (lang.pick("に、次の情報を提供します。", "will receive:"))
        }
        ul {
            li { (lang.pick("このサービス専用の識別子", "An identifier made for this service only")) }
            @if shown.asks_attribute {
                li { (lang.pick("氏名（カードの券面）", "Your name as on the card")) }
            }
        }
        p { a href={ (ident) "/help/" } target="_blank" rel="noopener noreferrer" {
            (lang.pick("プライバシーポリシーと利用規約（新しいタブ）", "Privacy policy and terms (new tab)"))
        } }
        (first(&shown.app, "allow", lang.pick("許可", "Allow")))
    }
}

pub(super) fn done(lang: Lang, shown: &Shown) -> Markup {
    match shown.app.route {
        Route::SamePhone => html! {
            p { (lang.pick(
                "10秒たつと、利用中のサービスへ自動で戻ります。",
                "You go back to the service by yourself after 10 seconds.",
            )) }
            (way_back(lang, shown))
        },
        Route::OtherScreen => html! {
            p role="status" { (lang.pick(
                "スマートフォンの操作は終わりです。パソコンの画面に戻ってください。",
                "You are done on the phone. Go back to the other screen.",
            )) }
        },
    }
}

/// The way back to the service, for the phone that came from it.
pub(super) fn way_back(lang: Lang, shown: &Shown) -> Markup {
    html! {
        @if shown.app.route == Route::SamePhone {
            p { a.button href={ "/signin/" (shown.attempt) } data-follow-after="10" {
                (lang.pick("利用中のサービスへ戻る", "Return to the service in use"))
            } }
        } @else {
            p { (lang.pick("パソコンの画面に戻ってください。", "Go back to the other screen.")) }
        }
    }
}
