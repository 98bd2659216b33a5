//! Arming a fault and resetting from the portal, for people without a command line.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use maud::html;
use serde_json::{Value, json};

use crate::encoding::Parameters;
use crate::fault::Arming;
use crate::page::{Page, Reader, Tone};
use crate::world::World;

/// `POST /portal/faults`.
pub(crate) async fn arm(State(world): State<Arc<World>>, reader: Reader, body: Bytes) -> Response {
    let form = Parameters::parse(&body);
    let times = form.text("times").parse::<u32>().ok();
    let asked: Value =
        json!({ "op": form.text("op"), "fault": form.text("fault"), "times": times });
    let armed = serde_json::from_value::<Arming>(asked).is_ok_and(|asked| world.faults.arm(asked));
    if armed {
        return Redirect::to("/").into_response();
    }
    let lang = reader.lang;
    let title = lang.pick("この障害は起こせません", "This fault cannot be armed");
    let body = html! {
        p role="alert" { (lang.pick(
            "選んだ相手では、この障害は起こりません。",
            "The chosen service has no such part.",
        )) }
        p { a.button href="/" { (lang.pick("入口へ", "To the portal")) } }
    };
    Page {
        world: &world,
        reader: &reader,
        tone: Tone::Portal,
        title,
    }
    .show_as(StatusCode::BAD_REQUEST, &body)
}

/// `POST /portal/reset`.
pub(crate) async fn reset(State(world): State<Arc<World>>) -> Redirect {
    world.reset();
    Redirect::to("/")
}
