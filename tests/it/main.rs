//! The whole service over HTTP.

mod act;
mod attack;
mod boundary;
mod conformance;
mod flow;
mod input;
mod kiosk;
mod leaving;
mod notice;
mod requirement;
mod source;
