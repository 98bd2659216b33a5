//! HTTP: routes, and what they parse and answer.

mod act;
mod alumni;
mod answer;
pub mod assets;
mod back_to_app;
mod callback;
mod contact;
mod cookie;
pub mod error;
mod events;
pub mod extract;
mod flow;
mod guide;
pub mod handoff;
pub mod health;
mod kiosk;
pub mod layer;
mod link;
pub mod metrics;
mod notice;
pub mod openapi;
mod salvage;
mod visit;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use ident_core::refusal::Refusal;

use crate::flow::Refused;
use crate::state::App;

/// All routes, with their layers.
pub fn router(app: &Arc<App>) -> Router {
    let routes = Router::new()
        .nest("/api/v1", api())
        // A look at the head takes no answer.
        .route("/verify/callback", get(callback::card).head(not_found))
        .route("/account/callback", get(callback::account).head(not_found))
        .merge(alumni::routes())
        .merge(back_to_app::routes())
        .merge(health::routes())
        .merge(assets::routes(app));
    layer::all(routes, app).with_state(Arc::clone(app))
}

fn api() -> Router<Arc<App>> {
    Router::new()
        .route("/context", get(visit::context))
        .route("/visit", get(visit::get))
        .route("/visit/end", post(visit::end))
        .route("/flows", post(flow::start))
        .route("/flows/{id}", get(flow::get))
        .route("/flows/{id}/events", get(events::get))
        .route("/flows/{id}/resume", post(flow::set_out_again))
        .route("/flows/{id}/renew", post(flow::new_link))
        .route("/flows/{id}/extend", post(flow::more_time))
        .route("/flows/{id}/cancel", post(flow::stop))
        .route("/flows/{id}/dismiss", post(flow::put_away))
        .route("/flows/{id}/digits", post(flow::digits))
        .route("/flows/{id}/keep", post(flow::go_on_here))
        .route("/flows/{id}/redeem", post(flow::hand_in))
        .route("/handoffs/{token}", get(handoff::get))
        .route("/handoffs/{token}/accept", post(handoff::accept))
        .route("/handoffs/{token}/decline", post(handoff::decline))
        .route("/link", post(link::make))
        .route("/acts", post(act::start))
        .route("/acts/{id}", get(act::get))
        .route("/acts/{id}/perform", post(act::carry_out))
        .route("/acts/{id}/give-up", post(act::put_off))
        .route("/coach", get(act::lead))
        .route("/unlink", post(link::cut))
        .route("/freeze", post(notice::freeze))
        .route("/unfreeze", post(notice::unfreeze))
        .route("/history", get(notice::history))
        .route("/notices/{token}", get(notice::get))
        .route("/notices/{token}/freeze", post(notice::freeze_by_link))
        .route("/contacts", get(contact::get))
        .route("/contacts/open", post(contact::open))
        .route("/contacts/add", post(contact::add))
        .route("/contacts/confirm", post(contact::confirm))
        .route("/contacts/forget", post(contact::forget))
        .route("/contacts/{id}/remove", post(contact::remove))
        .route("/guide", get(guide::get))
        .route("/salvage", get(salvage::get))
        .route("/salvage/contact", post(salvage::contact))
        .route("/salvage/contact/confirm", post(salvage::confirm))
        .route("/salvage/apply", post(salvage::apply))
        .route("/office", get(salvage::office))
        .route("/office/cases/{id}", post(salvage::decide))
        .route("/office/kiosks", get(kiosk::list))
        .route("/office/kiosks/invite", post(kiosk::invite))
        .route("/office/kiosks/{id}/revoke", post(kiosk::revoke))
        .route("/kiosk/enrol", post(kiosk::enrol))
        .route("/kiosk/visit", post(kiosk::visit))
        .route("/kiosk/heartbeat", post(kiosk::heartbeat))
        .route("/alumni", post(alumni::post))
        .fallback(not_found)
        .method_not_allowed_fallback(not_found)
}

async fn not_found() -> Refused {
    Refusal::RequestNotFound.into()
}
