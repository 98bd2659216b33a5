//! The university's archive desk: access to what somebody left behind, until a given moment.

mod api;
mod desk;
mod page;

pub(crate) use api::{delete, get, put};
pub(crate) use desk::Desk;
pub(crate) use page::{enter, show};
