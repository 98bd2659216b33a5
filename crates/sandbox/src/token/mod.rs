//! JSON Web Tokens: written by the OPs, read from client assertions.

mod assertion;
mod jwt;

pub(crate) use assertion::{AssertionChecks, AssertionError, ReplayGuard};
pub(crate) use jwt::{Claims, Unverified, at_hash, digest_text, encode, unsigned};
