//! `POST /alumni/join`.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bytes::Bytes;
use maud::html;
use serde_json::{Value, json};

use crate::alumni::refusal::Refusal;
use crate::alumni::statement::{Expected, Statement};
use crate::encoding::Parameters;
use crate::key::{ClientKey, read_client_keys};
use crate::page::{Page, Reader, Tone};
use crate::reply::noted;
use crate::token::Unverified;
use crate::world::World;

/// How long Ident may take to answer with its keys.
const PATIENCE: Duration = Duration::from_secs(5);

/// Takes a statement and welcomes its bearer.
pub(crate) async fn join(State(world): State<Arc<World>>, reader: Reader, body: Bytes) -> Response {
    let form = Parameters::parse(&body);
    match believe(&world, form.one("statement")).await {
        Ok(statement) => welcome(&world, &reader, &statement),
        Err(refusal) => refused(&world, &reader, refusal),
    }
}

async fn believe(world: &World, statement: Option<&str>) -> Result<Statement, Refusal> {
    let text = statement.ok_or(Refusal::Missing)?;
    let token = Unverified::read(text).ok_or(Refusal::Malformed)?;
    let issuer = world.ident_url();
    let keys = keys(&issuer).await?;
    let now = world.clock.now();
    let expected = Expected {
        keys: &keys,
        issuer: &issuer,
        audience: &world.addresses.alumni(),
        now,
    };
    let statement = expected.check(&token)?;
    if !world.roll.take(&statement.jti, statement.expires, now) {
        return Err(Refusal::Replay);
    }
    world.roll.enrol(&statement.sub, &statement.name, now);
    Ok(statement)
}

/// Ident's present keys; one that is of no use here is passed over.
async fn keys(issuer: &str) -> Result<Vec<ClientKey>, Refusal> {
    let no_keys = |_| Refusal::NoKeys;
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .build()
        .map_err(no_keys)?;
    let address = format!("{issuer}/.well-known/ident/jwks.json");
    let answer = client.get(address).send().await.map_err(no_keys)?;
    let answer = answer.error_for_status().map_err(no_keys)?;
    let set: Value = answer.json().await.map_err(no_keys)?;
    let keys = set
        .get("keys")
        .and_then(Value::as_array)
        .ok_or(Refusal::NoKeys)?;
    Ok(keys
        .iter()
        .filter_map(|key| read_client_keys(&json!({ "keys": [key] })).ok())
        .flatten()
        .collect())
}

fn welcome(world: &World, reader: &Reader, statement: &Statement) -> Response {
    let lang = reader.lang;
    let body = html! {
        p.who { (statement.name) }
        p { (lang.pick(
            "ようこそ。同窓会サービス（練習用）に参加しました。",
            "Welcome. You have joined the alumni service (practice).",
        )) }
        p { a href=(world.ident_url()) { (lang.pick("Ident へ戻る", "Back to Ident")) } }
    };
    Page {
        world,
        reader,
        tone: Tone::Portal,
        title: lang.pick("ようこそ", "Welcome"),
    }
    .show(&body)
}

fn refused(world: &World, reader: &Reader, refusal: Refusal) -> Response {
    let lang = reader.lang;
    let (code, ja, en) = refusal.text();
    let body = html! {
        p role="alert" { (lang.pick(ja, en)) }
        p.note { "alumni_" (code) }
        p { a href=(world.ident_url()) { (lang.pick("Ident へ戻る", "Back to Ident")) } }
    };
    let page = Page {
        world,
        reader,
        tone: Tone::Portal,
        title: lang.pick("参加できませんでした", "You could not join"),
    };
    noted(page.show_as(StatusCode::BAD_REQUEST, &body), code)
}
