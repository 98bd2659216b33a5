//! What every request passes on its way in, and every answer on its way out.
//!
//! From the outside in: security headers and the log line (`edge`), then the guard against
//! foreign pages, the limits of size and time, and a task of its own for each request. One layer
//! calls them in this order: four of axum's would each copy the rest of the service once.

mod address;
mod edge;
mod guard;
mod headers;
mod limit;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;

pub use address::{ClientAddress, ClientNetwork};
pub(super) use edge::known;

use crate::state::App;

/// Puts all layers around the routes.
pub fn all(routes: Router<Arc<App>>, app: &Arc<App>) -> Router<Arc<App>> {
    let edge = Arc::new(edge::Edge::of(app));
    let origin: Arc<str> = app.config.origin().into();
    around(routes, edge, origin)
}

/// The layers with nothing but what they need.
fn around<S: Clone + Send + Sync + 'static>(
    routes: Router<S>,
    edge: Arc<edge::Edge>,
    origin: Arc<str>,
) -> Router<S> {
    routes.layer(from_fn_with_state((edge, origin), pass))
}

async fn pass(
    State((edge, origin)): State<(Arc<edge::Edge>, Arc<str>)>,
    request: Request,
    next: Next,
) -> Response {
    let seen = edge::Seen::of(&request);
    let response = match guard::turned_away(&request, &origin) {
        Some(response) => response,
        None => limit::within(request, next).await,
    };
    edge.leave(&seen, response)
}
