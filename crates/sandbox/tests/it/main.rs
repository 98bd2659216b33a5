//! The sandbox over real HTTP: does it refuse what it must, and fail as it is told to?

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod agency_request;
mod agency_token;
mod alumni;
mod archive;
mod client;
mod client_assertion;
mod control;
mod directory;
mod fault;
mod graph;
mod graph_fault;
mod graph_log;
mod graph_permission;
mod graph_schema;
mod mail;
mod mail_tls;
mod pages;
mod pass;
mod security_info;
mod tab;
mod tenant;
