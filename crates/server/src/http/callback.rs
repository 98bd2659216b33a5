//! `/verify/callback` and `/account/callback`: a browser comes back from a provider. Always
//! answered with a redirect to a clean address, never with a page of its own.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use ident_core::purpose::{Errand, Goal, Provider};
use ident_core::refusal::Refusal;

use super::back_to_app::{self, Bringing};
use super::cookie;
use super::error::Noted;
use super::layer::ClientNetwork;
use crate::config::Config;
use crate::entropy::Entropy;
use crate::flow::{Landing, Refused, callback};
use crate::state::App;

/// `GET /verify/callback`
pub(super) async fn card(
    State(app): State<Arc<App>>,
    ClientNetwork(network): ClientNetwork,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let provider = Provider::DigitalId;
    land(&app, provider, query.as_deref(), &headers, network).await
}

/// `GET /account/callback`
pub(super) async fn account(
    State(app): State<Arc<App>>,
    ClientNetwork(network): ClientNetwork,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let provider = Provider::Account;
    land(&app, provider, query.as_deref(), &headers, network).await
}

async fn land(
    app: &App,
    provider: Provider,
    query: Option<&str>,
    headers: &HeaderMap,
    network: [u8; 32],
) -> Response {
    if !is_navigation(headers) {
        return Refused::from(Refusal::RequestMalformed).into_response();
    }
    let cookie = cookie::flow(headers, &app.config);
    let query = query.unwrap_or_default();
    match callback(app, provider, query, cookie.as_ref(), network).await {
        Ok(landing) => landed(app, landing),
        // The flow cookie stays: a foreign or stale answer must not take the way back from the
        // flow that this browser is really on.
        Err(refused) => told(&refused),
    }
}

fn landed(app: &App, landing: Landing) -> Response {
    let mut response = match landing {
        Landing::Delivered(delivered) => {
            let mut response = see_other(page(delivered.flow.errand));
            let value = cookie::set_visit(&app.config, &delivered.token);
            response.headers_mut().append(header::SET_COOKIE, value);
            response
        }
        Landing::Confirming(errand) => see_other(page(errand)),
        Landing::HandBack { target, code, flow } => {
            let flow = flow.id;
            handed_back(&app.config, &Bringing { target, flow, code })
        }
    };
    let clear = cookie::clear_flow(&app.config);
    response.headers_mut().append(header::SET_COOKIE, clear);
    response
}

/// Only the navigation of a whole page takes an answer, no image, frame or script. A
/// browser that does not say what it is doing is believed.
fn is_navigation(headers: &HeaderMap) -> bool {
    let is = |name: &str, wanted: &str| headers.get(name).is_none_or(|value| value == wanted);
    is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document")
}

/// The page that shows the flow which has just come back.
const fn page(errand: Errand) -> &'static str {
    match errand {
        Errand::SignIn {
            goal: Goal::My | Goal::Secure,
        } => "/my/",
        Errand::SignIn { goal: Goal::Office } => "/office/",
        _ => "/verify/",
    }
}

/// Where a refusal is told. The visit shows it too, but this browser may have none.
pub(super) fn told(refused: &Refused) -> Response {
    let reference = refused.reference.clone();
    let reference = reference.unwrap_or_else(|| Entropy.reference());
    let purpose = refused
        .purpose
        .map(|purpose| format!("&purpose={}", purpose.name()))
        .unwrap_or_default();
    let code = refused.refusal.code();
    let mut response = see_other(&format!("/verify/?refusal={code}&ref={reference}{purpose}"));
    response.extensions_mut().insert(Noted {
        refusal: refused.refusal,
        reference,
    });
    response
}

/// By the page that leads on to the app; a link that the app has claimed is an address of https,
/// and needs none. Built from configuration and a choice, never from an address in input.
fn handed_back(config: &Config, bringing: &Bringing) -> Response {
    let Some(text) = bringing.to_text() else {
        return see_other(&claimed_link(config, bringing));
    };
    let mut response = see_other(back_to_app::PATH);
    let value = cookie::set_bringing(config, &text);
    response.headers_mut().append(header::SET_COOKIE, value);
    response
}

fn claimed_link(config: &Config, bringing: &Bringing) -> String {
    let base = config.app.claimed_link.as_ref().map_or_else(
        || format!("{}/app/hand-back", config.origin()),
        |url| url.as_str().trim_end_matches('/').to_owned(),
    );
    let (flow, code) = (bringing.flow, bringing.code.to_text());
    format!("{base}?flow={flow}&code={code}")
}

fn see_other(location: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let value = HeaderValue::try_from(location).unwrap_or(HeaderValue::from_static("/verify/"));
    response.headers_mut().insert(header::LOCATION, value);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r03_only_the_navigation_of_a_page_takes_an_answer() {
        let with = |mode: &'static str, dest: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("sec-fetch-mode", HeaderValue::from_static(mode));
            headers.insert("sec-fetch-dest", HeaderValue::from_static(dest));
            headers
        };
        assert!(is_navigation(&with("navigate", "document")));
        assert!(is_navigation(&HeaderMap::new()));
        assert!(!is_navigation(&with("no-cors", "image")));
        assert!(!is_navigation(&with("navigate", "iframe")));
    }
}
