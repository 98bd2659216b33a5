//! Answers that carry a visit: the new bearer value goes into the cookie, or to an app into its
//! header, and nowhere else.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, header};
use ident_core::refusal::Refusal;
use ident_core::secret::Token;
use ident_core::visit::{Channel, Visit};
use serde::Serialize;

use super::cookie;
use crate::flow::{Delivered, FlowCookie, Refused};
use crate::state::App;
use crate::view;

/// The header in which an installed app receives its bearer value.
const VISIT_HEADER: HeaderName = HeaderName::from_static("x-ident-visit");

/// The visit as its client sees it.
pub(super) async fn visit(app: &App, visit: &Visit) -> Result<Response, Refused> {
    Ok(json(&view::visit(app, visit).await?))
}

/// A visit that has received a result, under its new bearer value.
pub(super) async fn delivered(app: &App, delivered: &Delivered) -> Result<Response, Refused> {
    let body = view::visit(app, &delivered.visit).await?;
    Ok(with_token(
        app,
        &delivered.visit,
        Some(&delivered.token),
        None,
        &body,
    ))
}

/// A body with whatever bearer value and flow cookie belong to it.
pub(super) fn with_token<T: Serialize>(
    app: &App,
    visit: &Visit,
    token: Option<&Token>,
    flow: Option<&FlowCookie>,
    body: &T,
) -> Response {
    let mut response = json(body);
    if let Some(token) = token {
        give(app, visit.channel, token, &mut response);
    }
    if let Some(flow) = flow {
        let value = cookie::set_flow(&app.config, flow);
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// A body, written in one piece: `axum::Json` begins with 128 bytes and grows.
fn json<T: Serialize>(body: &T) -> Response {
    let mut bytes = Vec::with_capacity(2_048);
    match serde_json::to_writer(&mut bytes, body) {
        Ok(()) => {
            let media = HeaderValue::from_static("application/json");
            let mut response = Response::new(Body::from(bytes));
            response.headers_mut().insert(header::CONTENT_TYPE, media);
            response
        }
        Err(_) => Refused::from(Refusal::Unexpected).into_response(),
    }
}

fn give(app: &App, channel: Channel, token: &Token, response: &mut Response) {
    let headers = response.headers_mut();
    match channel {
        Channel::Web => {
            headers.append(header::SET_COOKIE, cookie::set_visit(&app.config, token));
        }
        Channel::App => {
            let value = HeaderValue::try_from(token.to_text());
            headers.insert(VISIT_HEADER, value.expect("base64url is ASCII"));
        }
    }
}
