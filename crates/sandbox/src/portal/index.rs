//! The first page.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use crate::fault::Fault;
use crate::page::{Lang, Page, Reader, Tone};
use crate::world::World;

/// `GET /`.
pub(crate) async fn index(State(world): State<Arc<World>>, reader: Reader) -> Response {
    let lang = reader.lang;
    let title = lang.pick("Ident の練習用サンドボックス", "Practice sandbox of Ident");
    let body = html! {
        p { (lang.pick(
            "Ident がつながる外部サービスの代わりをするプログラムです。デジタル庁・大学・マイクロソフトの公式ページではありません。人物はすべて架空です。",
            "This program stands in for the outside services that Ident connects to. It is not an official page of the Digital Agency, the university or Microsoft. All people are invented.",
        )) }
        (start(&world, lang))
        (parts(&world, lang))
        (now(&world, lang))
        (journal(&world, lang))
        (catalogue(lang))
    };
    Page {
        world: &world,
        reader: &reader,
        tone: Tone::Portal,
        title,
    }
    .show(&body)
}

fn start(world: &World, lang: Lang) -> Markup {
    html! {
        h2 { (lang.pick("はじめ方", "How to begin")) }
        ol {
            li { a href=(world.ident_url()) { (lang.pick("Ident を開き", "Open Ident")) }
                (lang.pick("、本人確認をはじめます。", " and start the verification.")) }
            li { (lang.pick("カードの画面に出る二次元コードは、", "Scan the QR code with ")) a href="/phone" {
                (lang.pick("スマートフォンの代わりになる画面", "the stand-in for a phone")) }
                (lang.pick("で読み取れます。", ".")) }
            li { (lang.pick("入力する番号やパスワードは、", "What to type is on the page of ")) a href="/people" {
                (lang.pick("登場人物", "people")) }
                (lang.pick("のページにあります。", ".")) }
        }
    }
}

fn parts(world: &World, lang: Lang) -> Markup {
    let rows = [
        (
            lang.pick("カード認証のOP", "Card sign-in OP"),
            world.addresses.digital_id_issuer(),
        ),
        (
            lang.pick("大学アカウントのOP", "University account OP"),
            world.addresses.utokyo_issuer(),
        ),
        ("Microsoft Graph", world.addresses.graph_base()),
    ];
    html! {
        h2 { (lang.pick("役と住所", "Parts and addresses")) }
        dl { @for (name, address) in rows { dt { (name) } dd { code { (address) } } } }
        (places(world, lang))
        form method="post" action={ (world.addresses.account) "/logout" } {
            button.second { (lang.pick("大学アカウントからサインアウト", "Sign out of the university account")) }
        }
    }
}

fn places(world: &World, lang: Lang) -> Markup {
    let account = &world.addresses.account;
    let rows = [
        (
            lang.pick("登場人物", "People"),
            "/people".to_owned(),
            lang.pick(
                "入力する番号とパスワード。パスワードを忘れさせたり、離籍させたりもできます。",
                "What to type; let somebody forget the password or leave the university.",
            ),
        ),
        (
            lang.pick("メール", "Mail"),
            "/mail".to_owned(),
            lang.pick("Ident が送ったメール。", "The mails that Ident sent."),
        ),
        (
            lang.pick("セキュリティ情報", "Security info"),
            world.addresses.security_info(),
            lang.pick(
                "サインインの方法の登録・削除とパスワードの変更。",
                "Register and delete methods, change the password.",
            ),
        ),
        (
            lang.pick("資料の窓口", "Archive desk"),
            format!("{account}/archive"),
            lang.pick(
                "離籍した人の資料。開いている受付の一覧。",
                "What people left behind: the cases that are open.",
            ),
        ),
        (
            lang.pick("同窓会サービス", "Alumni service"),
            world.addresses.alumni(),
            lang.pick(
                "修了者が参加するところ。参加した人の一覧。",
                "Where graduates join: who has joined.",
            ),
        ),
    ];
    html! {
        h2 { (lang.pick("行けるところ", "Places to go")) }
        dl { @for (name, address, about) in &rows {
            dt { a href=(address) { (name) } } dd { (about) }
        } }
        p { (lang.pick("メールサーバー（SMTP）：", "Mail server (SMTP): ")) code { (world.addresses.smtp) } }
    }
}

fn now(world: &World, lang: Lang) -> Markup {
    let armed = world.faults.list();
    let skew = world.clock.skew();
    html! {
        h2 { (lang.pick("いまの状態", "Now")) }
        @if skew != 0 {
            p { (lang.pick("時計のずれ（秒）：", "Clock skew in seconds: ")) (skew) }
        }
        @if armed.is_empty() {
            p { (lang.pick("起こすように頼まれている障害はありません。", "No fault is armed.")) }
        } @else {
            ul { @for arming in &armed { li {
                code { (arming.fault.name()) }
                @if let Some(times) = arming.times { " ×" (times) }
            } } }
        }
        form method="post" action="/portal/reset" {
            button.second { (lang.pick("はじめの状態に戻す", "Reset everything")) }
        }
    }
}

fn journal(world: &World, lang: Lang) -> Markup {
    const SHOWN: usize = 30;
    let entries = world.journal.entries();
    html! {
        h2 id="journal" { (lang.pick("受け取ったリクエスト", "Requests received")) }
        @if entries.is_empty() {
            p { (lang.pick("まだありません。", "None yet.")) }
        } @else {
            div.table tabindex="0" role="region" aria-labelledby="journal" { table {
                thead { tr {
                    th scope="col" { (lang.pick("時刻", "Time")) }
                    th scope="col" { (lang.pick("相手", "Service")) }
                    th scope="col" { (lang.pick("窓口", "Endpoint")) }
                    th scope="col" { (lang.pick("結果", "Outcome")) }
                } }
                tbody { @for entry in entries.iter().rev().take(SHOWN) { tr {
                    td { (entry.at) }
                    td { (format!("{:?}", entry.op)) }
                    td { (format!("{:?}", entry.endpoint)) }
                    td { (entry.status) " " (entry.outcome) }
                } } }
            } }
        }
    }
}

fn catalogue(lang: Lang) -> Markup {
    let services = [
        ("digital_id", lang.pick("カード認証のOP", "Card sign-in OP")),
        (
            "utokyo",
            lang.pick("大学アカウントのOP", "University account OP"),
        ),
        ("graph", "Microsoft Graph"),
        ("smtp", lang.pick("メールサーバー", "Mail server")),
        ("archive", lang.pick("資料の窓口", "Archive desk")),
    ];
    html! {
        h2 id="faults" { (lang.pick("起こせる障害", "Faults that can be asked for")) }
        form method="post" action="/portal/faults" {
            label for="op" { (lang.pick("どこで", "Where")) }
            select id="op" name="op" {
                @for (value, name) in services { option value=(value) { (name) } }
            }
            label for="fault" { (lang.pick("何が", "What")) }
            select id="fault" name="fault" {
                @for fault in Fault::ALL { option value=(fault.name()) { (fault.name()) } }
            }
            label for="times" { (lang.pick("何回", "How often")) }
            input id="times" name="times" inputmode="numeric" pattern="[0-9]{1,3}" value="1" required;
            button.second { (lang.pick("起こす", "Arm")) }
        }
        details {
            summary { (lang.pick("一覧（英語）と制御用の窓口", "The list, and the control interface")) }
            p { code { "POST /control/faults {\"op\":\"digital_id\",\"fault\":\"slow\",\"times\":1}" } }
            dl { @for fault in Fault::ALL { dt { code { (fault.name()) } } dd { (fault.does()) } } }
        }
    }
}
