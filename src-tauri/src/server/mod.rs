//! The server as the app sees it: where it is, and calls in the name of the visit.

mod address;
mod answer;
mod call;
mod path;
mod reach;
mod sse;
#[cfg(test)]
mod tests;
mod watch;

pub(crate) use address::{Address, AddressError};
pub(crate) use answer::Answer;
pub(crate) use call::{CallError, Method, Server};
pub(crate) use path::{ApiPath, FlowId};
pub(crate) use watch::WatchMessage;
