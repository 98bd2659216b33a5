//! The layer around every endpoint: writes the journal and lets transport faults strike.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use crate::clock::rfc3339;
use crate::fault::{Arming, Fault, body};
use crate::journal::Entry;
use crate::listener::cut_off;
use crate::reply::{Effected, Outcome};
use crate::service::{Endpoint, Service};
use crate::world::World;

const ANSWER_LIMIT: usize = 4 << 20;

/// What the layer needs to know about the endpoint it stands around.
pub(crate) type Observed = (Arc<World>, Service, Endpoint);

/// Journals a request, answers it, and spoils the answer when a transport fault is armed.
pub(crate) async fn observe(
    State((world, service, endpoint)): State<Observed>,
    request: Request,
    next: Next,
) -> Response {
    world.settle();
    let fault = world.faults.on_endpoint(service, endpoint);
    let method = request.method().clone();
    let at = world.clock.now();
    if let Some(arming) = &fault
        && let Some(response) = instead(arming.fault)
    {
        let outcome = format!("fault:{}", arming.fault.name());
        world.journal.add(Entry {
            op: service,
            endpoint,
            method: method.to_string(),
            at: rfc3339(at),
            status: response.status().as_u16(),
            outcome,
            effect: false,
        });
        return response;
    }
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let outcome = match (&fault, response.extensions().get::<Outcome>()) {
        (Some(arming), _) => format!("fault:{}", arming.fault.name()),
        (None, Some(Outcome(text))) => text.clone(),
        (None, None) if status < 400 => "ok".to_owned(),
        (None, None) => format!("http_{status}"),
    };
    world.journal.add(Entry {
        op: service,
        endpoint,
        method: method.to_string(),
        at: rfc3339(at),
        status,
        outcome,
        effect: response.extensions().get::<Effected>().is_some(),
    });
    match fault {
        Some(arming) => spoil(&arming, response).await,
        None => response,
    }
}

/// The answer that some faults give without the endpoint being asked.
fn instead(fault: Fault) -> Option<Response> {
    let status = match fault {
        Fault::Http500 => StatusCode::INTERNAL_SERVER_ERROR,
        Fault::Http502 => StatusCode::BAD_GATEWAY,
        Fault::Http503 => StatusCode::SERVICE_UNAVAILABLE,
        Fault::Http504 => StatusCode::GATEWAY_TIMEOUT,
        Fault::HtmlBody => return Some(Html("<!doctype html><p>Please sign in").into_response()),
        Fault::RedirectToMetadataHost => return Some(metadata_redirect()),
        Fault::ResetBefore => return Some(cut_off()),
        Fault::HugeBody => return Some(json(body::huge())),
        Fault::GzipBomb => {
            let mut response = json(Body::from(body::gzip_bomb()));
            let gzip = HeaderValue::from_static("gzip");
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, gzip);
            return Some(response);
        }
        _ => return None,
    };
    let html = Html(format!("<!doctype html><title>{status}</title>"));
    let mut response = (status, html).into_response();
    if fault == Fault::Http503 {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("7"));
    }
    Some(response)
}

async fn spoil(arming: &Arming, response: Response) -> Response {
    let pause = |usual| Duration::from_millis(arming.delay_ms.unwrap_or(usual));
    if arming.fault == Fault::Slow {
        tokio::time::sleep(pause(30_000)).await;
        return response;
    }
    if arming.fault == Fault::ResetAfter {
        return cut_off();
    }
    let (mut parts, body) = response.into_parts();
    let whole = to_bytes(body, ANSWER_LIMIT).await.unwrap_or_default();
    // The length belongs to the body that is being replaced.
    parts.headers.remove(header::CONTENT_LENGTH);
    let spoilt = match arming.fault {
        Fault::Drip => body::drip(whole, pause(500)),
        Fault::ConnectionReset => body::broken(&whole),
        Fault::CutBody => Body::from(whole.slice(..whole.len() / 2)),
        Fault::DuplicateJsonKeys => Body::from(body::duplicate_keys(&whole)),
        Fault::DeepJson => Body::from(body::deep(&whole)),
        Fault::WrongContentType => {
            parts
                .headers
                .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
            Body::from(whole)
        }
        _ => Body::from(whole),
    };
    Response::from_parts(parts, spoilt)
}

/// A redirect to the address where clouds keep machine credentials.
pub(crate) fn metadata_redirect() -> Response {
    let target = [(header::LOCATION, "http://169.254.169.254/latest/meta-data/")];
    (StatusCode::FOUND, target).into_response()
}

fn json(body: Body) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}
