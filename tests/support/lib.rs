//! A whole service for every test: the sandbox over real HTTP, our server on a real socket, a
//! database of its own, a clock that the test moves.
//!
//! A test reads as a story: [`Service::start`], a [`Browser`] or an [`AppClient`], what the person
//! does, what the service then says, and what [`Service::audit`] and [`Service::journal`] hold.

mod act;
mod app;
mod browser;
mod events;
mod jar;
mod kiosk;
mod letter;
mod log;
mod mail;
mod reply;
mod sandbox;
mod service;
mod settings;
mod store;
mod story;

pub use act::stage;
pub use app::AppClient;
pub use browser::Browser;
pub use events::Events;
pub use jar::{Jar, Kept};
pub use kiosk::{Claims, Kiosk};
pub use log::{Log, LogLine};
pub use mail::Received;
pub use reply::{Reply, Told};
pub use sandbox::{Entry, Journal, Op, Person, Sandbox};
pub use service::Service;
pub use settings::{Alg, MailWay, Providers, Setup, alumni_key, client_jwks, directory_key};
pub use store::{Audit, Row};
pub use story::{Offer, Started, card, sign_in};
