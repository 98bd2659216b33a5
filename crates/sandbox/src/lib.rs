//! Stand-ins for the outside services, speaking the real protocols on loopback: the Digital
//! Agency's OP with its app, the UTokyo Account OP and the needed part of Microsoft Graph.
//!
//! A program of its own: it shares no code with the server that talks to it, so that an error of
//! one is not an error of both. Everything it knows about people is invented.

mod account;
mod alumni;
mod archive;
mod clock;
mod control;
mod digital_id;
mod encoding;
mod fault;
mod graph;
mod journal;
mod key;
mod listener;
mod lock;
mod mail;
mod oauth;
mod options;
mod page;
mod phone;
mod population;
mod portal;
mod random;
mod reply;
mod routes;
mod running;
mod security_info;
mod service;
mod swept;
mod token;
mod world;

pub use key::KeyError;
pub use mail::MAIL_LOGIN;
pub use options::{AssertionAudience, Lifetimes, Options, TokenAlgorithm};
pub use running::{Running, StartError, spawn};
