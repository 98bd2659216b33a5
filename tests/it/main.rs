//! The whole service over HTTP.

mod flow;
