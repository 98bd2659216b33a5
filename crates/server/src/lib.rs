//! The axum backend of Ident.
