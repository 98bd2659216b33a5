//! What is particular to a file: opening, surviving, being full, being locked.

mod crash;
mod full;
mod lock;
mod opening;
mod upgrade;
