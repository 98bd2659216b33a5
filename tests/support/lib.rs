//! Shared support of the whole-service tests.
