//! The page on which a tester picks the response, in place of app and card.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use maud::html;

use crate::digital_id::End;
use crate::digital_id::page::{is_starter, stranger};
use crate::encoding::Parameters;
use crate::lock::locked;
use crate::oauth::ProtocolError;
use crate::page::{Page, Reader, Tone};
use crate::world::World;

const ERRORS: [(&str, &str); 6] = [
    ("access_denied", "User cancelled"),
    ("temporarily_unavailable", "authentication_expired"),
    ("server_error", "Internal error"),
    ("invalid_request", "invalid request"),
    ("unauthorized_client", "unauthorized client"),
    ("invalid_scope", "Invalid scopes"),
];

/// `GET /signin/{id}/test`.
pub(crate) async fn show_test(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    reader: Reader,
) -> Response {
    if !is_starter(&world, &id, &reader) {
        return stranger(&world, &reader);
    }
    let lang = reader.lang;
    let cards = locked(&world.population).cards().to_vec();
    let title = lang.pick("テスト用の応答", "Test response");
    let action = format!("/signin/{id}/test");
    let body = html! {
        form method="post" action=(action) {
            h2 { (lang.pick("正常な応答", "Normal response")) }
            label for="card" { (lang.pick("カード", "Card")) }
            select id="card" name="card" {
                @for held in &cards { option value=(held.card.id) { (held.card.id) ": " (held.card.name) } }
            }
            button { (lang.pick("認証", "Authenticate")) }
        }
        form method="post" action=(action) {
            h2 { (lang.pick("異常な応答", "Error response")) }
            label for="error" { (lang.pick("エラー", "Error")) }
            select id="error" name="error" {
                @for (error, description) in ERRORS {
                    option value=(error) { (error) " (" (description) ")" }
                }
            }
            button.second { (lang.pick("エラーを返す", "Answer the error")) }
        }
        p { a href={ "/signin/" (id) } { (lang.pick("戻る", "Back")) } }
    };
    Page {
        world: &world,
        reader: &reader,
        tone: Tone::Agency,
        title,
    }
    .show(&body)
}

/// `POST /signin/{id}/test`.
pub(crate) async fn answer_test(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    reader: Reader,
    body: Bytes,
) -> Response {
    if !is_starter(&world, &id, &reader) {
        return stranger(&world, &reader);
    }
    let form = Parameters::parse(&body);
    let known_card = locked(&world.population).card(form.text("card")).is_some();
    let known_error = ERRORS
        .iter()
        .find(|(error, _)| *error == form.text("error"));
    let end = match known_error {
        Some((error, description)) => End::Failed(ProtocolError::new(error, *description)),
        None if known_card => End::Allowed {
            card: form.text("card").to_owned(),
            at: world.clock.now(),
        },
        None => return Redirect::to(&format!("/signin/{id}/test")).into_response(),
    };
    world.agency.with(&id, |attempt| attempt.end_with(end));
    Redirect::to(&format!("/signin/{id}")).into_response()
}
