//! The key set of the OP.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use crate::oauth::published_keys;
use crate::service::Service;
use crate::world::World;

/// `GET …/protocol/openid-connect/certs`.
pub(crate) async fn certs(State(world): State<Arc<World>>) -> Response {
    published_keys(&world, Service::DigitalId, &world.agency.keys)
}
