//! The whole service over HTTP.

mod conformance;
mod flow;
