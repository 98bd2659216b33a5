//! The server as the app sees it: where it is, calls, and the visit's token, which never leaves
//! this module.

mod address;
mod answer;
mod call;
mod path;
mod sse;
#[cfg(test)]
mod tests;
mod token;
mod watch;

pub(crate) use address::Address;
pub(crate) use answer::Answer;
pub(crate) use call::{CallError, Method, Server};
pub(crate) use path::{ApiPath, FlowId};
pub(crate) use watch::WatchMessage;
