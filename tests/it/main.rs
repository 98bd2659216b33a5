//! The whole service over HTTP.

mod attack;
mod conformance;
mod flow;
mod input;
