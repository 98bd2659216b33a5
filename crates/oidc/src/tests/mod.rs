//! Tokens and answers with exactly one thing wrong, each with the refusal it must meet.

mod account;
mod assertion;
mod callback;
mod exchange;
mod forge;
mod hostile;
mod id_token;
mod keys;
mod kiosk;
mod metadata;
mod provider;
mod sources;
mod token;
mod transport;
mod userinfo;
