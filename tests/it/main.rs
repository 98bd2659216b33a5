//! The whole service over HTTP.

mod act;
mod attack;
mod boundary;
mod conformance;
mod flow;
mod input;
mod leaving;
mod requirement;
mod source;
