//! The whole service over HTTP.

mod attack;
mod boundary;
mod conformance;
mod flow;
mod input;
mod requirement;
mod source;
