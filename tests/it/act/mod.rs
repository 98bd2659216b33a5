//! Passes and passwords, from the card check to a sign-in that works.

mod agent;
mod canary;
mod fault;
mod kill;
mod once;
mod pass;
mod password;
mod process;
mod queue;
mod reconcile;
