//! The axum backend of Ident.
//!
//! `http` parses and answers, `flow` holds the use cases (load, decide in `core`, commit), `view`
//! turns records into wire shapes, `adapter` talks to the outside, `config` is read once.

pub mod adapter;
pub mod agent;
pub mod clock;
pub mod config;
pub mod entropy;
mod failpoint;
pub mod flow;
pub mod http;
pub mod hub;
pub mod keys;
pub mod letter;
pub mod listen;
pub mod state;
pub mod task;
pub mod view;
