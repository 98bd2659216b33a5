//! The heartbeat: the office sees that the kiosk lives, and the kiosk hears that it was stopped.

use std::time::Duration;

use serde_json::{Value, json};
use tauri::{AppHandle, Manager};

use super::health::{Clock, Reach};
use super::{Kiosk, path};
use crate::server::{Answer, CallError, Method, Server};

/// When the server has not said how often.
const USUAL: Duration = Duration::from_secs(30);
/// After a beat that nobody heard.
const SOON: Duration = Duration::from_secs(5);

/// Beats until the kiosk is not enrolled any more.
pub(super) async fn beat(app: &AppHandle) {
    let kiosk = app.state::<Kiosk>();
    let server = app.state::<Server>();
    while let Some(assertion) = kiosk.assertion(&server) {
        let health = kiosk.health();
        let body = json!({
            "assertion": assertion, "version": env!("CARGO_PKG_VERSION"),
            "reader": health.reader, "paper": health.paper,
        });
        // As the kiosk itself, whoever's visit it is.
        let told = server
            .call_as(None, Method::Post, &path("heartbeat"), Some(&body))
            .await;
        let pause = kiosk
            .with(super::Device::heartbeat)
            .flatten()
            .unwrap_or(USUAL);
        tokio::time::sleep(heard(app, &kiosk, told).await.unwrap_or(pause)).await;
    }
}

/// What a beat has brought; how long to wait, when it is not the usual time.
async fn heard(
    app: &AppHandle,
    kiosk: &Kiosk,
    told: Result<Answer, CallError>,
) -> Option<Duration> {
    let reach = match &told {
        // Somebody left while this was on its way, which says nothing of the server.
        Err(CallError::Left) => kiosk.health().reach,
        Ok(answer) if answer.status < 500 => Reach::Ok,
        Err(CallError::Offline) => Reach::Offline,
        _ => Reach::Server,
    };
    kiosk.tell(app, |health| health.reach = reach);
    let body = told.ok().and_then(|answer| answer.body).unwrap_or_default();
    if body["revoked"] == true || is_refused(&body, "kiosk_revoked") {
        kiosk.stop(app).await;
        return None;
    }
    let clock = if is_refused(&body, "kiosk_clock") {
        Clock::Wrong
    } else {
        Clock::Ok
    };
    if reach == Reach::Ok {
        kiosk.tell(app, |health| health.clock = clock);
    }
    if body["kiosk"].is_object() {
        let newest = kiosk
            .lock()
            .clone()
            .map(|device| device.enrolled(Some(body["kiosk"].clone())));
        if newest.is_some() {
            *kiosk.lock() = newest;
        }
    }
    (reach != Reach::Ok).then_some(SOON)
}

fn is_refused(body: &Value, code: &str) -> bool {
    body["refusal"]["code"] == code
}
