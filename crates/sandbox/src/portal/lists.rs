//! What the archive desk has opened, and who has joined the alumni service.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::html;

use crate::clock::rfc3339;
use crate::page::{Page, Reader, Tone};
use crate::world::World;

/// `GET /archive`.
pub(crate) async fn cases(State(world): State<Arc<World>>, reader: Reader) -> Response {
    let lang = reader.lang;
    let grants = world.desk.all();
    let now = world.clock.now();
    let body = html! {
        @if grants.is_empty() { p { (lang.pick("まだありません。", "None yet.")) } }
        ul { @for (case, grant) in &grants { li {
            a href={ "/archive/" (case) } { (case) } " "
            @if grant.is_open(now) {
                (lang.pick("利用できる期限：", "open until ")) (rfc3339(grant.until))
            } @else { (lang.pick("終了", "ended")) }
        } } }
        p { a href=(world.addresses.main) { (lang.pick("入口へ", "To the portal")) } }
    };
    Page {
        world: &world,
        reader: &reader,
        tone: Tone::Portal,
        title: lang.pick("資料の窓口", "Archive desk"),
    }
    .show(&body)
}

/// `GET /alumni`.
pub(crate) async fn members(State(world): State<Arc<World>>, reader: Reader) -> Response {
    let lang = reader.lang;
    let members = world.roll.members();
    let body = html! {
        p { (lang.pick(
            "参加するには、Ident で修了を確認してから進みます。",
            "To join, let Ident confirm that you have graduated.",
        )) }
        @if members.is_empty() { p { (lang.pick("まだ誰も参加していません。", "Nobody has joined yet.")) } }
        ul { @for member in &members { li { (member.name) } } }
        p { a href=(world.addresses.main) { (lang.pick("入口へ", "To the portal")) } }
    };
    Page {
        world: &world,
        reader: &reader,
        tone: Tone::Portal,
        title: lang.pick("同窓会サービス", "Alumni service"),
    }
    .show(&body)
}
