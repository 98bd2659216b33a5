//! What every Graph call goes through: the access token, and the faults of Graph.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::fault::{Fault, Kind};
use crate::graph::error::error;
use crate::service::Service;
use crate::world::World;

/// Lets a call pass, or answers in its place. `Ok` carries a fault the resource itself must play.
pub(crate) fn guard(world: &World, headers: &HeaderMap) -> Result<Option<Fault>, Box<Response>> {
    let refuse = |what| Err(Box::new(error(world, headers, what)));
    let unauthorized = (
        StatusCode::UNAUTHORIZED,
        "InvalidAuthenticationToken",
        "Access token is not valid.",
    );
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    if token
        .and_then(|token| world.tenant.access.look_up(token, world.clock.now()))
        .is_none()
    {
        return refuse(unauthorized);
    }
    let Some(arming) = world.faults.of_kind(Service::Graph, Kind::Graph) else {
        return Ok(None);
    };
    match arming.fault {
        Fault::Graph401 => refuse(unauthorized),
        Fault::Graph403 => refuse((
            StatusCode::FORBIDDEN,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        )),
        Fault::Graph429 => {
            let what = (
                StatusCode::TOO_MANY_REQUESTS,
                "TooManyRequests",
                "Too many requests.",
            );
            let mut response = error(world, headers, what);
            let seconds = HeaderValue::from(arming.retry_after_s.unwrap_or(2));
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
            Err(Box::new(response))
        }
        other => Ok(Some(other)),
    }
}
