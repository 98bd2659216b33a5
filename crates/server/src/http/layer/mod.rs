//! What every request passes on its way in, and every answer on its way out.
//!
//! From the outside in: security headers and the log line (`edge`), then the guard against
//! foreign pages, the limits of size and time, and a task of its own for each request.

mod address;
mod edge;
mod guard;
mod headers;
mod limit;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;

pub use address::ClientNetwork;
pub(super) use edge::known;

use crate::state::App;

/// Puts all layers around the routes.
pub fn all(routes: Router<Arc<App>>, app: &Arc<App>) -> Router<Arc<App>> {
    let edge = Arc::new(edge::Edge::of(app));
    let guard: Arc<str> = app.config.origin().into();
    around(routes, edge, guard)
}

/// The layers with nothing but what they need.
fn around<S: Clone + Send + Sync + 'static>(
    routes: Router<S>,
    edge: Arc<edge::Edge>,
    origin: Arc<str>,
) -> Router<S> {
    // The last one added is the first one passed.
    routes
        .layer(axum::middleware::from_fn(limit::own_task))
        .layer(axum::middleware::from_fn(limit::size_and_time))
        .layer(from_fn_with_state(origin, guard::guard))
        .layer(from_fn_with_state(edge, edge::edge))
}
